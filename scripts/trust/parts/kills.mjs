/** Kills: eight phases, each killed at random moments, started again, and compared with an undisturbed run. */
import { runCase, undisturbed } from "../kills/case.mjs";
import { Kept } from "../kills/keep.mjs";
import { library } from "../kills/library.mjs";
import { normalised } from "../kills/normalise.mjs";
import { phases } from "../kills/phases/all.mjs";
import { openWorkshop } from "../kills/workshop.mjs";

/** Kills of each phase: the whole, and for a look. */
const killsOfPhase = { whole: 28, quick: 2 };
/** Cases that are tried at most for each, since a run may be over before its kill comes. */
const casesOfKill = 3;

export default {
  name: "kills",
  title: "Killed at any moment",
  promise:
    "A process group that is killed at any moment leaves nothing that reads as finished, and the same command, given again, ends with the bytes of an undisturbed run and nothing temporary.",
  async run({ root, seed, isQuick, say }) {
    const workshop = await openWorkshop(root);
    const kept = new Kept(root, "kills", `${seed}${isQuick ? "-quick" : ""}`);
    const wanted = isQuick ? killsOfPhase.quick : killsOfPhase.whole;
    const tallies = [];
    for (const phase of phases) {
      tallies.push(await tryPhase({ workshop, kept, wanted, phase, seed, say }));
    }
    workshop.close();
    return report(tallies, seed);
  },
};

async function tryPhase({ workshop, kept, wanted, phase, seed, say }) {
  const { createRandom } = await library(workshop.root, "compute/index.js");
  const start = performance.now();
  const opened = await phase.open?.();
  const tally = { phase, cases: 0, ended: 0, kills: [], faults: [] };
  try {
    await phase.prepare?.(workshop.hands());
    tally.kinds = await undisturbed(workshop, phase, opened);
    for (let place = 0; place < wanted * casesOfKill && tally.kills.length < wanted; place++) {
      const name = `${phase.name.replaceAll(" ", "-")}-${place}`;
      const random = createRandom(seed, `trust/kills/${phase.name}/${place}`);
      const given = { random, kinds: tally.kinds, opened };
      const outcome = kept.find(name) ?? (await runCase(workshop, phase, place, given));
      kept.keep(name, outcome);
      add(tally, outcome, place, workshop, say);
    }
  } catch (error) {
    tally.faults.push({ place: "undisturbed", what: error.message });
  } finally {
    await opened?.close();
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  const counts = `${tally.kills.length} kills, ${tally.cases} cases, ${tally.faults.length} faults`;
  say(`${phase.name}: ${counts}, ${seconds} s`);
  return tally;
}

function add(tally, { kills, ended, faults }, place, workshop, say) {
  tally.cases++;
  tally.ended += ended;
  tally.kills.push(...kills);
  for (const what of faults) {
    tally.faults.push({ place, what });
    say(`FAULT ${tally.phase.name} case ${place}: ${what}; files in ${workshop.keep()}`);
  }
}

function report(tallies, seed) {
  const kills = tallies.flatMap((tally) => tally.kills);
  const byTime = kills.filter(({ killAtMs }) => killAtMs !== undefined).length;
  const met = kills.filter(({ left }) => left > 0).length;
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
  const figures = [
    figure("kills of a whole process group", kills.length, "SIGKILL to all of it at once"),
    figure("at a random time", byTime, "uniform over the undisturbed length"),
    figure("at a random change of the disk", kills.length - byTime, "before, during or after it"),
    figure("that met a write", met, "something temporary was left at that moment"),
    figure("cases", cases, "each ended by a run that nobody disturbs"),
  ];
  const columns = ["phase", "command", "cases", "kills", "met a write", "over before", "faults"];
  const table = { caption: "Kills by phase", columns, rows: tallies.map(rowOf) };
  const faults = tallies.flatMap(({ phase, faults: found }) =>
    found.map(({ place, what }) => ({
      where: `${phase.name}, case ${place}`,
      what,
      how: howTo(phase, place, seed),
    })),
  );
  return { figures, tables: [table], faults, remarks };
}

function figure(what, value, note) {
  return { what, value, unit: "", note };
}

function rowOf({ phase, cases, kills, ended, faults }) {
  const met = kills.filter(({ left }) => left > 0).length;
  return [phase.name, phase.command, cases, kills.length, met, ended, faults.length];
}

function howTo(phase, place, seed) {
  const number = place === "undisturbed" ? 0 : place;
  return `node scripts/trust/kills/replay.mjs --phase "${phase.name}" --case ${number} --seed ${seed}`;
}

const remarks = [
  "Moments are not spread evenly on purpose: about six of ten kills come at a numbered change of the disk that Node asks for (new folder, open for writing, write, flush, rename, removal), drawn at random among those of an undisturbed run; the rest at a random time.",
  "Writes of native code (DuckDB's Parquet, sharp's pictures) are no numbered changes: only kills by time meet them.",
  "In two cases of three the restart is killed, too, once or twice.",
  `Left out of the comparison: ${normalised.join("; ")}.`,
  "A kill stops a process, not the machine: what a power cut does to data that the system has not yet written is not tried.",
  "Downloads come from a server of this machine; Quarto's renderer is not tried where it is not installed.",
];
