/** Readers of JSON documents: papers, searches, sweeps, notebooks, registries, the state of a site. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { library, projectRoot } from "../library.mjs";
import { smallDataset } from "../seed-files.mjs";
import { rows } from "./ratings.mjs";

const { loadPaper } = await library("papers/index.js");
const { readSearch, readSpaceFile } = await library("experiment/index.js");
const { readSweepFile } = await library("experiment/sweep/sweep-file.js");
const notebooks = await library("notebook/index.js");
const pages = await library("report/notebook-page/notebook-file.js");
const { notebookPage } = await library("report/notebook-page/notebook-page.js").catch(() => ({}));
const { readSiteState } = await library("report/site/site-state.js");
const { loadRegistry } = await library("data/index.js");
const { loadModelRegistry } = await library("features/weights/model-registry.js");
const { joinTexts } = await library("data/index.js");
const { joinPosters } = await library("data/index.js");

let smallPromise;
const small = () => (smallPromise ??= smallDataset(rows));
const project = (path) => readFile(join(projectRoot, path));
const json = (value) => Buffer.from(JSON.stringify(value, null, 1));
const one = (name, file, bytes, form = "json") => ({
  name,
  files: { [file]: bytes },
  forms: { [file]: form },
});

const value = (mean) => ({ mean, low: mean - 0.01, high: mean + 0.01, n: 60 });
const search = {
  schema: 1,
  model: "item-knn",
  task: "ranking",
  metric: "ndcg@10",
  higherIsBetter: true,
  strategy: "random",
  budget: 2,
  seed: 1,
  fixed: {},
  space: { neighbours: [200, 50], shrinkage: { low: 1, high: 100, scale: "log" } },
  dataset: { name: "camps", hash: "data", invented: false },
  split: { name: "per-user-random", settings: { train: 0.8 }, seed: 1, hash: "split" },
  protocol: { part: "valid" },
  rungs: [{ rung: 0, resource: { kind: "full", amount: 1 }, share: 1, nTrials: 2 }],
  trials: [0.2, 0.3].map((mean, at) => ({
    candidate: at,
    rung: 0,
    config: { neighbours: 50 * at },
    value: value(mean),
    runId: "0123456789abcdef",
    epochs: 0,
    seconds: 0.5,
  })),
  best: 1,
  bestConfig: { neighbours: 50 },
  notes: [],
  seconds: 2.5,
};
const sweep = {
  datasets: ["demo", { data: "ml-100k", threshold: 4, filters: [{ filter: "k-core", users: 5 }] }],
  splits: [{ name: "per-user-random", train: 0.8 }],
  models: ["popularity", { model: "item-knn", config: { neighbours: [50, 100] } }],
  seeds: [1, 2],
  metrics: ["ndcg@10"],
};
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { language: "typescript", name: "moviola", display_name: "TypeScript" } },
  cells: [
    {
      id: "a",
      cell_type: "markdown",
      source: ["---\n", "title: A page\n", "---\n", "# Title ![x](attachment:a.png)\n"],
      metadata: {},
      attachments: { "a.png": { "image/png": "iVBORw0KGgo=" } },
    },
    {
      id: "b",
      cell_type: "code",
      source: 'const seed: number = 1;\nconst name = "x";',
      metadata: { tags: ["parameters"] },
      outputs: [],
      execution_count: 1,
    },
    {
      id: "c",
      cell_type: "code",
      source: "show(table)",
      metadata: { label: "tbl-a", "tbl-cap": "Caption" },
      execution_count: 2,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["\u001b[31mred\u001b[0m\n"] },
        {
          output_type: "display_data",
          data: { "text/html": ["<b>1</b>"], "text/plain": "1" },
          metadata: {},
        },
        {
          output_type: "execute_result",
          data: { "image/png": "iVBORw0KGgo=" },
          metadata: {},
          execution_count: 2,
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["at x"] },
      ],
    },
  ],
};
const site = {
  schema: 1,
  renderer: "builtin",
  files: { "index.html": { key: "k", hash: "h" } },
  warnings: { "index.html": ["w"] },
};

export const documentTargets = [
  {
    name: "paper",
    weight: 6,
    seeds: async () => [
      one("small", "cooper2023.json", await project("papers/cooper2023.json")),
      one("other", "xia2024.json", await project("papers/xia2024.json")),
    ],
    read: (folder, { seed }) =>
      loadPaper(Object.keys(seed.files)[0].replace(/\.json$/, ""), folder),
    check: (paper) => (paper.schema === 1 && paper.claims.length > 0 ? undefined : "no paper"),
  },
  {
    name: "search",
    weight: 5,
    seeds: [one("record", "a.json", json(search)), one("space", "a.json", json(search.space))],
    read: (folder, { seed }) =>
      seed.name === "record"
        ? readSearch(join(folder, "a.json"))
        : readSpaceFile(join(folder, "a.json")),
    check: (read, { seed }) =>
      seed.name === "space" || read.trials[read.best]?.value !== undefined
        ? undefined
        : "no best trial",
  },
  {
    name: "sweep",
    weight: 4,
    seeds: [one("file", "a.json", json(sweep))],
    read: (folder) => readSweepFile(join(folder, "a.json")),
    check: () => undefined,
  },
  {
    name: "notebook",
    weight: 6,
    seeds: [one("file", "a.ipynb", json(notebook))],
    read: async (folder) => {
      const read = await notebooks.readNotebook(join(folder, "a.ipynb"));
      return notebooks.notebookParameters(read);
    },
    check: () => undefined,
  },
  {
    name: "notebook-page",
    weight: 5,
    seeds: [one("file", "a.ipynb", json(notebook))],
    read: async (folder) => {
      const read = await pages.readNotebook(join(folder, "a.ipynb"));
      return notebookPage === undefined ? read : notebookPage(read, {});
    },
    check: () => undefined,
  },
  {
    name: "site-state",
    weight: 4,
    seeds: [one("file", ".moviola-site.json", json(site))],
    read: (folder) => readSiteState(folder),
    check: () => undefined,
  },
  {
    name: "registry",
    weight: 4,
    seeds: async () => [
      one("data", "a.json", await project("data/registry.json")),
      one("models", "a.json", await project("data/models.json")),
    ],
    read: (folder, { seed }) =>
      (seed.name === "data" ? loadRegistry : loadModelRegistry)(join(folder, "a.json")),
    check: () => undefined,
  },
  {
    name: "companions",
    weight: 2,
    seeds: [
      one("texts", "text/a.json", json({ i1: "A plot", i2: "Another", i3: "" })),
      one(
        "table",
        "text/a.csv",
        Buffer.from('item_id,overview,imdb_id\ni1,"A plot, long",tt1\ni2,x,tt2\n'),
        "text",
      ),
      one("posters", "text/p.csv", Buffer.from("item_id,file\ni1,1.jpg\ni2,../2.jpg\n"), "text"),
    ],
    read: async (folder, { seed }) => {
      const path = join(folder, Object.keys(seed.files)[0]);
      return (seed.name === "posters" ? joinPosters : joinTexts)(await small(), path);
    },
    check: ({ dataset }) => (dataset.nRatings === rows.length ? undefined : "other ratings"),
  },
];
