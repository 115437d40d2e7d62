/** Many `moviola run` of one small notebook, all started at once: each must end, with the same outputs. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const perPage = 4096;

/** Starts `count` runs at once; resolves to how they ended and the most memory that all had together, in bytes. */
export async function runCrowd({ root, folder, notebook, count, environment }) {
  mkdirSync(folder, { recursive: true });
  const start = performance.now();
  const runs = Array.from({ length: count }, (_unused, at) =>
    runOne({ root, folder, notebook, environment, at }),
  );
  let [peakBytes, mostProcesses] = [0, 0];
  const watch = setInterval(() => {
    const { bytes, processes } = treeOf(process.pid);
    peakBytes = Math.max(peakBytes, bytes);
    mostProcesses = Math.max(mostProcesses, processes);
  }, 1000);
  const ended = await Promise.all(runs);
  clearInterval(watch);
  const seconds = Math.round((performance.now() - start) / 1000);
  const outputs = new Set(ended.map(({ output }) => output));
  return { ended, outputs, peakBytes, mostProcesses, seconds };
}

function runOne({ root, folder, notebook, environment, at }) {
  const output = join(folder, `run-${at}.ipynb`);
  const program = join(root, "dist", "cli", "main.js");
  const options = ["run", notebook, "--out", output, "--no-cache"];
  const child = spawn(process.execPath, [program, ...options], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => (errors = (errors + text).slice(-2000)));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, errors, output: code === 0 ? shown(output) : "" }));
  });
}

/** All that the cells showed, as text. */
function shown(path) {
  const { cells } = JSON.parse(readFileSync(path, "utf8"));
  return JSON.stringify(
    cells.map(({ outputs = [] }) => outputs.map(({ data, text }) => data ?? text)),
  );
}

/** Memory that the children of a process, and theirs, hold for themselves: shared pages do not count. */
function treeOf(root) {
  const parents = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = readOr(`/proc/${id}/stat`);
    parents.set(id, stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  }
  const tree = new Set([String(root)]);
  for (let size = 0; size !== tree.size;) {
    size = tree.size;
    for (const [id, parent] of parents) if (tree.has(parent)) tree.add(id);
  }
  tree.delete(String(root));
  const bytes = [...tree].reduce((sum, id) => sum + ownBytes(id), 0);
  return { bytes, processes: tree.size };
}

/** Resident pages less the shared ones. */
function ownBytes(id) {
  const [, resident = 0, shared = 0] = readOr(`/proc/${id}/statm`).split(" ").map(Number);
  return (resident - shared) * perPage;
}

function readOr(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
