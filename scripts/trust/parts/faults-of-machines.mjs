/** Faults of machines: disks, clocks, descriptors, threads; every command that writes under each of them. */
import { attempt } from "../faults-of-machines/attempt.mjs";
import { canMount, faultsFor } from "../faults-of-machines/trials.mjs";
import { undisturbed } from "../kills/case.mjs";
import { Kept } from "../kills/keep.mjs";
import { library } from "../kills/library.mjs";
import { phases } from "../kills/phases/all.mjs";
import { openWorkshop } from "../kills/workshop.mjs";

export default {
  name: "faults-of-machines",
  title: "Faults of machines",
  promise:
    "On a full or read-only disk, beside another process, with a clock set back, without file descriptors or with a thread killed, a command ends in success or in an error that says what to do, leaves nothing half, and works when the fault is gone.",
  async run({ root, seed, isQuick, say }) {
    const workshop = await openWorkshop(root);
    const kept = new Kept(root, "faults-of-machines", `${seed}${isQuick ? "-quick" : ""}`);
    const isMountable = canMount(workshop.temporary);
    const tries = [];
    for (const phase of phases) {
      tries.push(...(await tryPhase({ workshop, kept, phase, seed, isQuick, isMountable, say })));
    }
    workshop.close();
    return report(tries, { isMountable, seed });
  },
};

async function tryPhase({ workshop, kept, phase, seed, isQuick, isMountable, say }) {
  const { createRandom } = await library(workshop.root, "compute/index.js");
  const opened = await phase.open?.();
  const tries = [];
  try {
    await phase.prepare?.(workshop.hands());
    const kinds = await undisturbed(workshop, phase, opened);
    for (const [place, whole] of kinds.entries()) {
      if (isQuick && place > 0) break;
      const trial = { phase, place, opened, whole };
      const random = createRandom(seed, `trust/faults-of-machines/${phase.name}/${place}`);
      const faults = await faultsFor(workshop, trial, { random, isMountable, isQuick });
      for (const [at, fault] of faults.entries()) {
        const name = `${phase.name.replaceAll(" ", "-")}-${place}-${at}`;
        const outcome = kept.find(name) ?? (await attempt(workshop, trial, fault));
        kept.keep(name, outcome);
        tries.push({ phase, place, fault, ...outcome });
        const what = `${phase.name} ${place}, ${fault.name}${fault.detail === undefined ? "" : ` (${fault.detail})`}`;
        if (outcome.faults.length === 0) say(`${what}: ${outcome.ended.join(", ")}`);
        else say(`FAULT ${what}: ${outcome.faults.join("; ")}; files in ${workshop.keep()}`);
      }
    }
  } catch (error) {
    say(`FAULT ${phase.name}: ${error.stack}`);
    tries.push({ phase, place: 0, fault: { name: "none" }, ended: [], faults: [error.message] });
  } finally {
    await opened?.close();
  }
  return tries;
}

function report(tries, { isMountable, seed }) {
  const ends = tries.flatMap(({ ended }) => ended);
  const nDone = ends.filter((end) => end === "done").length;
  const figures = [
    { what: "commands under a fault", value: ends.length, unit: "", note: "" },
    { what: "that did their work all the same", value: nDone, unit: "", note: "" },
    {
      what: "that ended in an error with something to do",
      value: ends.length - nDone,
      unit: "",
      note: "",
    },
    {
      what: "commands that worked when the fault was gone",
      value: tries.length,
      unit: "",
      note: "with the bytes of an undisturbed run",
    },
  ];
  const names = [...new Set(tries.map(({ fault }) => fault.name))];
  const columns = ["fault", "tries", "done all the same", "refused with", "faults"];
  const table = {
    caption: "Faults of the machine",
    columns,
    rows: names.map((name) => rowOf(name, tries)),
  };
  const faults = tries.flatMap(({ phase, place, fault, faults: found }) =>
    found.map((what) => ({
      where: `${phase.name}, kind ${place}, ${[fault.name, fault.detail].filter(Boolean).join(", ")}`,
      what,
      how: `npm run trust -- --only faults-of-machines --seed ${seed}`,
    })),
  );
  return { figures, tables: [table], faults, remarks: remarksOf(isMountable) };
}

function rowOf(name, tries) {
  const own = tries.filter(({ fault }) => fault.name === name);
  const ends = own.flatMap(({ ended }) => ended);
  const codes = [...new Set(ends.filter((end) => end !== "done"))].sort();
  const nFaults = own.reduce((sum, { faults }) => sum + faults.length, 0);
  return [name, own.length, ends.filter((end) => end === "done").length, codes.join(", "), nFaults];
}

function remarksOf(isMountable) {
  const disks = isMountable
    ? "Full and read-only disks are small disks of memory that are mounted for the purpose."
    : "Full and read-only disks were not tried: this user may not mount any; only the sizes of files were limited.";
  return [
    disks,
    "The clock is set back as the program sees it; the times that the system gives to files go on.",
    "A function of the library that is called outside the program passes on the system's own error, such as ENOSPC.",
    "Threads of the kernels are ended before their first task only: nothing outside the process can end one in the middle of a task.",
    "Faults of memory, of the network beyond a server that is slow, and disks that lie about what they have written are not tried.",
  ];
}
