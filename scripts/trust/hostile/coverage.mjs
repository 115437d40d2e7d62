/**
 * V8's own block coverage as a guide: which mutation ran, or left out, a piece of the library as none before
 * it did. Counts start anew after each question, so an answer is about one case.
 */
import { Session } from "node:inspector/promises";
import { distFolder } from "./library.mjs";

/** Starts counting; the returned function tells how many pieces were new since it last told. */
export async function startCoverage() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const seen = new Set();
  return async () => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    let fresh = 0;
    for (const { url, functions } of result) {
      if (!url.includes(distFolder)) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${url}:${startOffset}:${endOffset}:${count > 0}`;
          if (seen.has(block)) continue;
          seen.add(block);
          fresh++;
        }
      }
    }
    return { fresh, total: seen.size };
  };
}
