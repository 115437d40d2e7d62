/** V8's own coverage of blocks, asked for between tests. */
import { Session } from "node:inspector";
import { wrapperStart } from "./modules.mjs";

/** Starts counting; whatever is compiled later is counted too. */
export function startCoverage() {
  const session = new Session();
  session.connect();
  const post = (method, params) => {
    let answer;
    session.post(method, params, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result;
    });
    return answer;
  };
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const taken = () => {
    const found = new Map();
    for (const { url, functions } of post("Profiler.takePreciseCoverage").result) {
      if (!url.startsWith("moviola:")) continue;
      const path = url.slice("moviola:".length);
      found.set(path, [...(found.get(path) ?? []), functions.flatMap(({ ranges }) => ranges)]);
    }
    return found;
  };
  return {
    /** The `name`s of `places`, `{ path: [[name, offset], ...] }`, that ran since the last call. */
    take(places) {
      const blocks = taken();
      return Object.entries(places).flatMap(([path, ofFile]) => {
        const scripts = blocks.get(path) ?? [];
        const hasRun = ([, at]) => scripts.some((ranges) => countAt(ranges, at) > 0);
        return ofFile.filter(hasRun).map(([name]) => name);
      });
    },
    /** The counted blocks of `paths`. */
    blocks(paths) {
      const found = taken();
      return Object.fromEntries(paths.map((path) => [path, found.get(path) ?? []]));
    },
    stop() {
      post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}

/** How often the character at `offset` of the compiled text ran: the count of the innermost block around it. */
export function countAt(ranges, offset) {
  const at = offset + wrapperStart.length;
  let best;
  for (const range of ranges) {
    if (range.startOffset > at || range.endOffset <= at) continue;
    const size = range.endOffset - range.startOffset;
    if (best === undefined || size <= best.endOffset - best.startOffset) best = range;
  }
  return best?.count ?? 0;
}
