/** The kernel session of the soak: one kernel, cycles of cells that fit, plot, are interrupted and throw. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const sampler = JSON.stringify(fileURLToPath(new URL("sample.mjs", import.meta.url)));

const first = `import * as moviola from "moviola";
// A name that is not a constant: the module has no types to check.
const sampler: string = ${sampler};
const { takeSample, countSessions } = (await import(sampler)) as any;`;

/** Cells of a cycle, by what is expected of them: `ok`, the name of an error, or `Interrupted`. */
function cellsOf(cycle) {
  return [
    [
      "ok",
      `const dataset = await moviola.loadDataset("demo");
const liked = moviola.positivesByThreshold(dataset, 4);
const split = moviola.makeSplit(liked, { name: "per-user-random", train: 0.8, test: 0.2, seed: ${cycle} });
const fit = (model: string, config: moviola.Config = {}) =>
  moviola.runExperiment({ dataset: liked, split, model, config, seed: ${cycle}, topK: [10], store: false });
const runs = [await fit("popularity"), await fit("als", { epochs: 2 }), await fit("lightgcn", { epochs: 2, embeddingSize: 8 })];`,
    ],
    [
      "ok",
      `const rated = moviola.makeSplit(dataset, { name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1, seed: ${cycle} });
const network = await moviola.runExperiment({ dataset, split: rated, model: "xia", config: { epochs: 1 }, seed: ${cycle}, store: false });
network.record.metrics.rmse.mean`,
    ],
    [
      "ok",
      `await moviola.show(moviola.comparisonTable(moviola.compareRuns(runs, { rounds: 200 })));
const x = Array.from({ length: 50 }, (_unused, place) => place);
await moviola.show(moviola.chart({ title: "A curve", x: { label: "x" }, y: { label: "y" }, series: [{ kind: "line", x, y: x.map((value) => Math.sin(value / 5 + ${cycle})) }] }));`,
    ],
    [
      "ok",
      `for (let line = 0; line < 200; line++) console.log("line", line, "of cycle", ${cycle});`,
    ],
    ["MoviolaError", `await fit("no-such-model");`],
    ["TypeError", `const nothing = null as unknown as { name: string };\nnothing.name.length;`],
    ["Error", `await Promise.reject(new Error("thrown in cycle ${cycle}"));`],
    ["Interrupted", `console.log("started"); await new Promise(() => {});`],
    ["Interrupted", `console.log("started"); for (;;);`],
    [
      "Interrupted",
      `const signal = (globalThis as any)[Symbol.for("moviola.interruptSignal")];
console.log("started");
await moviola.runExperiment({ dataset: liked, split, model: "als", config: { epochs: 5000, patience: 0 }, store: false, signal });`,
    ],
  ];
}

/** Runs a cell and says what became of it; one that is to be interrupted is, at its first output. */
async function runCell(client, [expected, code]) {
  let isSent = false;
  const onPublished = ({ header }) => {
    if (expected !== "Interrupted" || header.msg_type !== "stream" || isSent) return;
    isSent = true;
    void client.interrupt();
  };
  const { published } = await client.execute(code, { onPublished, stopOnError: false });
  const failure = published.find(({ header }) => header.msg_type === "error")?.content;
  const got = failure?.ename ?? "ok";
  if (got !== expected)
    throw new Error(`a cell ended with ${got}: ${failure?.evalue ?? ""}\n${code}`);
}

/** A sample; a cell that nobody interrupted and that is interrupted all the same is counted, and tried again. */
async function sampleOf(client, strays) {
  for (;;) {
    try {
      return await askSample(client);
    } catch (error) {
      strays.push(error.message);
      if (strays.length > 20) throw error;
    }
  }
}

async function askSample(client) {
  const { published } = await client.execute("console.log(JSON.stringify(await takeSample()));");
  const text = published
    .filter(({ header }) => header.msg_type === "stream")
    .map(({ content }) => content.text)
    .join("");
  const failure = published.find(({ header }) => header.msg_type === "error")?.content;
  if (failure !== undefined) throw new Error(`the sample's cell failed: ${failure.evalue}`);
  return JSON.parse(text);
}

/** A kernel, tried again where a busy machine is too slow for its start. */
async function started(KernelClient, options) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await KernelClient.start(options);
    } catch (error) {
      if (attempt === 5 || error.code !== "E_NOTEBOOK_KERNEL_START") throw error;
    }
  }
}

/**
 * Soaks a kernel until `isOver()`; calls `onSample(cycle, sample, cells)` after each cycle. Rejects when a cell
 * does not end as it should; resolves to what samples' cells failed with.
 */
export async function soakKernel({ root, environment, isOver, onSample }) {
  const module = join(root, "dist", "notebook", "run", "kernel-client.js");
  const { KernelClient } = await import(pathToFileURL(module).href);
  const client = await started(KernelClient, { folder: root, environment });
  const main = JSON.stringify(join(root, "dist", "index.js"));
  try {
    await runCell(client, ["ok", `${first}\ncountSessions(${main});`]);
    let cells = 0;
    const strays = [];
    for (let cycle = 0; !isOver(); cycle++) {
      for (const cell of cellsOf(cycle)) await runCell(client, cell);
      cells += cellsOf(cycle).length;
      onSample(cycle, await sampleOf(client, strays), cells);
    }
    return strays;
  } finally {
    await client.shutdown();
  }
}
