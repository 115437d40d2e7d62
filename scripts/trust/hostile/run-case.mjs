/** One case: mutated files, a reader, a verdict. */
import { fillSandbox, trespass } from "./sandbox.mjs";

/**
 * Longest time of a case, in milliseconds: of the processor, since a machine may have other things to
 * do. A case that waits for ever is ended by the process that watches.
 */
export const timeLimit = 5000;

/** By how much a case may raise the highest memory of the process, in bytes. */
export const memoryLimit = 512 * 2 ** 20;

const prototypeNames = Object.getOwnPropertyNames(Object.prototype).join();
let stray;

/** From now on an error that nobody awaits is a fault of the case that runs, not the end of the process. */
export function watchStrays() {
  process.on("unhandledRejection", (reason) => (stray = reason));
  process.on("uncaughtException", (error) => (stray = error));
}

function peakMemory() {
  return process.resourceUsage().maxRSS * 1024;
}

/**
 * Runs `files` through the reader of `target`. The result: `kind` is `data`, `refused` with a code, or
 * `fault` with what is wrong; `milliseconds`; `peak`, the highest memory so far.
 */
export async function runCase(target, seed, files, sandbox, { sealed = false } = {}) {
  const place = target.placeOf?.(files) ?? "";
  const names = fillSandbox(sandbox, files, place);
  stray = undefined;
  const before = peakMemory();
  const start = performance.now();
  const startUsage = process.cpuUsage();
  const result = await outcomeOf(target, { seed, files, sealed, out: sandbox.out }, sandbox.in);
  await new Promise((resolve) => setImmediate(resolve));
  const { user, system } = process.cpuUsage(startUsage);
  const milliseconds = performance.now() - start;
  const processorMs = (user + system) / 1000;
  const peak = peakMemory();
  const refused = result.kind !== "data";
  const fault =
    (stray !== undefined && `stray: ${described(stray)}`) ||
    trespass(sandbox, names, { writes: target.writesTo !== undefined, refused }) ||
    polluted() ||
    (processorMs > timeLimit && `${Math.round(processorMs)} ms of processor time`) ||
    (peak - before > memoryLimit && `${Math.round((peak - before) / 2 ** 20)} MiB more memory`);
  return { ...(fault ? { kind: "fault", fault } : result), milliseconds, peak };
}

async function outcomeOf(target, context, folder) {
  let value;
  try {
    value = await target.read(folder, context);
  } catch (error) {
    return refusalOf(error);
  }
  const code = target.codeOf?.(value);
  if (code !== undefined) return { kind: "refused", code };
  try {
    const fault = await target.check(value, context);
    return fault === undefined ? { kind: "data" } : { kind: "fault", fault: `wrong: ${fault}` };
  } catch (error) {
    return { kind: "fault", fault: `the check failed: ${described(error)}` };
  }
}

function refusalOf(error) {
  const isOurs = error instanceof Error && error.name === "MoviolaError";
  if (isOurs && /^E_[A-Z_]+$/.test(error.code)) return { kind: "refused", code: error.code };
  return { kind: "fault", fault: described(error) };
}

function polluted() {
  if (Object.getOwnPropertyNames(Object.prototype).join() === prototypeNames) return undefined;
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    if (!prototypeNames.split(",").includes(name)) delete Object.prototype[name];
  }
  return "Object.prototype was changed";
}

/** An error with the first calls of its stack. */
function described(error) {
  if (!(error instanceof Error)) return String(error);
  const calls = (error.stack ?? "").split("\n").filter((line) => /^\s+at .*dist/.test(line));
  const at = calls[0]?.trim().replace(/\(?file:\/\/.*\/dist\//, "(") ?? "";
  return `${error.name}: ${error.message.split("\n")[0].slice(0, 160)} ${at}`;
}
