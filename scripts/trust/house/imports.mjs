import { dirname, posix } from "node:path";
import ts from "typescript";
import { forbiddenTo } from "../../layers.mjs";

/** Imports of a file of `src` that point up or aside, as `path imports path`. */
export function wrongImports({ path, text }) {
  const from = path.split("/")[1];
  if (!path.startsWith("src/") || from.includes(".")) return [];
  const forbidden = new Set(forbiddenTo(from));
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => posix.join(dirname(path), name))
    .filter((target) => forbidden.has(target.split("/")[1]) || /^src\/[^/]+$/.test(target))
    .map((target) => `${path} imports ${target}`);
}
