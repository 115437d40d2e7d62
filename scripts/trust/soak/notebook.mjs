/** The small notebook of the soak and of the crowd: loads the demo set, fits, measures, shows. */
import { writeFileSync } from "node:fs";

const cells = [
  "/** Decides the split and the fit. */\nconst seed: number = 1;",
  `import * as moviola from "moviola";
const dataset = await moviola.loadDataset("demo");
const liked = moviola.positivesByThreshold(dataset, 4);
const split = moviola.makeSplit(liked, { name: "per-user-random", train: 0.8, test: 0.2, seed });
const run = (model: string) => moviola.runExperiment({ dataset: liked, split, model, seed, topK: [10], store: false });
const runs = [await run("popularity"), await run("item-knn")];`,
  `await moviola.show(moviola.dataNotice(dataset), moviola.comparisonTable(moviola.compareRuns(runs, { rounds: 200 })));
console.log("ndcg@10", runs.map((one) => one.record.metrics["ndcg@10"].mean).join(" "));`,
];

/** Writes the notebook to `path`. */
export function writeSmallNotebook(path) {
  const code = cells.map((source, at) => ({
    cell_type: "code",
    id: `cell-${at}`,
    metadata: at === 0 ? { tags: ["parameters"] } : {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const title = { cell_type: "markdown", id: "title", metadata: {}, source: "# A small report" };
  const kernelspec = {
    display_name: "Moviola (TypeScript)",
    language: "typescript",
    name: "moviola",
  };
  const notebook = {
    cells: [title, ...code],
    metadata: { kernelspec, language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(path, JSON.stringify(notebook, null, 1));
}
