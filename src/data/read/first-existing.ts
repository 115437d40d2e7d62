import { access } from "node:fs/promises";
import { join } from "node:path";

import { MoviolaError } from "../../common/errors.js";

/** True when there is a file or folder of this path. */
export async function pathExists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Path of the first of `names` that is in `folder`; `E_DATA_FILE` when none is. */
export async function firstExisting(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const path = join(folder, name);
    if (await pathExists(path)) return path;
  }
  throw new MoviolaError("E_DATA_FILE", "A data file cannot be read", {
    where: folder,
    expected: names.join(" or "),
    got: "no such file",
    remedy: "Check the folder, or get the data set again",
  });
}
