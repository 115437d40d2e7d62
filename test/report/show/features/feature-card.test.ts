import { afterEach, expect, test, vi } from "vitest";
import { featureCard } from "../../../../src/report/show/features/feature-card.js";
import { displaySinkKey, type MimeBundle } from "../../../../src/report/show/displayable.js";
import { show } from "../../../../src/report/show/show.js";
import { madeUpFeatures } from "./made-up-features.js";

const features = madeUpFeatures([[3, 4], undefined, [0, 1], [1, 0]]);

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, displaySinkKey);
});

test("says coverage, lengths, mean cosines, time and device", async () => {
  const text = (await featureCard(features).toMimeBundle())["text/plain"];
  expect(text).toContain("with a vector: 75.0 %");
  expect(text).toContain("median length (1.00 to 5.00): 1.00");
  // Cosines 0.8, 0.6 and 0.
  expect(text).toContain("mean cosine: 0.467");
  expect(text).toContain("mean cosine, centred: −");
  expect(text).toContain("to extract, on cpu: 2.0 s");
});

test("counts states, with an example of each failure; states that do not occur have no row", async () => {
  const text = (await featureCard(features).toMimeBundle())["text/plain"];
  expect(text).toMatch(/^ok\s+3\s+0\.750\s+has a vector$/m);
  expect(text).toMatch(/^broken\s+1\s+0\.250\s+cannot be decoded \(“an <html> page/m);
  expect(text).not.toContain("too-large");
  expect(text).toContain("Data data (invented)");
});

test("markup in what presets and decoders say stays inert", async () => {
  const html = (await featureCard(features).toMimeBundle())["text/html"]!;
  expect(html).toContain('class="moviola-facts"');
  expect(html).not.toMatch(/<html>|<made-up>/);
});

test("weights are named with revision and precision", async () => {
  const weights = { model: "some/model", revision: "abcdef", precision: "q8" } as const;
  const preset = { ...features.preset, weights };
  const card = featureCard(madeUpFeatures([[1, 0]], { preset }));
  expect((await card.toMimeBundle())["text/plain"]).toContain("some/model (abcdef), q8");
});

test("a set without items shows dashes", async () => {
  const text = (await featureCard(madeUpFeatures([])).toMimeBundle())["text/plain"];
  expect(text).toContain("with a vector: – %");
  expect(text).not.toContain("NaN");
});

test("show() displays features as their card", async () => {
  const bundles: MimeBundle[] = [];
  const sink = { display: (bundle: MimeBundle) => bundles.push(bundle) };
  Object.assign(globalThis, { [displaySinkKey]: sink });
  await show(features);
  expect(bundles).toEqual([await featureCard(features).toMimeBundle()]);
});
