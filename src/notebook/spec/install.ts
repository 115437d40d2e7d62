import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { MoviolaError } from "../../common/index.js";
import { writeFileAtomic } from "../../common/files.js";
import { packageRoot } from "../kernel/package-root.js";
import { kernelFiles, kernelName } from "./kernelspec.js";
import { dataFolder, type KernelLocation } from "./locations.js";

/**
 * Writes the kernelspec to where Jupyter and VS Code look for kernels and returns its folder; an
 * older one is replaced. `root` is the folder of this package. Throws `E_KERNEL_BUILD` when the package has not been built.
 */
export async function installKernel(
  location: KernelLocation = {},
  root: string = packageRoot,
): Promise<string> {
  if (!existsSync(join(root, "dist", "notebook", "kernel", "main.js"))) {
    throw new MoviolaError("E_KERNEL_BUILD", "there is no kernel to install yet", {
      where: root,
      expected: "the built package, with dist/notebook/kernel",
      remedy: "run `npm run build` first",
    });
  }
  const folder = await kernelFolder(location);
  for (const [name, content] of kernelFiles()) await writeFileAtomic(join(folder, name), content);
  return folder;
}

/** Removes the kernelspec and returns its folder; `undefined` when there was none. */
export async function uninstallKernel(location: KernelLocation = {}): Promise<string | undefined> {
  const folder = await kernelFolder(location);
  if (!existsSync(join(folder, "kernel.json"))) return undefined;
  await rm(folder, { recursive: true });
  return folder;
}

/** The folder of the kernelspec of a location, whether or not it is there. */
export async function kernelFolder(location: KernelLocation = {}): Promise<string> {
  return join(await dataFolder(location), "kernels", kernelName);
}
