import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

import { MoviolaError } from "../../common/index.js";

/** Where a kernel is installed; without any of these, for the user. */
export interface KernelLocation {
  /** A folder with `share/jupyter` in it, such as that of a Python environment. */
  readonly prefix?: string;
  /** The prefix of the `python3` (on Windows `python`) that is found first. */
  readonly sysPrefix?: boolean;
}

/** The folder in which Jupyter looks for its user's kernels: the rules of `jupyter --data-dir`. */
export function userDataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = environment.JUPYTER_DATA_DIR;
  if (named !== undefined && named !== "") return named;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") {
    const roaming = environment.APPDATA ?? join(home, "AppData", "Roaming");
    return join(roaming, "jupyter");
  }
  const shared = environment.XDG_DATA_HOME;
  return join(
    shared === undefined || shared === "" ? join(home, ".local", "share") : shared,
    "jupyter",
  );
}

/** The Jupyter data folder of a location. Throws `E_KERNEL_PYTHON` when there is no Python to ask. */
export async function dataFolder(location: KernelLocation): Promise<string> {
  if (location.prefix !== undefined) return join(location.prefix, "share", "jupyter");
  if (location.sysPrefix === true) return join(await pythonPrefix(), "share", "jupyter");
  return userDataFolder();
}

async function pythonPrefix(): Promise<string> {
  const python = process.platform === "win32" ? "python" : "python3";
  try {
    const { stdout } = await promisify(execFile)(python, ["-c", "import sys; print(sys.prefix)"]);
    return stdout.trim();
  } catch (cause) {
    throw new MoviolaError("E_KERNEL_PYTHON", "no Python environment was found", {
      expected: `a program ${python} on the PATH, for --sys-prefix`,
      got: "none that answers",
      remedy: "install for the user instead (no option), or name the folder with --prefix",
      cause,
    });
  }
}
