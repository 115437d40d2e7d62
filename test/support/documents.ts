/** The project's Markdown files, taken apart for the tests of the documentation. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.js";

/** One Markdown file of the project. */
export interface DocumentText {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** One fenced block. */
export interface Fence {
  readonly path: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** What stands behind the opening fence, such as `["ts", "check"]`. */
  readonly info: readonly string[];
  readonly text: string;
}

/** All Markdown files of the root and of `docs/` (without the built API reference), by path. */
export function readDocuments(): DocumentText[] {
  const paths = ["", "docs/"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}${name}`),
  );
  return paths.sort().map((path) => ({ path, text: readDocument(path) }));
}

/** The text of one file of the project. */
export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The fenced blocks of a document, in order. */
export function fencesOf({ path, text }: DocumentText): Fence[] {
  const fences: Fence[] = [];
  let open: { line: number; info: string[]; lines: string[] } | undefined;
  text.split("\n").forEach((line, index) => {
    const mark = /^```(.*)$/.exec(line);
    if (open === undefined && mark !== null) {
      open = { line: index + 1, info: mark[1].trim().split(/\s+/), lines: [] };
    } else if (open !== undefined && mark !== null) {
      fences.push({ path, line: open.line, info: open.info, text: `${open.lines.join("\n")}\n` });
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  });
  return fences;
}

/** A document without its fenced blocks; lines keep their numbers. */
export function proseOf({ text }: DocumentText): string {
  let fenced = false;
  const lines = text.split("\n").map((line) => {
    const isMark = line.startsWith("```");
    if (isMark) fenced = !fenced;
    return fenced || isMark ? "" : line;
  });
  return lines.join("\n");
}

/** The cells of every table row whose first cell is one piece of code, as text without back quotes. */
export function codeRows(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => /^\| `[^`]+`\s*\|/.test(line))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
    );
}
