import { expect, it } from "vitest";
import { pipeline } from "../../../../src/report/show/paper/pipeline.js";

it("a pipeline has an arrow from every box of a column to every box of the next", () => {
  const bundle = pipeline(
    [
      [{ title: "Text" }, { title: "Poster", detail: "<ViT>" }],
      [{ title: "Fusion" }],
      [{ title: "Score" }],
    ],
    { caption: "From film to score" },
  ).toMimeBundle() as Record<string, string>;
  const html = bundle["text/html"];
  expect(html.match(/<rect/g)).toHaveLength(4);
  expect(html.match(/<path/g)).toHaveLength(2 * 3);
  expect(html).toContain('aria-label="From film to score"');
  expect(html).toContain("&lt;ViT&gt;");
  expect(bundle["text/plain"]).toBe(
    "From film to score\n    Text | Poster (<ViT>)\n  → Fusion\n  → Score",
  );
});
