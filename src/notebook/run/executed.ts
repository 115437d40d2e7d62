import type { JsonObject } from "../protocol/message.js";
import type { Notebook } from "../file/notebook.js";
import { kernelspecMetadata } from "../spec/kernelspec.js";
import type { OutputCollector } from "./outputs.js";

/** What is known of one cell's run. */
export interface CellTiming {
  readonly executionCount: number | null;
  readonly seconds: number;
}

/** The executed copy: the notebook with outputs, counts and times, and in `metadata.moviola` how it ended. */
export function executedCopy(
  notebook: Notebook,
  collector: OutputCollector,
  timings: ReadonlyMap<number, CellTiming>,
  summary: JsonObject,
): Notebook {
  const cells = notebook.cells.map((cell, index) => {
    const timing = timings.get(index);
    const bare = { ...cell, outputs: [], executionCount: null };
    if (cell.type !== "code" || timing === undefined) return bare;
    const metadata = { ...cell.metadata, moviola: { seconds: round(timing.seconds) } };
    return {
      ...cell,
      metadata,
      outputs: collector.of(index),
      executionCount: timing.executionCount,
    };
  });
  const metadata = {
    ...notebook.metadata,
    kernelspec: notebook.metadata.kernelspec ?? kernelspecMetadata,
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    // What the notebook tells of its page stays beside how its run ended.
    moviola: { ...toldOf(notebook.metadata.moviola), ...summary },
  };
  return { metadata, cells };
}

function toldOf(told: Notebook["metadata"][string]): JsonObject {
  const isObject = typeof told === "object" && told !== null && !Array.isArray(told);
  return isObject ? (told as JsonObject) : {};
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
