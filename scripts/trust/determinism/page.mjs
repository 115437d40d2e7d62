/** A notebook of one table, one chart and one strip of posters, run by the kernel and made into a page. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hashOf } from "./prints.mjs";

const cells = [
  `import * as moviola from "moviola";
const dataset = moviola.positivesByThreshold(await moviola.loadDataset("demo"), 4);
const split = moviola.makeSplit(dataset, { name: "per-user-random", seed: 1 });
const common = { dataset, split, store: false } as const;
const runs = [];
for (const model of ["popularity", "item-knn"]) runs.push(await moviola.runExperiment({ ...common, model, keepModel: true }));`,
  `await moviola.show(moviola.comparisonTable(moviola.compareRuns(runs, { metrics: ["ndcg@10", "recall@20"] })));`,
  `await moviola.show(moviola.chart({ title: "Two models", x: { label: "place" }, y: { label: "score" },
  series: runs.map((run) => ({ kind: "line" as const, name: run.record.manifest.model.id, x: [1, 2, 3], y: [1, 2, 3].map((at) => at * run.record.metrics["ndcg@10"].mean) })) }));`,
  `const model = await runs[1].model();
const { items } = await moviola.recommendAll({ model, seen: [split.train], users: [0], topK: 5 });
await moviola.show(moviola.posterStrip(Array.from(items, (item) => ({ content: dataset.itemContent[item] }))));`,
];

/** Hash of the page without what is meant to differ: the time it took and where it was made. */
export async function pageOf(dist, folder) {
  const library = await import(pathToFileURL(join(dist, "index.js")).href);
  const source = join(folder, "two-models.ipynb");
  mkdirSync(folder, { recursive: true });
  writeFileSync(source, JSON.stringify(notebook()));
  const { outputPath } = await library.runNotebook(source, { cacheFolder: false });
  const site = await library.buildSite({
    ...{ notebooks: [outputPath], outputFolder: join(folder, "_site"), renderer: "builtin" },
    projectFolder: dirname(dist),
  });
  const text = readFileSync(site.pages[0].path, "utf8");
  writeFileSync(join(folder, "page.html"), withoutTimes(text));
  return hashOf(withoutTimes(text));
}

function notebook() {
  return {
    cells: cells.map((source, at) => ({
      ...{ cell_type: "code", id: `cell-${at}`, source, metadata: {}, outputs: [] },
      execution_count: null,
    })),
    metadata: {
      kernelspec: { display_name: "Moviola", language: "typescript", name: "moviola" },
      moviola: { page: { title: "Two models", description: "A page.", order: 1 } },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function withoutTimes(text) {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z|,? \d\d:\d\d( UTC)?)?/g, "DATE")
    .replaceAll(/\b\d+(\.\d+)? (ms|s|min)\b/g, "TIME")
    .replaceAll(/\bv?2\d\.\d+\.\d+\b/g, "NODE");
}
