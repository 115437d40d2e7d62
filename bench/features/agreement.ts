/** Genre agreement of the ten nearest, as a ratio to that of random films. */
import { isMoviolaError } from "../../src/common/errors.js";
import type { Dataset } from "../../src/data/index.js";
import { extractFeatures } from "../../src/features/extract/extract-features.js";
import { genreAgreement } from "../../src/features/neighbours/genre-agreement.js";
import { bootstrapMean } from "../../src/stats/index.js";
import type { Films } from "./material.js";

/** Prints each preset's agreement, the ratio to random and the bar. */
export async function benchAgreement({ posters, overviews, plots }: Films): Promise<void> {
  const rows: [label: string, preset: string, data: Dataset, bar: number | undefined][] = [
    ["mobilenet-v2 on posters", "mobilenet-v2", posters, 0.2],
    ["palette on posters", "palette", posters, undefined],
    ["glove on overviews", "glove", overviews, 0.215],
    ["tfidf-lsa on overviews", "tfidf-lsa", overviews, 0.26],
    ["tfidf-lsa on overviews and plots", "tfidf-lsa", plots, 0.3],
  ];
  console.log("genre agreement of the ten nearest (mean Jaccard), against random films");
  for (const [label, preset, data, bar] of rows) {
    try {
      await agreementOf(label, preset, data, bar);
    } catch (error) {
      if (!isMoviolaError(error, "E_FEATURE_WEIGHTS")) throw error;
      console.log(`${label}: left out, no weights`);
    }
  }
}

async function agreementOf(
  label: string,
  preset: string,
  data: Dataset,
  bar: number | undefined,
): Promise<void> {
  const features = await extractFeatures(data, preset, { textOf: ({ text }) => text });
  const { nearest, random, means } = genreAgreement(features.matrix(), data.itemContent);
  const gain = bootstrapMean(
    nearest.map((value, row) => value - random[row]),
    { seed: 1 },
  );
  const holds = bar === undefined ? gain.low > 0 : means.nearest >= bar;
  const asked = bar === undefined ? "above random by more than its interval" : String(bar);
  const line = [
    label.padEnd(34),
    `${means.nearest.toFixed(3)} against ${means.random.toFixed(3)}`,
    `${(means.nearest / means.random).toFixed(2)}x`,
    `gain ${gain.mean.toFixed(3)} [${gain.low.toFixed(3)}, ${gain.high.toFixed(3)}]`,
    `bar: ${asked}, ${holds ? "held" : "MISSED"}`,
  ];
  console.log(line.join("  "));
}
