/** What is made of notebooks, papers and stored runs: pages, complaints, verdicts, answers to queries. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { library } from "../library.mjs";
import { smallDataset } from "../seed-files.mjs";
import { documentTargets } from "./documents.mjs";
import { rows } from "./ratings.mjs";
import { storeTargets } from "./stores.mjs";

const { makeSplit } = await library("data/index.js");
const { checkNotebook } = await library("notebook/index.js");
const { loadPaper, verdicts } = await library("papers/index.js");
const { compareRuns, runExperiment, RunStore } = await library("experiment/index.js");
const { buildSite } = await library("report/index.js");

const target = (list, name) => list.find((one) => one.name === name);
const notebook = target(documentTargets, "notebook");
const paper = target(documentTargets, "paper");
const runStore = target(storeTargets, "run-store");
const findings = [
  "supported",
  "supported in part",
  "contradicted",
  "not distinguishable",
  "not testable here",
];

let runsPromise;
const givenRuns = () => (runsPromise ??= makeRuns());

/** Runs that claims can be tested on: of models that the papers name, on rows that are not invented. */
async function makeRuns() {
  const dataset = await smallDataset(rows);
  const split = makeSplit(dataset, { name: "per-user-random", seed: 1 });
  const runs = [];
  for (const [model, config] of [
    ["global-mean", {}],
    ["bias", {}],
    ["biased-mf", { epochs: 1 }],
    ["popularity", {}],
    ["item-knn", {}],
  ]) {
    const { record, units } = await runExperiment({ dataset, split, model, config, store: false });
    runs.push({ record, units });
  }
  return runs;
}

/** What does not hold for any verdict, whatever the claim says. */
function verdictFault(verdict) {
  const { claim, finding, reason, tests } = verdict;
  if (!findings.includes(finding)) return `${claim}: ${finding}`;
  if (typeof reason !== "string" || reason === "") return `${claim}: no reason`;
  const odd = tests.find(
    ({ correctedP, pValue }) => !(correctedP >= pValue && correctedP <= 1 && pValue >= 0),
  );
  return odd === undefined ? undefined : `${claim}: p ${odd.pValue}, corrected ${odd.correctedP}`;
}

export const pageTargets = [
  {
    name: "site",
    weight: 2,
    seeds: notebook.seeds,
    writesTo: "out",
    read: async (folder, { out }) => {
      const outputFolder = join(out, "set");
      const notebooks = [join(folder, "a.ipynb")];
      const options = { notebooks, outputFolder, renderer: "builtin", projectFolder: folder };
      const { pages } = await buildSite(options);
      await access(join(outputFolder, "a.html"));
      return pages;
    },
    check: (pages) => (pages.length === 1 ? undefined : `${pages.length} pages`),
  },
  {
    name: "notebook-check",
    weight: 3,
    seeds: notebook.seeds,
    read: (folder) => checkNotebook(join(folder, "a.ipynb")),
    check: (problems) => (Array.isArray(problems) ? undefined : "no list"),
  },
  {
    name: "claims",
    weight: 5,
    seeds: paper.seeds,
    read: async (folder, context) => {
      const read = await paper.read(folder, context);
      return verdicts(read, await givenRuns(), { rounds: 50 });
    },
    check: (all) => all.map(verdictFault).find((fault) => fault !== undefined),
  },
  {
    name: "run-query",
    weight: 1,
    seeds: runStore.seeds,
    placeOf: runStore.placeOf,
    read: async (folder) => {
      const store = new RunStore(join(folder, "store"));
      const found = await store.list();
      const runs = await Promise.all(found.map(({ id }) => store.read(id)));
      if (runs.length > 0) compareRuns(runs, { rounds: 50 });
      const [{ n }] = await store.query("select count(*) as n from runs");
      await store.query("select * from metrics");
      await store.query("select * from units");
      return { found, n };
    },
    check: ({ found, n }) =>
      Number(n) === found.length ? undefined : `${n} rows of ${found.length} runs`,
  },
];
