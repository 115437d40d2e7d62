/** The packed package in an empty project, by several releases of Node: installed, asked, and put to work. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, npm } from "./npm.mjs";

const program = `import * as moviola from "moviola";
const dataset = await moviola.loadDataset("demo");
const liked = moviola.positivesByThreshold(dataset, 4);
const split = moviola.makeSplit(liked, { name: "per-user-random", seed: 1 });
const { record } = await moviola.runExperiment({ dataset: liked, split, model: "item-knn" });
console.log(record.metrics["ndcg@10"].mean);
process.exit(0);
`;
/** What README and `moviola --help` show first, and the notebook that a newcomer opens. */
const steps = [
  ["--version"],
  ["doctor"],
  ["recommend", "item-knn", "--data", "demo", "--users", "u001"],
  ["data", "split", "demo", "--recipe", "per-user-random", "--threshold", "4", "--out", "split"],
  [
    "evaluate",
    "item-knn",
    "--train",
    "split/train.tsv",
    "--valid",
    "split/valid.tsv",
    "--test",
    "split/test.tsv",
  ],
  [
    "run",
    "node_modules/moviola/notebooks/00-quick-start.ipynb",
    "-p",
    "datasetName=demo",
    "--out",
    "quick-start.ipynb",
  ],
];

/** `{ version, packages, value, steps: [{ words, code, said }] }` of one release of Node. */
export async function tryAs({ version, node, tarball, folder }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const words = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    tarball,
  ];
  const installed = await npm(words, { cwd: folder, node });
  if (installed.code !== 0)
    return { version, steps: [{ words: ["npm install"], ...said(installed) }] };
  const packages = Number(/added (\d+) package/.exec(installed.output)?.[1] ?? 0);
  writeFileSync(join(folder, "first.mjs"), program);
  const first = await call(node, ["first.mjs"], { cwd: folder });
  const outcomes = [{ words: ["a program of seven lines"], ...said(first) }];
  const main = join(folder, "node_modules", "moviola", "dist", "cli", "main.js");
  for (const step of steps) {
    outcomes.push({
      words: ["moviola", ...step],
      ...said(await call(node, [main, ...step], { cwd: folder })),
    });
  }
  return { version, packages, value: first.output.trim(), steps: outcomes };
}

function said({ code, output, errors }) {
  // Nothing said is a failure too: these commands all answer.
  return {
    code: code === 0 && output.trim() === "" ? "silent" : code,
    said: `${output}${errors}`.trim().slice(-300),
  };
}
