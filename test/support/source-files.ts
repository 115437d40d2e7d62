import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";

/** The project's root folder. */
export const ROOT: string = join(import.meta.dirname, "../..");

/** One TypeScript file of the project. */
export interface SourceText {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** All `.ts` files below a folder of the project, by path; none when the folder is not there. */
export function readSources(folder: string): SourceText[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: relative(ROOT, path).split(sep).join("/"),
      text: readFileSync(path, "utf8"),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Paths (relative to the root) of the project's files that a file imports, in whatever way. */
export function importedPaths({ path, text }: SourceText): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => join(dirname(path), name).split(sep).join("/"));
}

/**
 * The names that a file's code uses, comments and strings left out: every identifier, `a.b` for a
 * member of a plain name, and `new Date()` for a date without arguments.
 */
export function usedNames({ path, text }: SourceText): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      names.add(`${node.expression.text}.${node.name.text}`);
    }
    if (ts.isNewExpression(node) && (node.arguments ?? []).length === 0) {
      names.add(`new ${node.expression.getText()}()`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return names;
}
