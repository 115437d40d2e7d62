/** Which commands are tried under which faults. */
import { phases } from "../kills/phases/all.mjs";
import { canMount, foreignFolder, fullDisk, growthOf, readOnlyDisk, smallFiles } from "./disks.mjs";
import {
  clockBack,
  clockBackAfterKill,
  endedKernelThreads,
  endedWorker,
  fewHandles,
  killedKernel,
  twoAtOnce,
} from "./processes.mjs";

const named = (...names) => phases.filter(({ name }) => names.includes(name));

/**
 * The faults for one kind of a phase, in their order. `random` draws what is not the same for all; `isMountable` where small
 * disks can be had.
 */
export async function faultsFor(workshop, trial, { random, isMountable, isQuick }) {
  const { phase, whole } = trial;
  const disks = isMountable ? await disksFor(workshop, trial, random) : [];
  // The other kinds of a phase write in the same ways: the disk alone is tried on them.
  if (trial.place > 0) return isQuick ? [] : disks.slice(0, 1);
  const clocks = [...clockBack, clockBackAfterKill(workshop, 1 + random.integer(whole.nChanges))];
  const faults = [
    ...[twoAtOnce, clocks[random.integer(2)], clocks[2]],
    ...[fewHandles(64), fewHandles(200)],
    smallFiles([0, 8, 64][random.integer(3)]),
    ...disks,
  ];
  if (named("tuning", "sweep").includes(phase)) {
    for (let turn = 0; turn < 2; turn++) faults.push(endedWorker(workshop, 1 + random.integer(12)));
  }
  if (named("tuning", "run store").includes(phase)) faults.push(endedKernelThreads);
  if (named("notebook run").includes(phase)) {
    for (let turn = 0; turn < 3; turn++)
      faults.push(killedKernel(random.integer(Math.round(whole.ms))));
  }
  return isQuick ? everyName(faults) : faults;
}

/** Disks that fill up at different places, and two that take no changes. */
async function disksFor(workshop, trial, random) {
  const { folder } = workshop;
  const growth = await growthOf(workshop, trial);
  const full = [random.uniform(), 0, 0.97].map((share) => fullDisk(folder, share, growth));
  return [...full, readOnlyDisk(folder), foreignFolder(folder)];
}

/** The first of each name. */
function everyName(faults) {
  return faults.filter(({ name }, at) => faults.findIndex((one) => one.name === name) === at);
}

export { canMount };
