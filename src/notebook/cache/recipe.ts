import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";

import { canonicalJson, contentHash } from "../../common/index.js";
import { dataRoots } from "../../data/index.js";
import { isRunName } from "../../experiment/store/location.js";
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

/**
 * What a result rests on, each thing by a name that people know, as a short hash: `cells`, `package.json`, every
 * folder of `src`, `papers`, each data set's folder, and so on. Results of equal parts are equal.
 */
export type RecipeParts = Readonly<Record<string, string>>;

/** Changes when an old result could not be read as a new one. */
const recipeVersion = "2";

/**
 * The parts of a recipe: the cells with their parameters, the library's code, its lockfile, the user's own files
 * that cells import, the data's identity, the settings in the environment, and the versions of Node and
 * of this package; and what `metadata.moviola.reads` names: the ids of all stored runs for `runs`, as in a
 * notebook about the runs of others, and the files of folders below the working folder, such as `reports/trust`.
 */
export async function recipeParts(recipe: RunRecipe): Promise<RecipeParts> {
  const { cells, metadata } = recipe.notebook;
  const bare = cells.map(({ id, type, source, metadata: own }) => ({ id, type, source, own }));
  const root = workingFolder(recipe.folder);
  const imported = await contentLines(root, importedFiles(recipe.notebook, root));
  const runs = await storedRunLines(recipe, root);
  const folders = await readFolderLines(recipe, root);
  const lines: Readonly<Record<string, readonly string[]>> = {
    cells: [canonicalJson({ bare, metadata })],
    folder: [root],
    ...(await libraryParts()),
    ...(imported.length === 0 ? {} : { "imported files": imported }),
    ...(runs.length === 0 ? {} : { "stored runs": runs }),
    ...folders,
    environment: [canonicalJson({ ...recipe.environment }), ...environmentLines()],
    Node: [process.version, process.platform, process.arch],
    ...(recipe.dataIdentity === undefined ? await dataParts(root) : { data: recipe.dataIdentity }),
  };
  const named = Object.entries(lines).map(([name, content]) => [name, partHash(content)]);
  return Object.fromEntries(named) as RecipeParts;
}

/** 48 bits: enough to tell that something changed, short enough for the executed copy to hold. */
function partHash(lines: readonly string[]): string {
  return contentHash([...lines]).slice(0, 12);
}

/** The name under which the result of a recipe is kept. */
export function recipeHash(parts: RecipeParts): string {
  return contentHash([recipeVersion, canonicalJson(parts)]);
}

type Lines = Readonly<Record<string, readonly string[]>>;

let library: Promise<Lines> | undefined;

/** Files of this package that decide what a notebook computes, by folder; found once a process. */
function libraryParts(): Promise<Lines> {
  library ??= findLibraryParts();
  return library;
}

async function findLibraryParts(): Promise<Lines> {
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
  const present = files.filter((file) => existsSync(file));
  const lines = await contentLines(packageRoot, present);
  return grouped(lines.map((line) => [libraryGroup(line), line] as const));
}

/** `src/models`, `dist`, `papers`, or the file itself where it lies in no folder. */
function libraryGroup(line: string): string {
  const parts = line.slice(0, line.lastIndexOf(" ")).replaceAll("\\", "/").split("/");
  return parts.slice(0, parts[0] === "src" && parts.length > 2 ? 2 : 1).join("/");
}

function grouped(entries: readonly (readonly [string, string])[]): Lines {
  const groups: Record<string, string[]> = {};
  for (const [name, line] of entries) (groups[name] ??= []).push(line);
  return groups;
}

/** Names, sizes and times of the files of the data folders, by what lies in them: a data set each. */
async function dataParts(root: string): Promise<Lines> {
  const entries: (readonly [string, string])[] = [];
  for (const folder of new Set([...dataRoots(), join(root, "data")])) {
    // The first line is of the folder itself.
    for (const line of (await fileStamps([folder])).slice(1)) {
      entries.push([`data ${line.split(/[\\/]/, 1)[0].split(" ", 1)[0]}`, line]);
    }
  }
  return grouped(entries);
}

/** What is set in the environment for this package. */
function environmentLines(): string[] {
  const own = Object.keys(process.env).filter((name) => name.startsWith("MOVIOLA_"));
  const settings = own.sort().map((name) => `${name}=${process.env[name] ?? ""}`);
  return settings;
}

/** Ids of the runs in the kernel's store, for a notebook that says that it reads them. */
async function storedRunLines(
  { notebook, environment }: RunRecipe,
  root: string,
): Promise<string[]> {
  if (!readsOf(notebook).includes("runs")) return [];
  const named = environment.MOVIOLA_RUNS ?? process.env.MOVIOLA_RUNS ?? "";
  const folder = resolve(root, named === "" ? ".moviola/runs" : named);
  const names = await readdir(folder).catch(() => [] as string[]);
  return ["runs", ...names.filter(isRunName).sort()];
}

/** What a notebook says that it reads; anything but a list of texts is nothing. */
function readsOf({ metadata }: Notebook): readonly string[] {
  const { reads } = (metadata.moviola ?? {}) as { readonly reads?: unknown };
  return Array.isArray(reads) ? reads.filter((one) => typeof one === "string") : [];
}

/** The files of the folders that a notebook says it reads, by folder; none outside the working folder. */
async function readFolderLines({ notebook }: RunRecipe, root: string): Promise<Lines> {
  const lines: Record<string, readonly string[]> = {};
  for (const name of readsOf(notebook)) {
    const folder = resolve(root, name);
    if (name === "runs" || !folder.startsWith(join(root, sep))) continue;
    lines[name] = [name, ...(await contentLines(root, await listFiles(folder)))];
  }
  return lines;
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
