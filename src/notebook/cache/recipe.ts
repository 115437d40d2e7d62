import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { canonicalJson, contentHash } from "../../common/index.js";
import { dataRoots } from "../../data/index.js";
import type { Notebook } from "../file/notebook.js";
import { packageRoot, workingFolder } from "../kernel/package-root.js";
import { contentLines, fileStamps, listFiles } from "./file-identity.js";

/** What a run's result depends on. */
export interface RunRecipe {
  /** The notebook as it is executed, with its parameters. */
  readonly notebook: Notebook;
  /** The notebook's folder. */
  readonly folder: string;
  /** Variables for the kernel beside those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** What identifies the data, in any words; by default the names, sizes and times of its files. */
  readonly dataIdentity: readonly string[] | undefined;
}

/** Changes when an old result could not be read as a new one. */
const recipeVersion = "1";

/**
 * The name under which a run's result is kept: a hash of the cells with their parameters, the
 * library's code, its lockfile, the user's own files that cells import, the data's identity, the
 * settings in the environment, and the versions of Node and of this package.
 */
export async function recipeHash(recipe: RunRecipe): Promise<string> {
  const { cells, metadata } = recipe.notebook;
  const bare = cells.map(({ id, type, source, metadata: own }) => ({ id, type, source, own }));
  const root = workingFolder(recipe.folder);
  return contentHash([
    recipeVersion,
    canonicalJson({ bare, metadata, root, environment: recipe.environment }),
    ...(await libraryLines()),
    ...(await contentLines(root, importedFiles(recipe.notebook, root))),
    ...environmentLines(),
    ...(recipe.dataIdentity ??
      (await fileStamps([...new Set([...dataRoots(), join(root, "data")])]))),
  ]);
}

let library: Promise<string[]> | undefined;

/** Files of this package that decide what a notebook computes; found once a process. */
function libraryLines(): Promise<string[]> {
  library ??= findLibraryLines();
  return library;
}

async function findLibraryLines(): Promise<string[]> {
  const isCode = (name: string): boolean => /\.(?:js|ts|json|wasm|css)$/.test(name);
  const files = [
    ...["package.json", "package-lock.json"].map((name) => join(packageRoot, name)),
    ...(await listFiles(join(packageRoot, "src"), isCode)),
    ...(await listFiles(join(packageRoot, "papers"), isCode)),
    ...(await listFiles(
      join(packageRoot, "dist"),
      (name) => isCode(name) && !name.endsWith(".d.ts"),
    )),
  ];
  return await contentLines(
    packageRoot,
    files.filter((file) => existsSync(file)),
  );
}

/** What is set in the environment for this package and for the machine's arithmetic. */
function environmentLines(): string[] {
  const own = Object.keys(process.env).filter((name) => name.startsWith("MOVIOLA_"));
  const settings = own.sort().map((name) => `${name}=${process.env[name] ?? ""}`);
  return [process.version, process.platform, process.arch, ...settings];
}

const relativeImport = /(?:from|import|import\(|require\()\s*["'](\.{1,2}\/[^"']+)["']/g;

/** The user's own files that cells import, and those that these import in turn. */
function importedFiles(notebook: Notebook, root: string): string[] {
  const found = new Set<string>();
  const visit = (source: string, folder: string): void => {
    for (const [, specifier] of source.matchAll(relativeImport)) {
      const file = existing(resolve(folder, specifier ?? ""));
      if (file === undefined || found.has(file)) continue;
      found.add(file);
      visit(readFileSync(file, "utf8"), dirname(file));
    }
  };
  for (const cell of notebook.cells) if (cell.type === "code") visit(cell.source, root);
  return [...found].sort();
}

function existing(path: string): string | undefined {
  const bare = path.replace(/\.js$/, "");
  const candidates = [`${bare}.ts`, `${bare}.tsx`, `${bare}.js`, path, join(path, "index.ts")];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(candidate));
}
