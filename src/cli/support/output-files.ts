import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { writeFileAtomic, type FileContent } from "../../common/files.js";

/** Where a command is to write, by the option that says so; undefined where it was not given. */
export type OutputPaths = Readonly<Record<string, string | undefined>>;

/** What {@link checkOutputs} looks at. */
export interface CheckedOutputs {
  readonly files?: OutputPaths;
  readonly folders?: OutputPaths;
  /** Files that the command reads, which it must not write over. */
  readonly inputs?: readonly (string | undefined)[];
}

/**
 * Makes sure before any work that what a command is to write can be written: no input is written
 * over, no file twice, no folder stands in the way, the folder above takes files. Throws
 * `E_CLI_OUTPUT`.
 */
export async function checkOutputs(outputs: CheckedOutputs): Promise<void> {
  const { files = {}, folders = {}, inputs = [] } = outputs;
  const taken = new Map(
    inputs.flatMap((path) =>
      path === undefined ? [] : [[resolve(path), "an input"] as [string, string]],
    ),
  );
  for (const [option, path] of given(files)) {
    const rival = taken.get(resolve(path));
    if (rival !== undefined) throw refusal(option, path, "a file of its own", `${rival} as well`);
    taken.set(resolve(path), `the file of ${option}`);
    if (path === "") throw refusal(option, path, "a path", "nothing");
    if (await isFolder(path)) throw refusal(option, path, "the path of a file", "a folder");
    await checkFolder(option, path, dirname(resolve(path)));
  }
  for (const [option, path] of given(folders)) await checkFolder(option, path, resolve(path));
}

function given(paths: OutputPaths): [string, string][] {
  return Object.entries(paths).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Folders that are missing can be made where the nearest one that exists takes files. */
async function checkFolder(option: string, path: string, folder: string): Promise<void> {
  const above = await nearest(folder);
  const expected = "a path that can be written";
  if (!(await isFolder(above))) throw refusal(option, path, expected, `${above} is a file`);
  const isWritable = await access(above, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) throw refusal(option, path, expected, `no permission to write in ${above}`);
}

async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    (error: unknown) =>
      !["ENOENT", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code)),
  );
  return isThere || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** Writes a file that an option asked for, whole or not at all. Throws `E_CLI_OUTPUT`. */
export async function writeOutput(path: string, content: FileContent): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw refusal("output", path, "a file that can be written", got, cause);
  }
}

function refusal(
  option: string,
  path: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_CLI_OUTPUT", "An output cannot be written there", {
    where: `${option} ${path}`,
    expected,
    got,
    remedy: "Name another path, or make room or give permission there",
    cause,
  });
}
