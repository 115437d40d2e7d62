/** The words of a command line, mutated: every command that neither fetches, installs nor runs for long. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { library } from "../library.mjs";
import { rows } from "./ratings.mjs";

const { buildProgram } = await library("cli/program.js");
const { describeError } = await library("cli/support/report-error.js");

/** Stands for the folder of the case in the words. */
const here = "{in}";
/**
 * Commands that fetch, install, start programs or take their time, with or without a mutation: `data check` without
 * a path reads every data set of the machine.
 */
const heavy =
  /^(doctor|features|kernel|models get|quarto|reports|reproduce|run|tune|data get)\b|^data check$/;

const part = (from, before) =>
  rows
    .filter((_row, at) => at % 5 >= from && at % 5 < before)
    .map(([user, item, ...rest]) => `u${user}\ti${item}\t${rest.join("\t")}\n`)
    .join("");
const tables = {
  "train.tsv": Buffer.from(`user\titem\trating\ttimestamp\n${part(0, 4)}`),
  "test.tsv": Buffer.from(`user\titem\trating\ttimestamp\n${part(4, 5)}`),
  "lists.tsv": Buffer.from(`user\titem\tscore\n${part(0, 5).replace(/\t\d+\n/g, "\n")}`),
};
const parts = ["--train", `${here}/train.tsv`, "--test", `${here}/test.tsv`];
const lines = {
  evaluate: ["evaluate", "item-knn", ...parts, "--set", "neighbours=5", "--top-k", "5", "--json"],
  rating: [
    "evaluate",
    "user-mean",
    ...parts,
    "--task",
    "rating",
    "--seed",
    "1",
    "--metrics",
    "rmse",
  ],
  score: [
    "score",
    ...parts,
    "--recommendations",
    `${here}/lists.tsv`,
    "--metrics",
    "ndcg,recall@5",
  ],
  recommend: [
    "recommend",
    "item-knn",
    "--train",
    `${here}/train.tsv`,
    "--users",
    "u1",
    "--top-k",
    "3",
  ],
  check: ["data", "check", `${here}/train.tsv`, "--json"],
  list: ["data", "list", "--json"],
  models: ["models", "als", "--json"],
  runs: ["runs", "list", "--model", "als", "--json"],
  show: ["runs", "show", "0123456789abcdef"],
  compare: ["runs", "compare", "0123456789abcdef", "fedcba9876543210"],
  verdicts: ["verdicts", "xia2024", "--json"],
  search: ["search", `${here}/none.json`],
  sweep: ["sweep", `${here}/none.json`, "--list", "--shard", "1/2"],
  help: ["help", "evaluate"],
};

const seeds = Object.entries(lines).map(([name, words]) => ({
  name,
  files: { "argv.json": Buffer.from(JSON.stringify(words)), ...tables },
  forms: { "argv.json": "json" },
}));

/** Words as a shell could hand them over: any value becomes text, of a file that is no list each line. */
function wordsOf(bytes, folder) {
  const text = bytes.toString("utf8");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    value = text.split("\n");
  }
  const list = Array.isArray(value) ? value.slice(0, 50) : [value];
  return list.map((word) => plain(word).replaceAll(here, folder).slice(0, 100_000));
}

function plain(word) {
  if (typeof word === "string") return word;
  try {
    return JSON.stringify(word) ?? "";
  } catch {
    return "deep";
  }
}

/** Runs the words in this process, what they print unseen; resolves to true where the program would end with 0. */
async function runWords(words) {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    const program = await buildProgram(words);
    await program.parseAsync(words, { from: "user" });
    return process.exitCode ?? 0;
  } catch (error) {
    // Help and version end like that, as the program itself has it.
    if (error.name === "CommanderError") return error.exitCode === 0 ? 0 : 2;
    describeError(error, { debug: false, json: true });
    throw error;
  } finally {
    process.stdout.write = write;
    process.exitCode = undefined;
  }
}

/** What runs and features the words make goes into a folder of its own. */
async function withStores(action) {
  const folder = mkdtempSync(join(tmpdir(), "moviola-hostile-argv-"));
  const names = { MOVIOLA_RUNS: "runs", MOVIOLA_FEATURES: "features", MOVIOLA_DATA: "data" };
  for (const [name, place] of Object.entries(names)) process.env[name] = join(folder, place);
  try {
    return await action();
  } finally {
    for (const name of Object.keys(names)) delete process.env[name];
    rmSync(folder, { recursive: true, force: true });
  }
}

export const argumentTargets = [
  {
    name: "arguments",
    weight: 4,
    seeds,
    read: async (folder, { files }) => {
      const words = wordsOf(files["argv.json"], folder);
      if (heavy.test(words.filter((word) => !word.startsWith("-")).join(" "))) return 0;
      return withStores(() => runWords(words));
    },
    check: (code) => (Number.isInteger(code) ? undefined : `exit code ${code}`),
  },
];
