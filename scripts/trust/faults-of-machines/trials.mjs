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
  const { folder } = workshop;
  const faults = [twoAtOnce, ...clockBack];
  faults.push(clockBackAfterKill(workshop, 1 + random.integer(Math.max(1, whole.nChanges))));
  for (const count of [32, 64]) faults.push(fewHandles(count));
  for (const blocks of [0, 8, 64]) faults.push(smallFiles(blocks));
  if (isMountable) {
    const growth = await growthOf(workshop, trial);
    for (const share of [0, random.uniform(), random.uniform(), 0.97]) {
      faults.push(fullDisk(folder, share, growth));
    }
    faults.push(readOnlyDisk(folder), foreignFolder(folder));
  }
  if (named("tuning", "sweep").includes(phase)) {
    for (let turn = 0; turn < 3; turn++) faults.push(endedWorker(workshop, 1 + random.integer(12)));
  }
  if (named("tuning", "run store").includes(phase)) faults.push(endedKernelThreads);
  if (named("notebook run").includes(phase)) {
    for (let turn = 0; turn < 3; turn++) faults.push(killedKernel(random.integer(1500)));
  }
  return isQuick ? everyName(faults) : faults;
}

/** The first of each name. */
function everyName(faults) {
  return faults.filter(({ name }, at) => faults.findIndex((one) => one.name === name) === at);
}

export { canMount };
