/**
 * Mutated files against every reader and the program, in chunks that are kept: a run that was stopped goes on. A fifth
 * of the chunks is guided by coverage. `MOVIOLA_HOSTILE_CASES` says how many cases; default 100,000, quick 3,000.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addUp, partFaults, readerTable } from "../hostile/facts.mjs";
import { markupFacts } from "../hostile/markup.mjs";
import { Kept } from "../kills/keep.mjs";

const count = { whole: 100_000, quick: 3_000 };
const chunk = 1_000;
/** Every so many chunks one keeps what reaches new code and mutates it further. */
const guidedEvery = 5;

/** Runs the harness on a chunk; resolves to its summary. */
function runChunk({ root, folder, name, seed, cases, isGuided }) {
  const out = join(folder, `${name}.json`);
  const words = ["--count", String(cases), "--seed", String(seed), "--out", out];
  const script = join(root, "scripts", "trust", "hostile.mjs");
  const all = [script, ...words, "--faults", join(folder, "faults")];
  const child = spawn(process.execPath, isGuided ? [...all, "--guided"] : all, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => (errors = `${errors}${text}`.slice(-1000)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 || code === 1) resolve(JSON.parse(readFileSync(out, "utf8")));
      else reject(new Error(`the harness ended with ${code}: ${errors}`));
    });
  });
}

/** Over the harness itself: its other state makes other cases. */
function harnessHash() {
  const folder = fileURLToPath(new URL("../hostile/", import.meta.url));
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".mjs"));
  const hash = createHash("sha256");
  for (const name of files.sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 8);
}

async function runAll({ root, seed, isQuick, say }) {
  const kept = new Kept(root, "hostile", `${seed}-${harnessHash()}${isQuick ? "-quick" : ""}`);
  const folder = join(root, "node_modules", ".cache", "moviola", "trust", "hostile-chunks");
  mkdirSync(folder, { recursive: true });
  const asked = process.env.MOVIOLA_HOSTILE_CASES;
  const total = Number(asked ?? (isQuick ? count.quick : count.whole));
  const summaries = [];
  for (let done = 0, at = 0; done < total; at++) {
    const name = `chunk-${at}`;
    const isGuided = at % guidedEvery === guidedEvery - 1;
    const job = { root, folder, name, seed: seed * 1000 + at, cases: chunk, isGuided };
    const summary = kept.find(name) ?? (await runChunk(job));
    kept.keep(name, summary);
    summaries.push(summary);
    done += summary.cases;
    say(`${done} of ${total} cases, ${summary.faults} faults in the last ${summary.cases}`);
  }
  return summaries;
}

export default {
  name: "hostile",
  title: "Files from strangers",
  promise:
    "Whatever stands in a file or on a command line, it ends in data or in an error with a code: no crash, no hang, bounded memory, no wrong number, nothing written elsewhere; planted markup never runs.",
  async run({ root, seed, isQuick, say }) {
    const summaries = await runAll({ root, seed, isQuick, say });
    const found = summaries.flatMap(({ faultList }) => faultList);
    const readers = addUp(summaries);
    const sum = (name) => Object.values(readers).reduce((all, reader) => all + reader[name], 0);
    const cases = sum("cases");
    const guided = summaries.filter(({ isGuided }) => isGuided);
    const nGuided = guided.reduce((all, summary) => all + summary.cases, 0);
    say("planted markup in a browser");
    const markup = await markupFacts(root);
    const figure = (what, value, note = "") => ({ what, value, unit: "", note });
    return {
      figures: [
        figure("mutated files and command lines", cases, `${nGuided} of them guided by coverage`),
        figure("readers", Object.keys(readers).length),
        figure("ended in data", sum("data")),
        figure("ended in an error with a code", cases - sum("data") - found.length),
        figure("broke the promise", found.length),
        figure("places with planted markup", markup.places, "twenty payloads each"),
        figure("pages of planted markup that stayed inert", markup.passed),
      ],
      tables: [readerTable(readers, found)],
      faults: [...partFaults(found), ...markup.failures],
      remarks: [
        "A hang is more than 5 seconds of processor time in one case, or no end within a minute; memory may rise by 512 MiB in a case.",
        "Numbers are judged where a second, simpler reader can be: ratings in tables and lines, arrays, marks of hand-ins.",
        "Command lines that fetch, install, run notebooks or search for long are mutated in the files they read only.",
        ...(markup.skipped > 0
          ? [`${markup.skipped} tests of planted markup were left out: there was no browser.`]
          : []),
      ],
    };
  },
};
