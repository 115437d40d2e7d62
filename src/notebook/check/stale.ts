/** Whether executed notebooks are younger than everything that they rest on. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { recipeParts, type RecipeParts } from "../cache/recipe.js";
import type { Notebook } from "../file/notebook.js";
import { readNotebook } from "../file/read.js";
import { injectParameters } from "../parameters/inject.js";
import type { ParameterValue } from "../parameters/parameter.js";

/** How an executed notebook stands to what it rests on. */
export interface NotebookAge {
  readonly name: string;
  /**
   * `current`: nothing has changed since. `stale`: something has. `failed`: its last run ended in an error.
   * `not run`: there is no executed copy. `unknown`: the copy does not say what it rests on.
   */
  readonly state: "current" | "stale" | "failed" | "not run" | "unknown";
  /** What has changed, such as `cells`, `src/models`, `package-lock.json`, `data ml-100k`. */
  readonly changed: readonly string[];
  /** Parameters that the copy was run with. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/**
 * Compares the executed copy of every notebook in `notebooks` with what a run would rest on now: cells with the copy's
 * own parameters, library, lockfile, papers, data, settings, Node. Runs nothing. Sorted by name.
 */
export async function notebookAges(folders: {
  readonly notebooks: string;
  readonly executed: string;
}): Promise<NotebookAge[]> {
  const files = await readdir(folders.notebooks).catch(() => [] as string[]);
  const names = files
    .filter((file) => file.endsWith(".ipynb") && !/^\.|\.executed\.ipynb$/.test(file))
    .sort();
  const ages: NotebookAge[] = [];
  for (const file of names) {
    ages.push(await ageOf(join(folders.notebooks, file), join(folders.executed, file), folders));
  }
  return ages;
}

async function ageOf(
  path: string,
  executedPath: string,
  { notebooks }: { readonly notebooks: string },
): Promise<NotebookAge> {
  const name = path.replace(/^.*[\\/]/, "").replace(/\.ipynb$/, "");
  const bare = { name, changed: [], parameters: {} };
  const executed = await readNotebook(executedPath).catch(() => undefined);
  if (executed === undefined) return { ...bare, state: "not run" };
  const { parameters, recipe, status } = toldBy(executed);
  if (recipe === undefined) return { ...bare, state: "unknown" };
  const changed = await changesSince(recipe, path, notebooks, parameters);
  const state = status === "failed" ? "failed" : changed.length === 0 ? "current" : "stale";
  return { name, state, changed, parameters };
}

async function changesSince(
  then: RecipeParts,
  path: string,
  folder: string,
  parameters: Readonly<Record<string, ParameterValue>>,
): Promise<string[]> {
  const source = await readNotebook(path);
  const notebook = withParameters(source, parameters, path);
  // A parameter that is no longer declared is a change of the cells.
  if (notebook === undefined) return ["cells"];
  const now = await recipeParts({ notebook, folder, environment: {}, dataIdentity: undefined });
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names.filter((name) => then[name] !== now[name]).sort();
}

function withParameters(
  source: Notebook,
  parameters: Readonly<Record<string, ParameterValue>>,
  path: string,
): Notebook | undefined {
  try {
    return injectParameters(source, parameters, path);
  } catch {
    return undefined;
  }
}

interface Told {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly recipe: RecipeParts | undefined;
  readonly status: unknown;
}

/** What the executed copy says of its run; anybody may have written the file. */
function toldBy({ metadata }: Notebook): Told {
  const told = (metadata.moviola ?? {}) as Readonly<Record<string, unknown>>;
  const { recipe, parameters, status } = told;
  const isRecipe =
    isRecord(recipe) && Object.values(recipe).every((hash) => typeof hash === "string");
  return {
    parameters: isRecord(parameters) ? (parameters as Told["parameters"]) : {},
    recipe: isRecipe ? (recipe as RecipeParts) : undefined,
    status,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
