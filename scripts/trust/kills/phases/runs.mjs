/** Phases that fill a run store: one run, a search, a sweep. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { library, program } from "../library.mjs";

const files = ["train", "valid", "test"].flatMap((part) => [`--${part}`, `split/${part}.tsv`]);

/** The split that all cases read. */
function lay({ shared, folder }) {
  cpSync(join(shared, "split"), join(folder, "split"), { recursive: true });
}

/** The group that a path is whole with: a run's folder, else the file alone. */
function groupOf(path) {
  return /^runs\/[0-9a-f]{16}(?=\/)/.exec(path)?.[0] ?? path;
}

/** A sweep's note on a unit may say that it failed: the next run tries it again. */
function says({ folder, group }) {
  if (!group.startsWith("runs/sweep-units/")) return false;
  return JSON.parse(readFileSync(join(folder, group), "utf8")).failure !== undefined;
}

/** Every folder that bears the name of a run reads as that run. */
async function judge({ root, folder }) {
  const directory = join(folder, "runs");
  if (!existsSync(directory)) return [];
  const { RunStore } = await library(root, "experiment/index.js");
  const store = new RunStore(directory);
  const names = readdirSync(directory).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const listed = (await store.list({ part: "any" })).map(({ id }) => id);
  const faults = names.filter((name) => !listed.includes(name)).map((id) => `${id} is not listed`);
  for (const id of names) {
    const read = await store.read(id).then(
      (run) => run?.record.id,
      (error) => error.code,
    );
    if (read !== id) faults.push(`run ${id} reads as ${read}`);
  }
  return faults;
}

const outputs = ["--recommendations", "mine.tsv", "--per-user", "users.tsv"];

export const runStore = {
  name: "run store",
  command: "moviola evaluate",
  ...{ lay, groupOf, judge },
  words: ({ root }) => program(root, "evaluate", "item-knn", ...files, "--out", "runs", ...outputs),
};

/** Every other case in this thread alone. */
function workersOf(place) {
  return place % 2 === 0 ? "2" : "1";
}

export const tuning = {
  name: "tuning",
  command: "moviola tune",
  ...{ lay, groupOf, judge },
  kinds: 2,
  words: ({ root, place }) =>
    program(
      root,
      ...["tune", "item-knn", ...files, "--budget", "3", "--workers", workersOf(place)],
      ...["--store", "runs", "--out", "search.json"],
    ),
};

const sweepFile = {
  datasets: [{ data: "demo", threshold: 4 }],
  splits: [{ name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1 }],
  models: ["popularity", { model: "item-knn", config: { neighbours: [20, 50] } }],
  seeds: [1],
  metrics: ["ndcg"],
  topK: [10],
};

export const sweep = {
  name: "sweep",
  command: "moviola sweep",
  ...{ groupOf, judge, says },
  lay: ({ folder }) => writeFileSync(join(folder, "sweep.json"), JSON.stringify(sweepFile)),
  kinds: 2,
  words: ({ root, place }) =>
    program(root, "sweep", "sweep.json", "--workers", workersOf(place), "--out", "runs"),
};
