import type { Interactions, RatingScale, RejectedRows } from "../dataset.js";
import type { IdMapBuilder } from "../id-map.js";
import { readDelimitedLines } from "./delimited-lines.js";
import { InteractionCollector } from "./interaction-collector.js";
import { RejectionLog } from "./rejection-log.js";

/** Lines `user item rating timestamp` as MovieLens publishes them. */
export interface RatingLines {
  readonly path: string;
  readonly separator: string;
  readonly ratingScale: RatingScale;
  readonly users: IdMapBuilder;
  readonly items: IdMapBuilder;
  readonly maximumRejectedShare?: number;
}

/** Reads the ratings of an older MovieLens release. */
export async function readRatingLines(
  request: RatingLines,
): Promise<{ interactions: Interactions; rejected: RejectedRows }> {
  const log = new RejectionLog(request.path);
  const collector = new InteractionCollector(log, { ...request, hasTimestamp: true });
  const format = { separator: request.separator, nFields: 4, encoding: "latin1" } as const;
  await readDelimitedLines(request.path, format, log, (fields, line) => {
    collector.add(line, fields[0], fields[1], fields[2], fields[3]);
  });
  return { interactions: collector.finish(), rejected: collector.rejected() };
}
