import { inspect } from "node:util";

import { CellInterrupted } from "./await-guard.js";
import { cellFramesOf, type CellFrame, type CellFrames } from "./frames.js";
import { remedyForHabit } from "./habits.js";
import type { Diagnostic } from "./tslab.js";

/** Why a cell failed, as a Jupyter `error` output, and where in a cell. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
  readonly place?: CellFrame;
}

/** Lines shown before the failing one. */
const linesBefore = 2;

/** Describes what a cell threw; `label` is the cell that ran. */
export function describeThrown(thrown: unknown, label: string, frames: CellFrames): Failure {
  const error = isScriptInterrupt(thrown) ? new CellInterrupted() : thrown;
  const { name, message, stack } = partsOf(error);
  const places = cellFramesOf(stack);
  const place = places.find((frame) => frame.label === label) ?? places[0];
  const trace = stack.split("\n").filter((line) => line.startsWith("    at "));
  const traceback = [
    `${red(name)}: ${message}`,
    ...places.slice(0, 1).flatMap((frame) => excerpt(frame, frames)),
    ...trace,
    ...causes(error),
  ];
  return { name, message, traceback, ...(place === undefined ? {} : { place }) };
}

/** Describes what the compiler found wrong with a cell. */
export function describeDiagnostics(
  diagnostics: readonly Diagnostic[],
  label: string,
  frames: CellFrames,
): Failure {
  const described = diagnostics.map((diagnostic) => {
    const { line, character } = diagnostic.start;
    const place: CellFrame = { label, line: line + 1, column: character + 1 };
    const inCell = diagnostic.fileName === undefined;
    const where = `${diagnostic.fileName ?? label}:${place.line}:${place.column}`;
    const text = `${diagnostic.messageText} (TS${diagnostic.code})`;
    return { place, text, lines: [`${where} ${text}`, ...(inCell ? excerpt(place, frames) : [])] };
  });
  const first = described[0];
  const line = frames.linesOf(label)?.[first.place.line - 1] ?? "";
  const remedy = remedyForHabit(line, first.text);
  return {
    name: "TypeScriptError",
    message: first.text,
    traceback: [
      `${red("TypeScriptError")}: ${first.text}`,
      ...described.flatMap(({ lines }) => lines),
      ...(remedy === undefined ? [] : [`  to fix:   ${remedy}`]),
    ],
    place: first.place,
  };
}

/** Name, message and stack as texts, whatever has been put in their place. */
function partsOf(error: unknown): {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
} {
  if (!(error instanceof Error)) return { name: "Thrown", message: inspect(error), stack: "" };
  const { message, name, stack } = error as { name: unknown; message: unknown; stack: unknown };
  return {
    name: typeof name === "string" && name !== "" ? name : "Error",
    message: typeof message === "string" ? message : inspect(message),
    stack: typeof stack === "string" ? stack : "",
  };
}

function causes(error: unknown): string[] {
  const inner: unknown[] = error instanceof AggregateError ? [...(error.errors as unknown[])] : [];
  if (error instanceof Error && error.cause !== undefined) inner.push(error.cause);
  return inner.map((cause) => {
    const { name, message } = partsOf(cause);
    return `caused by ${red(name)}: ${message}`;
  });
}

/** The line of a place with those before it, and a mark under the column. */
function excerpt(place: CellFrame, frames: CellFrames): string[] {
  const lines = frames.linesOf(place.label);
  if (lines?.[place.line - 1] === undefined) return [];
  const first = Math.max(1, place.line - linesBefore);
  const width = String(place.line).length;
  const shown = lines.slice(first - 1, place.line).map((text, index) => {
    const number = first + index;
    const mark = number === place.line ? ">" : " ";
    return `${mark} ${String(number).padStart(width)} | ${text}`;
  });
  return [...shown, `  ${" ".repeat(width)} | ${" ".repeat(place.column - 1)}^`];
}

function red(text: string): string {
  return `\u001b[31m${text}\u001b[39m`;
}

/** True for what a script is ended with by SIGINT. */
export function isScriptInterrupt(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
