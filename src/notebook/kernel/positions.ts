import { SourceMap, type SourceMapPayload } from "node:module";

/** A place in a cell's source, both from 1. */
export interface CellPosition {
  readonly line: number;
  readonly column: number;
}

/** tslab puts one line before a cell's source. */
const prefixLines = 1;

/** Finds places of a compiled cell in its source, through the source maps of both compile steps. */
export class CellPositions {
  readonly lines: readonly string[];
  readonly #texts: readonly [string, string] | undefined;
  readonly #outputLines: number;
  #maps: readonly [SourceMap, SourceMap] | undefined;

  /** `maps` are the source maps, as JSON, of cell to module and of module to `output`. */
  constructor(source: string, maps: readonly [string, string] | undefined, output: string) {
    this.lines = source.split("\n");
    this.#texts = maps;
    this.#outputLines = output.split("\n").length;
  }

  /** False for a line of the wrapper that the kernel puts around a cell. */
  isInCell(line: number): boolean {
    return line >= 1 && line <= this.#outputLines;
  }

  /** The place in the source of a place in the output (both from 1), if it has one. */
  locate(line: number, column: number): CellPosition | undefined {
    if (this.#texts === undefined) return undefined;
    this.#maps ??= [toMap(this.#texts[0]), toMap(this.#texts[1])];
    const [first, second] = this.#maps;
    const middle = second.findEntry(line - 1, column - 1);
    if (!("originalLine" in middle)) return undefined;
    const entry = first.findEntry(middle.originalLine, middle.originalColumn);
    if (!("originalLine" in entry) || entry.originalLine < prefixLines) return undefined;
    return { line: entry.originalLine - prefixLines + 1, column: entry.originalColumn + 1 };
  }
}

function toMap(json: string): SourceMap {
  return new SourceMap(JSON.parse(json) as SourceMapPayload);
}
