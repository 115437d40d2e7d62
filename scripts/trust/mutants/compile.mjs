/** TypeScript to functions of CommonJS, which a worker can evaluate afresh for every mutant in milliseconds. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { filesUnder } from "./folders.mjs";
import { cacheFolder } from "./tools.mjs";

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  removeComments: false,
};

/** The JavaScript of one file; undefined where the text does not parse. */
export function compile(text, path) {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    compilerOptions: options,
    fileName: path,
    reportDiagnostics: true,
  });
  const isBroken = diagnostics.some(({ code, category }) => {
    // 1343 and 1378: import.meta and await at the top, which the wrapper provides.
    return category === ts.DiagnosticCategory.Error && code !== 1343 && code !== 1378;
  });
  return isBroken ? undefined : outputText.replaceAll("import.meta", "importMeta__");
}

export function compiledPath(root, path) {
  return join(cacheFolder(root), "compiled", `${path}.js`);
}

/** Compiles all of `src` and `test` into the cache, those that changed. */
export function compileAll(root) {
  const stampPath = join(cacheFolder(root), "compiled", "stamps.json");
  const stamps = existsSync(stampPath) ? JSON.parse(readFileSync(stampPath, "utf8")) : {};
  const paths = filesUnder(root, ["src", "test"], ".ts");
  for (const path of paths.filter((name) => !name.startsWith("src/compute/assembly/"))) {
    const text = readFileSync(join(root, path), "utf8");
    const stamp = createHash("sha256").update(text).digest("hex");
    const target = compiledPath(root, path);
    if (stamps[path] === stamp && existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, compile(text, path) ?? `throw new Error("does not parse: ${path}");`);
    stamps[path] = stamp;
  }
  writeFileSync(stampPath, JSON.stringify(stamps));
  return stamps;
}
