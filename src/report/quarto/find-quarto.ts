/** Finding a Quarto that fits: `QUARTO_PATH`, then the project's own copy, then `PATH`. */
import { access, constants, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { runQuarto } from "./run-quarto.js";
import { isSupportedVersion, quartoRange } from "./version.js";

/** A Quarto that was found and asked for its version. */
export interface Quarto {
  readonly path: string;
  readonly version: string;
  readonly source: "QUARTO_PATH" | "project" | "PATH";
}

/** The Quarto to use, if any, and remarks on those that do not fit. */
export interface QuartoChoice {
  readonly quarto: Quarto | undefined;
  readonly warnings: readonly string[];
}

/** Folder of the project's own copy, below the project. */
export const ownQuartoFolder: string = join(".moviola", "quarto");

const versionTimeoutSeconds = 30;

/**
 * The first Quarto found that fits. Without one: `undefined`, or, when `isRequired`, the error
 * `E_QUARTO_MISSING` or `E_QUARTO_VERSION`. A `QUARTO_PATH` that does not work is always an error: it
 * was set on purpose.
 */
export async function chooseQuarto(
  projectFolder: string,
  isRequired: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<QuartoChoice> {
  const told = environment.QUARTO_PATH;
  if (told !== undefined && told !== "") {
    const path = await programAt(told);
    if (path === undefined) throw missing(`QUARTO_PATH=${told}`, "there is no program");
    const quarto = { path, version: await versionOf(path), source: "QUARTO_PATH" } as const;
    if (!isSupportedVersion(quarto.version)) throw wrongVersion(quarto);
    return { quarto, warnings: [] };
  }
  const found: Quarto[] = [];
  for (const { folder, source } of searchedFolders(projectFolder, environment)) {
    const path = await programAt(folder);
    if (path === undefined) continue;
    const quarto: Quarto = { path, version: await versionOf(path), source };
    if (isSupportedVersion(quarto.version)) return { quarto, warnings: [] };
    found.push(quarto);
  }
  if (isRequired) {
    throw found.length > 0 ? wrongVersion(found[0]) : missing("PATH", "Quarto is not installed");
  }
  const warnings = found.map(
    ({ path, version }) =>
      `${path} is Quarto ${version}, which is not used: pages are made for Quarto ${quartoRange.text}`,
  );
  return { quarto: undefined, warnings };
}

function searchedFolders(
  projectFolder: string,
  environment: NodeJS.ProcessEnv,
): { folder: string; source: "project" | "PATH" }[] {
  const onPath = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [
    { folder: join(projectFolder, ownQuartoFolder), source: "project" },
    ...[...new Set(onPath)].map((folder) => ({ folder, source: "PATH" as const })),
  ];
}

/** The program that a path means: the file itself, or the one in the folder or in its `bin`. */
async function programAt(path: string): Promise<string | undefined> {
  const names = process.platform === "win32" ? ["quarto.exe", "quarto.cmd"] : ["quarto"];
  const inside = names.flatMap((name) => [join(path, name), join(path, "bin", name)]);
  for (const candidate of [path, ...inside]) {
    const isFile = await stat(candidate).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (!isFile) continue;
    const isProgram = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isProgram) return candidate;
  }
  return undefined;
}

async function versionOf(path: string): Promise<string> {
  const call = await runQuarto(path, ["--version"], ".", versionTimeoutSeconds);
  return call.exitCode === 0 ? (call.text.trim().split("\n").at(-1) ?? "") : "";
}

function missing(where: string, got: string): MoviolaError {
  return new MoviolaError("E_QUARTO_MISSING", "Quarto was not found", {
    where,
    expected: `Quarto ${quartoRange.text} in QUARTO_PATH, ${ownQuartoFolder} or PATH`,
    got,
    remedy: "run `moviola quarto install`, or use `--renderer builtin`, which needs no Quarto",
  });
}

function wrongVersion(quarto: Quarto): MoviolaError {
  return new MoviolaError("E_QUARTO_VERSION", "This Quarto is not one that pages are made for", {
    where: `${quarto.path} (found by ${quarto.source})`,
    expected: `version ${quartoRange.text}`,
    got: quarto.version === "" ? "a program that does not tell its version" : quarto.version,
    remedy: "run `moviola quarto install`, or use `--renderer builtin`, which needs no Quarto",
  });
}
