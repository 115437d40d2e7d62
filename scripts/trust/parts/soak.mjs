/**
 * Hours of mixed work in one process and in one kernel session. It cannot be resumed: that a process lives long is what
 * is tried. `MOVIOLA_SOAK_MINUTES` says how long; default 120, quick 2.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countFacts, memoryFacts, sampleColumns, sampleRows } from "../soak/facts.mjs";
import { soakKernel } from "../soak/kernel.mjs";
import { writeSmallNotebook } from "../soak/notebook.mjs";
import { soakProcess } from "../soak/process.mjs";

const memoryColumns = ["where", "memory", "level (MiB)", "growth", "95 % interval", "verdict"];
const countColumns = ["where", "what", "most, first third", "least, last third", "verdict"];

/** Takes samples and says every few minutes how it goes. */
function recorder(name, start, say) {
  const samples = [];
  let said = -Infinity;
  const take = (cycle, sample) => {
    const seconds = (performance.now() - start) / 1000;
    samples.push({ seconds, cycle, ...sample });
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
  let hasFailed = false;
  const isOver = () => hasFailed || performance.now() - start > minutes * 60_000;
  const fail = (error) => {
    hasFailed = true;
    throw error;
  };
  const worker = recorder("process", start, say);
  const kernel = recorder("kernel", start, say);
  const totals = { done: {}, cells: 0 };
  const shared = { root, folder, isOver, environment };
  const onSample = (take, keep) => (cycle, sample, tally) => (keep(tally), take(cycle, sample));
  const ended = await Promise.allSettled([
    soakProcess({
      ...shared,
      seed,
      notebook,
      onSample: onSample(worker.take, (done) => (totals.done = done)),
    }).catch(fail),
    soakKernel({
      ...shared,
      onSample: onSample(kernel.take, (cells) => (totals.cells = cells)),
    }).catch(fail),
  ]);
  const strays = (ended[1].value ?? []).map((what) => ({ where: "kernel", what, how: "soak" }));
  const failures = ended.flatMap(({ reason }, at) =>
    reason === undefined
      ? []
      : [{ where: at === 0 ? "process" : "kernel", what: String(reason), how: "soak" }],
  );
  failures.push(...strays);
  const minutesSoaked = Math.round((performance.now() - start) / 6000) / 10;
  return {
    process: worker.samples,
    kernel: kernel.samples,
    totals,
    failures,
    minutes: minutesSoaked,
  };
}

function result(soaked) {
  const memory = [memoryFacts("process", soaked.process), memoryFacts("kernel", soaked.kernel)];
  const counts = [countFacts("process", soaked.process), countFacts("kernel", soaked.kernel)];
  const rise = (at) =>
    memory[at].rss === undefined ? 0 : Math.round(memory[at].rss.share * 1000) / 10;
  const { done, cells } = soaked.totals;
  return {
    figures: [
      {
        what: "minutes of mixed work in one process and in one kernel",
        value: soaked.minutes,
        unit: "min",
        note: "",
      },
      { what: "cycles of the process", value: done.cycles ?? 0, unit: "", note: "" },
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
    ],
    tables: [
      { caption: "Memory", columns: memoryColumns, rows: memory.flatMap(({ rows }) => rows) },
      {
        caption: "What must not become more",
        columns: countColumns,
        rows: counts.flatMap(({ rows }) => rows),
      },
      {
        caption: "Samples, thinned",
        columns: sampleColumns,
        rows: [
          ...sampleRows("process", soaked.process, 20),
          ...sampleRows("kernel", soaked.kernel, 20),
        ],
      },
      { caption: "What the process did", columns: ["what", "times"], rows: Object.entries(done) },
    ],
    faults: [...soaked.failures, ...[...memory, ...counts].flatMap(({ faults }) => faults)],
    remarks: [
      "Of every five samples in a row the least speaks: what a fit leaves with the allocator comes and goes, a leak raises the floor.",
      "Growth is what the line through these after the warm-up (the first tenth of the time, and at least four cycles of the process and seven of the kernel) rises from the middle of the first third to that of the last; its interval allows for correlated residuals.",
      "A quantity grew when it rose by more than 5 % and the whole interval lies above 0; it is flat when the interval ends below 5 %, and undecided between, which is a fault as well: a longer soak, or a less busy machine, tells.",
      "Each sample follows a forced garbage collection, so it shows what is held, and not the peaks between.",
    ],
  };
}

export default {
  name: "soak",
  title: "Two hours of mixed work",
  promise:
    "Memory, threads, handles and sessions stay flat however long a process or a kernel works.",
  async run({ root, seed, isQuick, say }) {
    const minutes = Number(process.env.MOVIOLA_SOAK_MINUTES ?? (isQuick ? 2 : 120));
    const folder = mkdtempSync(join(tmpdir(), "moviola-soak-"));
    const notebook = join(folder, "small.ipynb");
    writeSmallNotebook(notebook);
    const environment = {
      MOVIOLA_RUNS: join(folder, "runs"),
      MOVIOLA_FEATURES: join(folder, "features"),
    };
    try {
      return result(await soak({ root, seed, say, folder, minutes, notebook, environment }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
