import type { JsonObject } from "../protocol/message.js";
import { protocolVersion } from "../protocol/message.js";
import { isComplete, type CellCompiler } from "./compiler.js";

/** The kernel about itself. */
export function kernelInfo(packageVersion: string): JsonObject {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "moviola",
    implementation_version: packageVersion,
    language_info: {
      name: "typescript",
      version: "5.0.4",
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
    },
    banner: `Moviola ${packageVersion}: TypeScript cells on tslab`,
    help_links: [],
  };
}

/** Answers a `complete_request`; positions in the protocol count code points. */
export function completeReply(compiler: CellCompiler, content: JsonObject): JsonObject {
  const code = String(content.code);
  const { start, end, candidates } = compiler.complete(code, toUnits(code, content.cursor_pos));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: toCodePoints(code, start),
    cursor_end: toCodePoints(code, end),
    metadata: {},
  };
}

/** Answers an `inspect_request` with signature and documentation. */
export function inspectReply(compiler: CellCompiler, content: JsonObject): JsonObject {
  const code = String(content.code);
  const text = compiler.inspect(code, toUnits(code, content.cursor_pos));
  const found = text !== undefined;
  return { status: "ok", found, data: found ? { "text/plain": text } : {}, metadata: {} };
}

/** Answers an `is_complete_request`. */
export function isCompleteReply(content: JsonObject): JsonObject {
  const { completed, indent } = isComplete(String(content.code));
  return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
}

function toUnits(code: string, codePoints: unknown): number {
  const count = typeof codePoints === "number" ? codePoints : code.length;
  return Array.from(code).slice(0, count).join("").length;
}

function toCodePoints(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}
