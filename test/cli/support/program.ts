import { execFile } from "node:child_process";
import { join } from "node:path";
import { builtLibrary } from "../../support/built-library.js";

/** True when there is a built program to call. */
export const isBuilt: boolean = builtLibrary() !== undefined;

/** The built program's file. */
export const programFile: string = join(builtLibrary() ?? "dist", "cli", "main.js");

/** What a call of the program left. */
export interface Call {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the built program in `folder`, with its run store there. */
export function moviola(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Call> {
  const env = { ...process.env, MOVIOLA_RUNS: join(folder, "runs"), ...environment };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 2 ** 26 };
    execFile(process.execPath, [programFile, ...words], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** As {@link moviola}, for a call that should work and print JSON; anything on stderr is a fault. */
export async function moviolaJson<T>(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  const { code, stdout, stderr } = await moviola(folder, [...words, "--json"], environment);
  if (code !== 0 || stderr !== "") throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
