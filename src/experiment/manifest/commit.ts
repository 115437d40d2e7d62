import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { promisify } from "node:util";

const runFile = promisify(execFile);

/** The state of a working copy. */
export interface Commit {
  /** 40 hexadecimal digits, or "unknown". */
  readonly commit: string;
  /** True when files differ from the commit or are not known to git; false when the commit is unknown. */
  readonly dirty: boolean;
}

/**
 * The commit that `folder` is at. Never fails: "unknown" without git, outside a working copy, or when
 * `folder` is not the working copy's root (a package installed in another project).
 */
export async function readCommit(folder: string): Promise<Commit> {
  try {
    const [root, commit] = (await git(folder, "rev-parse", "--show-toplevel", "HEAD")).split("\n");
    if ((await realpath(root)) !== (await realpath(folder)))
      return { commit: "unknown", dirty: false };
    const status = await git(folder, "status", "--porcelain");
    return { commit, dirty: status.trim() !== "" };
  } catch {
    return { commit: "unknown", dirty: false };
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await runFile("git", ["--no-optional-locks", "-C", folder, ...args], {
    timeout: 10_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}
