import { pathToFileURL } from "node:url";
import { join } from "node:path";

import { packageRoot } from "./package-root.js";
import type { CellPosition, CellPositions } from "./positions.js";

/** A place in a cell that a stack trace names. */
export interface CellFrame extends CellPosition {
  readonly label: string;
}

/** Cells whose lines are kept: a session of any length holds as many. */
const keptCells = 64;
const scriptName = /moviola:cell\/\d+/;
const labelledPlace = /(cell \[\d+\]):(\d+):(\d+)/;
const machinery = [
  pathToFileURL(join(packageRoot, "dist", "notebook", "kernel")).href,
  "node:vm",
  "node:internal/vm",
  "node:internal/timers",
  "node:internal/process/task_queues",
];

/**
 * Gives stack traces the cells' own lines: a frame in compiled code becomes `cell [3]:2:7`, the
 * cell by its execution count, and frames of the kernel are left out. Of the latest 64 cells: a function of an
 * earlier one is named without its line.
 */
export class CellFrames {
  readonly #cells: Map<string, { readonly label: string; readonly positions: CellPositions }> =
    new Map();
  #registered = 0;
  readonly #lines: Map<string, readonly string[]> = new Map();

  /** Takes in a cell and returns the file name that its script must have. */
  register(label: string, positions: CellPositions): string {
    this.#registered += 1;
    const name = `moviola:cell/${this.#registered}`;
    keep(this.#cells, name, { label, positions });
    this.remember(label, positions.lines);
    return name;
  }

  /** Keeps a cell's source for excerpts. */
  remember(label: string, lines: readonly string[]): void {
    keep(this.#lines, label, lines);
  }

  /** The source of a cell, if it has run. */
  linesOf(label: string): readonly string[] | undefined {
    return this.#lines.get(label);
  }

  /** Makes every stack trace of this process name cells. */
  install(): void {
    Error.prepareStackTrace = (error, sites) => {
      const frames = sites.filter((site) => !this.#isMachinery(site));
      return [describeError(error), ...frames.map((site) => `    at ${this.#describe(site)}`)].join(
        "\n",
      );
    };
  }

  #isMachinery(site: NodeJS.CallSite): boolean {
    const file = site.getFileName() ?? "";
    if (machinery.some((prefix) => file.startsWith(prefix))) return true;
    return this.#cells.get(file)?.positions.isInCell(site.getLineNumber() ?? 1) === false;
  }

  #describe(site: NodeJS.CallSite): string {
    // Functions of other cells are called as members of the shared scope, which is a proxy.
    const text = (site as { toString(): string }).toString().replace(/^Proxy\./, "");
    const name = scriptName.exec(site.getFileName() ?? "")?.[0];
    const cell = name === undefined ? undefined : this.#cells.get(name);
    if (name === undefined) return text;
    if (cell === undefined) return text.replace(placeOf(name, site), "a cell that ran long ago");
    const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
    const place = cell.positions.locate(line, column);
    return text.replace(
      placeOf(name, site),
      place === undefined ? cell.label : `${cell.label}:${place.line}:${place.column}`,
    );
  }
}

/** A place in the compiled script as a trace writes it. */
function placeOf(name: string, site: NodeJS.CallSite): string {
  return `${name}:${site.getLineNumber() ?? 1}:${site.getColumnNumber() ?? 1}`;
}

/** Sets an entry; the oldest goes when there are too many. */
function keep<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.delete(key);
  entries.set(key, value);
  if (entries.size > keptCells) entries.delete(entries.keys().next().value!);
}

/** The places in cells that a stack trace names, innermost first. */
export function cellFramesOf(stack: string): CellFrame[] {
  return stack.split("\n").flatMap((text) => {
    const match = labelledPlace.exec(text);
    if (match === null) return [];
    return [{ label: match[1], line: Number(match[2]), column: Number(match[3]) }];
  });
}

function describeError(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
