/** One case: a run that is killed, perhaps its restart, too, and a last one that comes to its end. */
import { differences } from "./tree.mjs";

/** What the phase makes when nobody disturbs it, for each of its kinds. Two runs have to agree. */
export async function undisturbed(workshop, phase, opened) {
  const kinds = [];
  for (let kind = 0; kind < (phase.kinds ?? 1); kind++) {
    const runs = [];
    for (const counts of [true, false]) {
      workshop.lay(phase, kind, opened);
      const before = workshop.snapshot();
      const end = await workshop.run(phase, kind, { counts });
      if (end.code !== 0) throw new Error(`${phase.name}, undisturbed: ${end.code} ${end.text}`);
      const nChanges = counts ? workshop.nChanges() : runs[0].nChanges;
      runs.push({ before, files: workshop.snapshot(), ms: end.ms, nChanges });
    }
    const other = differences(runs[0].files, runs[1].files);
    if (other.length > 0) throw new Error(`${phase.name}: two runs differ in ${other.join(", ")}`);
    kinds.push(runs[1]);
  }
  return kinds;
}

/**
 * Tries case `place` of a phase. Half of the kills come at a random time of the undisturbed length, half at a random
 * change of the disk, before, during or after it. Gives `{ kills, ended, faults }`: each kill with its moment, how many runs were over
 * before theirs came.
 */
export async function runCase(workshop, phase, place, { random, kinds, opened }) {
  const whole = kinds[place % kinds.length];
  workshop.lay(phase, place, opened);
  const kills = [];
  const faults = [];
  let nEnded = 0;
  const nRounds = 1 + random.integer(3);
  for (let round = 0; round < nRounds; round++) {
    const moment = drawMoment(random, whole);
    const end = await workshop.run(phase, place, moment);
    if (end.signal !== "SIGKILL") {
      nEnded++;
      if (end.code !== 0) faults.push(`restart ${round} ended with ${end.code}: ${lastLines(end)}`);
      break;
    }
    kills.push({ ...moment, left: workshop.leftovers().length });
    faults.push(...(await judgeHalf(workshop, phase, place, whole)));
  }
  faults.push(...(await judgeEnd(workshop, phase, place, whole)));
  return { kills, ended: nEnded, faults };
}

function drawMoment(random, { ms, nChanges }) {
  const isByTime = random.uniform() < 0.4;
  const killAtMs = Math.round(random.uniform() * ms);
  const at = 1 + random.integer(Math.max(1, nChanges));
  const side = ["before", "during", "after"][random.integer(3)];
  return isByTime ? { killAtMs } : { at, side };
}

/** Nothing reads as finished that is not: a group of files is as before, as in the end, or not there. */
export async function judgeHalf(workshop, phase, place, { before, files }) {
  const { root, folder } = workshop;
  const faults = (await phase.judge?.({ root, folder, place })) ?? [];
  const found = groups(workshop.snapshot(), phase);
  const old = groups(before, phase);
  const last = groups(files, phase);
  for (const [name, group] of found) {
    if (phase.says?.({ folder, group: name }) === true) continue;
    const isKnown = [old, last].some(
      (known) => known.has(name) && differences(known.get(name), group).length === 0,
    );
    if (!isKnown) faults.push(`${name} is neither as before nor as in the end`);
  }
  return faults.map((fault) => `before the next run: ${fault}`);
}

function groups(files, phase) {
  const found = new Map();
  for (const [path, hash] of Object.entries(files)) {
    const name = phase.groupOf(path);
    if (name === undefined) continue;
    if (!found.has(name)) found.set(name, {});
    found.get(name)[path] = hash;
  }
  return found;
}

/** The last run ends well, with the bytes of an undisturbed one, and leaves nothing temporary. */
export async function judgeEnd(workshop, phase, place, whole) {
  const end = await workshop.run(phase, place);
  if (end.isHanging) return ["the restart hangs"];
  if (end.code !== 0) return [`the restart ended with ${end.code}: ${lastLines(end)}`];
  const other = differences(whole.files, workshop.snapshot());
  const left = workshop.leftovers();
  return [
    ...(other.length === 0 ? [] : [`other bytes in the end: ${other.slice(0, 5).join(", ")}`]),
    ...(left.length === 0 ? [] : [`left after the next run: ${left.slice(0, 5).join(", ")}`]),
  ];
}

function lastLines({ text, code, signal }) {
  return `${text.trim().split("\n").slice(-4).join(" | ")} (${signal ?? code})`;
}
