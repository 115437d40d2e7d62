/** One command under one fault: how it ended, what it left, and whether it works when the fault is gone. */
import { judgeEnd, judgeHalf } from "../kills/case.mjs";

/** Errors of the command line itself that say nothing of what to do. */
const unclear = new Set(["E_CLI_UNFORESEEN"]);

/**
 * Runs a phase's command while the fault lasts. `fault` has a `name`, `begin()` and `end()`, both optional, and `moment`, what
 * the call gets. Gives `{ ended, faults }`: `done`, the code of the error, or what went wrong.
 */
export async function attempt(workshop, trial, fault) {
  const { phase, place, opened, whole } = trial;
  workshop.lay(phase, place, opened);
  const faults = [];
  let outcome;
  try {
    await fault.begin?.(trial);
    const ends = await Promise.all(
      Array.from({ length: fault.copies ?? 1 }, () =>
        workshop.run(phase, place, { ...fault.moment }),
      ),
    );
    outcome = ends.map((end) => judgeOutcome(end, phase));
    for (const { fault: what } of outcome) if (what !== undefined) faults.push(what);
    faults.push(...(await judgeHalf(workshop, phase, place, whole)));
  } finally {
    await fault.end?.();
  }
  faults.push(...(await judgeEnd(workshop, phase, place, whole)));
  return { ended: outcome.map(({ ended }) => ended), faults };
}

/** `done`, a code with something to do, or a fault. */
function judgeOutcome(end, phase) {
  const { code, text, isHanging } = end;
  if (isHanging) return { ended: "hangs", fault: "hangs" };
  if (code === 0) return { ended: "done" };
  const known = /\b(E_[A-Z_]+)\b/.exec(text)?.[1];
  if (known !== undefined && !unclear.has(known) && /to fix:|remedy/.test(text))
    return { ended: known };
  // Who calls a function of the library gets the system's own error.
  const own = /\b(ENOSPC|EFBIG|EROFS|EACCES|EMFILE)\b/.exec(text)?.[1];
  if (phase.isLibrary === true && own !== undefined) return { ended: own };
  const last = text.trim().split("\n").slice(-6).join(" | ").slice(0, 500);
  return { ended: known ?? "no code", fault: `no clear error: ${last} (${end.signal ?? code})` };
}
