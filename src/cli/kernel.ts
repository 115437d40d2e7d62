import { Command } from "commander";

import { installKernel, uninstallKernel, type KernelLocation } from "../notebook/index.js";

/** `moviola kernel install | uninstall`: makes the kernel known to Jupyter and VS Code. */
export function kernelCommand(): Command {
  const command = new Command("kernel").description("the notebook kernel in Jupyter and VS Code");
  addPlaces(command.command("install"))
    .description("make the kernel known to Jupyter and VS Code")
    .addHelpText("after", "\nExample:\n  moviola kernel install")
    .action(async (location: KernelLocation) => {
      const folder = await installKernel(location);
      process.stdout.write(
        `installed in ${folder}\nchoose "Moviola (TypeScript)" as kernel in JupyterLab or VS Code\n`,
      );
    });
  addPlaces(command.command("uninstall"))
    .description("remove the kernel again")
    .addHelpText("after", "\nExample:\n  moviola kernel uninstall")
    .action(async (location: KernelLocation) => {
      const folder = await uninstallKernel(location);
      process.stdout.write(folder === undefined ? "not installed\n" : `removed ${folder}\n`);
    });
  return command;
}

function addPlaces(command: Command): Command {
  return command
    .option("--prefix <folder>", "into <folder>/share/jupyter instead of the user's folder")
    .option("--sys-prefix", "into the Python environment that is found first");
}
