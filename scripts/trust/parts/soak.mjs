/**
 * Hours of mixed work in one process and in one kernel session, then many notebooks at once. It cannot be resumed: that
 * a process lives long is what is tried. `minutes` is how long; default 120, quick 2.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCrowd } from "../soak/crowd.mjs";
import { countFacts, crowdFacts, memoryFacts } from "../soak/facts.mjs";
import { soakKernel } from "../soak/kernel.mjs";
import { writeSmallNotebook } from "../soak/notebook.mjs";
import { soakProcess } from "../soak/process.mjs";

const memoryColumns = ["where", "memory", "level (MiB)", "growth", "95 % interval", "verdict"];
const countColumns = ["where", "what", "most, first third", "least, last third", "verdict"];
const crowdColumns = [
  "started at once",
  "finished",
  "peak memory (MiB)",
  "most processes",
  "seconds",
];

/** Takes samples and says every few minutes how it goes. */
function recorder(name, start, say) {
  const samples = [];
  let said = -Infinity;
  const take = (cycle, sample) => {
    const seconds = (performance.now() - start) / 1000;
    samples.push({ seconds, ...sample });
    if (seconds - said < 180) return;
    said = seconds;
    const { rss, heapUsed, fileDescriptors, workers, sessions } = sample;
    const sizes = [rss, heapUsed].map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(" / ");
    say(
      `${Math.round(seconds)} s ${name} cycle ${cycle}: ${sizes} MiB, ${fileDescriptors} files, ${workers} workers, ${sessions} sessions`,
    );
  };
  return { samples, take };
}

async function soak({ root, seed, say, folder, minutes, notebook, environment }) {
  const start = performance.now();
  const isOver = () => performance.now() - start > minutes * 60_000;
  const process = recorder("process", start, say);
  const kernel = recorder("kernel", start, say);
  const totals = { done: {}, cells: 0 };
  const shared = { root, folder, isOver, environment };
  const onSample = (take, keep) => (cycle, sample, tally) => (keep(tally), take(cycle, sample));
  const ended = await Promise.allSettled([
    soakProcess({
      ...shared,
      seed,
      notebook,
      onSample: onSample(process.take, (done) => (totals.done = done)),
    }),
    soakKernel({ ...shared, onSample: onSample(kernel.take, (cells) => (totals.cells = cells)) }),
  ]);
  const failures = ended.flatMap(({ reason }, at) =>
    reason === undefined
      ? []
      : [{ where: at === 0 ? "process" : "kernel", what: String(reason), how: "soak" }],
  );
  const minutesSoaked = Math.round((performance.now() - start) / 6000) / 10;
  return {
    process: process.samples,
    kernel: kernel.samples,
    totals,
    failures,
    minutes: minutesSoaked,
  };
}

function result(soaked, crowd, crowdSize) {
  const memory = [memoryFacts("process", soaked.process), memoryFacts("kernel", soaked.kernel)];
  const counts = [countFacts("process", soaked.process), countFacts("kernel", soaked.kernel)];
  const notebooks = crowdFacts(crowd);
  const rise = (at) =>
    memory[at].rss === undefined ? "" : (memory[at].rss.share * 100).toFixed(1);
  const { done, cells } = soaked.totals;
  return {
    figures: [
      {
        what: "minutes of mixed work in one process and in one kernel",
        value: soaked.minutes,
        unit: "min",
        note: "",
      },
      { what: "cycles of the process", value: soaked.process.length, unit: "", note: "" },
      { what: "cells of the kernel", value: cells, unit: "", note: "" },
      {
        what: "growth of the process's resident memory",
        value: rise(0),
        unit: "%",
        note: "first third to last",
      },
      {
        what: "growth of the kernel's resident memory",
        value: rise(1),
        unit: "%",
        note: "first third to last",
      },
      {
        what: `of ${crowdSize} notebooks at once that finished`,
        value: notebooks.finished,
        unit: "",
        note: "",
      },
    ],
    tables: [
      { caption: "Memory", columns: memoryColumns, rows: memory.flatMap(({ rows }) => rows) },
      {
        caption: "What must not become more",
        columns: countColumns,
        rows: counts.flatMap(({ rows }) => rows),
      },
      { caption: "What the process did", columns: ["what", "times"], rows: Object.entries(done) },
      { caption: "Notebooks at once", columns: crowdColumns, rows: [notebooks.row] },
    ],
    faults: [
      ...soaked.failures,
      ...[...memory, ...counts, notebooks].flatMap(({ faults }) => faults),
    ],
    remarks: [
      "Growth is what the line through the samples after the first tenth of the time rises from the middle of the first third to that of the last; its interval allows for correlated residuals.",
      "Each sample follows a forced garbage collection, so it shows what is held, and not the peaks between.",
    ],
  };
}

export default {
  name: "soak",
  title: "Two hours of mixed work",
  promise:
    "Memory, threads, handles and sessions stay flat however long a process or a kernel works.",
  async run({
    root,
    seed,
    isQuick,
    say,
    minutes = isQuick ? 2 : 120,
    crowdSize = isQuick ? 4 : 50,
  }) {
    const folder = mkdtempSync(join(tmpdir(), "moviola-soak-"));
    const notebook = join(folder, "small.ipynb");
    const environment = {
      MOVIOLA_RUNS: join(folder, "runs"),
      MOVIOLA_FEATURES: join(folder, "features"),
    };
    mkdirSync(environment.MOVIOLA_RUNS);
    writeSmallNotebook(notebook);
    try {
      const soaked = await soak({ root, seed, say, folder, minutes, notebook, environment });
      say(`soaked for ${soaked.minutes} minutes; ${crowdSize} notebooks at once`);
      const crowd = await runCrowd({
        root,
        folder: join(folder, "crowd"),
        notebook,
        count: crowdSize,
        environment,
      });
      return result(soaked, crowd, crowdSize);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
