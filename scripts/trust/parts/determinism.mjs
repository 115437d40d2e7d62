/** The same seed, the same bytes: a bit of everything is computed again with one thing changed at a time. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { closeness } from "../determinism/closeness.mjs";
import { variants } from "../determinism/variants.mjs";

const probe = join(import.meta.dirname, "../determinism/probe.mjs");
/** Data that a variant computes on beside the demo set, where it is on this machine. */
const furtherData = "ml-100k";
/** Settings of the shell that would change what is varied here. */
const cleared = [
  "TZ",
  "LANG",
  "LC_ALL",
  "LANGUAGE",
  "MOVIOLA_THREADS",
  "MOVIOLA_KERNELS",
  "MOVIOLA_RUNS",
];

export default {
  name: "determinism",
  title: "The same seed, the same bytes",
  promise:
    "Equal seeds give equal bytes on one platform: over runs, threads, releases of Node, languages, time zones, folders, the order of files and the day.",

  async run({ root, seed, isQuick, say }) {
    const work = mkdtempSync(join(tmpdir(), "moviola determinism "));
    try {
      const datasets = ["demo", ...((await hasData(root)) ? [furtherData] : [])];
      const settings = { seed, isQuick, datasets, withPage: true };
      const base = await compute(root, join(work, "base"), settings, {});
      if (base.failure !== undefined) throw new Error(`the probe itself failed: ${base.failure}`);
      say(`${Object.keys(base.prints).length} hashes to hold`);
      const outcomes = await vary({ root, work, settings, base, isQuick, say });
      const kernels = await otherKernels({ root, work, settings, base });
      return facts({ base, outcomes, kernels, datasets });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

async function hasData(root) {
  const { findDataset } = await import(join(root, "dist", "data", "index.js"));
  return (await findDataset(furtherData)) !== undefined;
}

async function vary({ root, work, settings, base, isQuick, say }) {
  const outcomes = [];
  for (const [at, variant] of variants({ root, isQuick }).entries()) {
    const { what, how } = variant;
    if (variant.unreachable) {
      outcomes.push({ what, how, state: "not reached", differing: [] });
      continue;
    }
    const home = variant.copied ? copyOf(root, join(work, `another place ${at}`)) : root;
    const { prints, failure } = await compute(home, join(work, `variant ${at}`), settings, variant);
    const names = Object.keys({ ...base.prints, ...prints });
    const differing =
      failure === undefined ? names.filter((name) => prints[name] !== base.prints[name]) : [];
    outcomes.push({ what, how, failure, differing, nHashes: names.length });
    say(`${what}, ${how}: ${failure ?? `${differing.length} of ${names.length} differ`}`);
    rmSync(join(work, `variant ${at}`), { recursive: true, force: true });
  }
  return outcomes;
}

/** What the library needs to run, elsewhere; the packages are shared. */
function copyOf(root, folder) {
  mkdirSync(folder);
  const names = ["dist", "data", "papers", "reports", "docs", "notebooks"];
  const files = ["package.json", "package-lock.json", "_quarto.yml", "CITATION.cff"];
  for (const name of [...names, ...files]) {
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Hashes by name, metrics by name; or how the process ended. */
function compute(root, folder, settings, { node = process.execPath, flags = [], env = {} }) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !cleared.includes(key)),
  );
  const data = [process.env.MOVIOLA_DATA, resolve(root, "../shared/data")].filter(Boolean);
  const own = {
    MOVIOLA_CACHE: join(folder, "cache"),
    MOVIOLA_DATA: data.join(process.platform === "win32" ? ";" : ":"),
  };
  mkdirSync(folder, { recursive: true });
  const words = [
    ...flags,
    "--no-warnings",
    probe,
    join(root, "dist"),
    folder,
    JSON.stringify(settings),
  ];
  return new Promise((done) => {
    let said = "";
    const child = spawn(node, words, {
      cwd: folder,
      env: { ...inherited, TZ: "UTC", LANG: "C.UTF-8", ...own, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.on("data", (text) => (said = `${said}${text}`.slice(-2000)));
    child.on("close", (code) => {
      if (code !== 0)
        return done({ prints: {}, failure: `ended with ${code}: ${said.trim().slice(-400)}` });
      const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
      done({ prints: read("prints"), values: read("values") });
    });
  });
}

/** The readable twins of the kernels add in another order: as far apart as another machine may be. */
async function otherKernels({ root, work, settings, base }) {
  const env = { MOVIOLA_KERNELS: "typescript" };
  const options = { ...settings, withPage: false, isQuick: true };
  const { values = {}, failure } = await compute(root, join(work, "twins"), options, { env });
  return { failure, ...closeness(base.values, values) };
}

function facts({ base, outcomes, kernels, datasets }) {
  const ran = outcomes.filter(({ state }) => state !== "not reached");
  const bytes = ran.reduce((sum, { nHashes = 0 }) => sum + nHashes, 0);
  const wrong = outcomes.filter(
    ({ failure, differing }) => failure !== undefined || differing.length > 0,
  );
  return {
    figures: [
      { what: "variants", value: ran.length, unit: "", note: "one thing changed in each" },
      {
        what: "results held byte for byte",
        value: Object.keys(base.prints).length,
        unit: "",
        note: "in each variant",
      },
      { what: "comparisons", value: bytes, unit: "", note: "hashes of files, columns and pages" },
      { what: "variants that differ", value: wrong.length, unit: "", note: "" },
      {
        what: "largest difference of a metric, twin kernels",
        value: kernels.largest,
        unit: "",
        note: `relative; up to ${kernels.tolerance} is promised`,
      },
    ],
    tables: [variantTable(outcomes), resultTable(base.prints), kernels.table],
    faults: [...wrong.map(faultOf), ...kernels.faults],
    remarks: remarks(datasets, outcomes),
  };
}

function variantTable(outcomes) {
  const stateOf = ({ state, failure, differing }) =>
    state ?? failure ?? (differing.length === 0 ? "same bytes" : `${differing.length} differ`);
  return {
    caption: "What was changed, and what became of the bytes.",
    columns: ["changed", "to", "results compared", "outcome"],
    rows: outcomes.map((one) => [one.what, one.how, one.nHashes ?? 0, stateOf(one)]),
  };
}

/** What was computed, by kind. */
function resultTable(prints) {
  const kinds = new Map();
  for (const name of Object.keys(prints)) {
    const [data, rest] = name.includes(": ") ? name.split(": ") : ["demo", name];
    const kind = /^(run|saved|lists|split|features)/.exec(rest)?.[0];
    const word =
      kind === "run"
        ? rest.endsWith("record")
          ? "records of runs"
          : /units$/.test(rest)
            ? "columns of runs (Parquet)"
            : rest
        : ({
            saved: "saved models",
            lists: "recommendation lists",
            split: "rows of splits",
            features: "features",
          }[kind] ?? rest);
    const key = `${data}|${word}`;
    kinds.set(key, (kinds.get(key) ?? 0) + 1);
  }
  return {
    caption: "What was compared.",
    columns: ["data", "result", "how many"],
    rows: [...kinds].map(([key, count]) => [...key.split("|"), count]),
  };
}

function faultOf({ what, how, failure, differing }) {
  const names = `${differing.slice(0, 6).join("; ")}${differing.length > 6 ? "; ..." : ""}`;
  return {
    where: `${what}, ${how}`,
    what: failure ?? `other bytes in ${differing.length} results: ${names}`,
    how: "npm run trust -- --only determinism",
  };
}

function remarks(datasets, outcomes) {
  const missed = outcomes.filter(({ state }) => state === "not reached").map(({ how }) => how);
  return [
    "The level reached here is: the same bytes on one platform. Across machines the promise is a tolerance, since processors and builds of ONNX Runtime may add in another order.",
    "test/compute/kernels holds every kernel to its twin, and the goldens of test/models hold fitted models to independent implementations, each with its stated tolerance.",
    "Left out of the comparison, since they are meant to differ: times, memory, and the manifest’s environment (commit, Node, platform, device).",
    ...(datasets.includes(furtherData)
      ? []
      : [`${furtherData} is not on this machine: the demo set alone was computed on.`]),
    ...(missed.length === 0
      ? []
      : [`Not reached: Node ${missed.join(", ")}; the registry did not give it.`]),
    "Not tried: other processors and operating systems, a GPU.",
  ];
}
