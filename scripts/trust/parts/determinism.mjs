/** The same seed, the same bytes: a bit of everything is computed again with one thing changed at a time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeness } from "../determinism/closeness.mjs";
import { compute, copyOf } from "../determinism/compute.mjs";
import { Memory } from "../determinism/memory.mjs";
import { variants } from "../determinism/variants.mjs";

/** Data that a variant computes on beside the demo set, where it is on this machine. */
const furtherData = "ml-100k";
const again = "npm run trust -- --only determinism";
export default {
  name: "determinism",
  title: "The same seed, the same bytes",
  promise:
    "Equal seeds give equal bytes on one platform: over runs, threads, releases of Node, languages, time zones, folders, the order of files and the day.",

  async run({ root, seed, isQuick, say }) {
    const work = mkdtempSync(join(tmpdir(), "moviola determinism "));
    try {
      const datasets = ["demo", ...((await hasData(root)) ? [furtherData] : [])];
      const settings = { seed, datasets, withPage: true };
      const memory = await Memory.open(root, settings);
      const known = (name, variant, home = root) =>
        memory.take(name, () => compute(home, join(work, name), settings, variant));
      const base = await known("base", {});
      if (base.failure !== undefined) throw new Error(`the probe itself failed: ${base.failure}`);
      say(`${Object.keys(base.prints).length} hashes to hold`);
      const outcomes = await vary({ root, work, known, base, isQuick, say });
      const control = await otherSeed({ root, work, settings, base, memory });
      const kernels = await otherKernels({ known, base });
      const result = facts({ base, outcomes, control, kernels, datasets, nTaken: memory.nTaken });
      memory.close();
      return result;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

async function hasData(root) {
  const { findDataset } = await import(join(root, "dist", "data", "index.js"));
  return (await findDataset(furtherData)) !== undefined;
}

async function vary({ root, work, known, base, isQuick, say }) {
  const outcomes = [];
  for (const variant of variants({ root, isQuick })) {
    const { what, how } = variant;
    if (variant.unreachable) {
      outcomes.push({ what, how, state: "not reached", differing: [] });
      continue;
    }
    const home = variant.copied ? copyOf(root, join(work, "another place")) : root;
    const { prints, failure } = await known(
      `${what} ${how}`.replaceAll(/\W+/g, "-"),
      variant,
      home,
    );
    const differing = failure === undefined ? differences(base.prints, prints) : [];
    const nHashes = Object.keys(prints).length;
    outcomes.push({ what, how, failure, differing, nHashes });
    say(`${what}, ${how}: ${failure ?? `${differing.length} of ${nHashes} differ`}`);
  }
  return outcomes;
}

function differences(one, other) {
  return Object.keys({ ...one, ...other }).filter((name) => one[name] !== other[name]);
}

/** A comparison that cannot fail shows nothing: with another seed, what is drawn has to differ. */
async function otherSeed({ root, work, settings, base, memory }) {
  const other = { ...settings, seed: settings.seed + 1, withPage: false };
  const { prints, failure } = await memory.take("another-seed", () =>
    compute(root, join(work, "another seed"), other, {}),
  );
  const drawn = Object.keys(prints).filter((name) => /: (run [^,]+,|lists of) /.test(name));
  const same = drawn.filter((name) => prints[name] === base.prints[name]);
  return { failure, nDrawn: drawn.length, same };
}

/** The readable twins of the kernels add in another order: as far apart as another machine may be. */
async function otherKernels({ known, base }) {
  const { values = {}, failure } = await known("twins", { env: { MOVIOLA_KERNELS: "typescript" } });
  return { failure, ...closeness(base.values, values) };
}

function facts({ base, outcomes, control, kernels, datasets, nTaken }) {
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
        what: "results that another seed changes",
        value: control.nDrawn - control.same.length,
        unit: "",
        note: `of ${control.nDrawn}: the comparison sees a difference`,
      },
      {
        what: "largest difference of a metric, twin kernels",
        value: kernels.largest,
        unit: "",
        note: `relative; up to ${kernels.tolerance} is promised`,
      },
    ],
    tables: [variantTable(outcomes), resultTable(base.prints), kernels.table],
    faults: [...wrong.map(faultOf), ...controlFaults(control), ...kernelFaults(kernels)],
    remarks: remarks(datasets, outcomes, nTaken),
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
    how: again,
  };
}

function controlFaults({ failure, nDrawn, same }) {
  if (failure === undefined && nDrawn > 0 && same.length === 0) return [];
  const what = failure ?? `the same bytes with another seed: ${same.slice(0, 6).join("; ")}`;
  return [{ where: "another seed", what, how: again }];
}

function kernelFaults({ failure, faults }) {
  return failure === undefined ? faults : [{ where: "twin kernels", what: failure, how: again }];
}

function remarks(datasets, outcomes, nTaken) {
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
    ...(nTaken === 0
      ? []
      : [
          `${nTaken} computations were taken from a start of this part that was interrupted, on the same code.`,
        ]),
    "Not tried: other processors and operating systems, a GPU.",
  ];
}
