/** The project's own code as text, and how long its files and functions are. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

/** Lines a file and a function may have at most; a function's are counted without blank lines and comments. */
export const limits = { file: 350, function: 40 };

/** `{ path, text }` of all files of `folders` with one of the endings, by path. */
export function readSources(root, folders, endings = [".ts", ".mjs"]) {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: relative(root, path).replaceAll("\\", "/"),
      text: readFileSync(path, "utf8"),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Lines of a text. */
export const lineCount = ({ text }) => text.split("\n").length - 1;

/** Functions that are longer than they may be, as `path:line, lines`. */
export function longFunctions({ path, text }) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  let counted;
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const [first, last] = [node.getStart(), node.end].map(
        (at) => source.getLineAndCharacterOfPosition(at).line,
      );
      if (last - first < limits.function) return;
      counted ??= linesOfCode(source);
      const lines = counted.slice(first, last + 1).filter(Boolean).length;
      if (lines > limits.function) found.push(`${path}:${first + 1}, ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** For each line whether code stands in it. */
function linesOfCode(source) {
  const isCode = new Array(source.getLineStarts().length).fill(false);
  const visit = (node) => {
    if (node.getChildCount() === 0 && node.end > node.getStart()) {
      const [first, last] = [node.getStart(), node.end].map(
        (at) => source.getLineAndCharacterOfPosition(at).line,
      );
      for (let line = first; line <= last; line++) isCode[line] = true;
    }
    node.getChildren().forEach(visit);
  };
  visit(source);
  return isCode;
}
