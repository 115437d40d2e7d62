/**
 * V8's own block coverage as a guide: which mutation reached a piece of the library that none before it
 * reached. In this mode V8 reports every block once, so asking after each case is cheap.
 */
import { Session } from "node:inspector/promises";
import { distFolder } from "./library.mjs";

/** Starts counting; the returned function tells how many new blocks were reached since it last told. */
export async function startCoverage() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  const seen = new Set();
  return async () => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    let fresh = 0;
    for (const { url, functions } of result) {
      if (!url.includes(distFolder)) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count === 0) continue;
          const block = `${url}:${startOffset}:${endOffset}`;
          if (seen.has(block)) continue;
          seen.add(block);
          fresh++;
        }
      }
    }
    return { fresh, total: seen.size };
  };
}
