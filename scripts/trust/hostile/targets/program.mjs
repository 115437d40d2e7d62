/** The program `moviola` as a process of its own, on mutated files. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distFolder } from "../library.mjs";
import { arrayTargets } from "./arrays.mjs";
import { documentTargets } from "./documents.mjs";
import { fileTargets } from "./files.mjs";
import { ratingTargets, rows } from "./ratings.mjs";
import { storeTargets } from "./stores.mjs";

const others = [
  ...ratingTargets,
  ...arrayTargets,
  ...storeTargets,
  ...documentTargets,
  ...fileTargets,
];

async function seedFrom(targetName, seedName, name, words, more = {}) {
  const target = others.find((one) => one.name === targetName);
  const seeds = typeof target.seeds === "function" ? await target.seeds() : target.seeds;
  const seed = seeds.find((one) => one.name === seedName);
  return { ...seed, ...more, name, words, files: { ...seed.files, ...more.files } };
}

const train = Buffer.from(`user\titem\trating\ttimestamp\n${part(0, 4)}`);
const test = Buffer.from(`user\titem\trating\ttimestamp\n${part(4, 5)}`);

/** Every fifth row is held out. */
function part(from, before) {
  const held = rows.filter((_row, at) => at % 5 >= from && at % 5 < before);
  return held.map(([user, item, ...rest]) => `u${user}\ti${item}\t${rest.join("\t")}\n`).join("");
}

const given = { files: { "train.tsv": train, "test.tsv": test } };
const parts = ["--train", "train.tsv", "--test", "test.tsv"];

async function programSeeds() {
  return [
    await seedFrom("folder", "100k", "data-check", ["data", "check", "."]),
    await seedFrom("table", "comma", "table-check", ["data", "check", "table.csv"]),
    await seedFrom(
      "lists",
      "tsv",
      "score",
      ["score", ...parts, "--recommendations", "a.tsv"],
      given,
    ),
    {
      name: "evaluate",
      ...given,
      forms: { "train.tsv": "text", "test.tsv": "text" },
      words: ["evaluate", "popularity", ...parts],
    },
    {
      name: "recommend",
      ...given,
      forms: { "train.tsv": "text" },
      words: ["recommend", "item-knn", "--train", "train.tsv", "--users", "u1"],
    },
    await seedFrom("search", "record", "search", ["search", "a.json"]),
    await seedFrom("sweep", "file", "sweep", ["sweep", "a.json", "--list"]),
    { ...(await seedFrom("run-store", "run", "runs", ["runs", "list"])), isStore: true },
    await seedFrom(
      "vectors",
      "npy",
      "features",
      ["evaluate", "vbpr", ...parts, "--features", "image=a.npy", "--set", "epochs=1"],
      given,
    ),
    await seedFrom("notebook", "file", "notebook", ["run", "a.ipynb", "--parameter", "seed=x"]),
  ];
}

/** Runs the program; resolves to how it ended. Runs that it makes go into a folder of their own. */
async function runProgram({ words, isStore = false }, folder) {
  if (isStore) return startProgram(words, folder, join(folder, "store"));
  const runs = await mkdtemp(join(tmpdir(), "moviola-hostile-runs-"));
  try {
    return await startProgram(words, folder, runs);
  } finally {
    await rm(runs, { recursive: true, force: true });
  }
}

function startProgram(words, folder, runs) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      MOVIOLA_RUNS: runs,
      MOVIOLA_DATA: join(folder, "none"),
      NO_COLOR: "1",
    };
    delete env.NODE_CHANNEL_FD;
    const child = spawn(
      process.execPath,
      [join(distFolder, "cli", "main.js"), ...words, "--json"],
      {
        cwd: folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const output = { out: "", err: "" };
    child.stdout.on("data", (data) => (output.out += data));
    child.stderr.on("data", (data) => (output.err += data));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...output }));
  });
}

function codeOf({ code, err }) {
  if (code === 0) return undefined;
  try {
    return JSON.parse(err.slice(err.indexOf("{"))).error.code;
  } catch {
    return "no code";
  }
}

export const programTargets = [
  {
    name: "program",
    weight: 0.4,
    seeds: programSeeds,
    placeOf: (files) =>
      "run.json" in files
        ? storeTargets.find(({ name }) => name === "run-store").placeOf(files)
        : "",
    read: (folder, { seed }) => runProgram(seed, folder),
    codeOf: (ended) => {
      const code = codeOf(ended);
      return code === "no code" || code === "E_CLI_UNFORESEEN" || ended.signal !== null
        ? undefined
        : code;
    },
    check: (ended) => {
      const { code, signal, err, out } = ended;
      if (signal !== null) return `ended by ${signal}`;
      if (code !== 0) return `${codeOf(ended)}: ${err.slice(0, 300)}`;
      if (/^\s+at .*:\d+:\d+\)?$/m.test(err)) return "a stack trace without --debug";
      try {
        JSON.parse(out);
        return undefined;
      } catch {
        return `no JSON: ${out.slice(0, 60)}`;
      }
    },
  },
];
