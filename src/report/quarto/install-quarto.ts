/** Installing the pinned Quarto into the project, on request only. */
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import { makeTemporaryFolder } from "../../common/temporary-folder.js";
import { downloadFile } from "../../data/download/index.js";
import { replaceFolder } from "../site/swap.js";
import { ownQuartoFolder } from "./find-quarto.js";
import type { QuartoDownload } from "./release.js";
import { runQuarto } from "./run-quarto.js";

const unpackTimeoutSeconds = 600;

/** Settings of {@link installQuarto}. */
export interface InstallOptions {
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Downloads a release, checks its sha256, unpacks it and puts it into the project's
 * `.moviola/quarto`. Returns the program's path. Throws what {@link downloadFile} throws,
 * `E_QUARTO_UNPACK`, and `E_QUARTO_VERSION` when the program is not what was promised.
 */
export async function installQuarto(
  file: QuartoDownload,
  projectFolder: string,
  options: InstallOptions = {},
): Promise<string> {
  const folder = join(projectFolder, ownQuartoFolder);
  const staging = await makeTemporaryFolder("quarto");
  try {
    const archive = join(staging, basename(new URL(file.address).pathname));
    await downloadFile(file.address, archive, { sha256: file.sha256, ...options });
    await mkdir(join(projectFolder, ".moviola"), { recursive: true });
    await replaceFolder(folder, async (temporary) => {
      await unpack(archive, temporary);
      await checkProgram(join(temporary, "bin", "quarto"), file.version);
    });
    return join(folder, "bin", "quarto");
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The archive's one folder becomes `folder`. Its content is known: the hash was checked. */
async function unpack(archive: string, folder: string): Promise<void> {
  const options = [
    "--extract",
    "--file",
    archive,
    "--directory",
    folder,
    "--strip-components",
    "1",
  ];
  const call = await execa("tar", options, {
    reject: false,
    stdin: "ignore",
    timeout: unpackTimeoutSeconds * 1000,
  });
  if (call.exitCode === 0) return;
  throw new MoviolaError("E_QUARTO_UNPACK", "Quarto's archive cannot be unpacked", {
    where: archive,
    expected: "`tar` to unpack it",
    got: call.stderr === "" ? (call.shortMessage ?? "") : call.stderr,
    remedy: "install `tar`, or unpack the archive by hand and set QUARTO_PATH to its program",
  });
}

async function checkProgram(path: string, version: string): Promise<void> {
  const call = await runQuarto(path, ["--version"], ".", 60);
  if (call.exitCode === 0 && call.text.trim() === version) return;
  throw new MoviolaError("E_QUARTO_VERSION", "The installed Quarto is not the one asked for", {
    where: path,
    expected: version,
    got: call.text.trim() === "" ? `exit code ${String(call.exitCode)}` : call.text.trim(),
    remedy: "set QUARTO_PATH to a Quarto that works on this machine",
  });
}
