import { Command } from "commander";

import { installKernel, uninstallKernel } from "../notebook/spec/install.js";
import type { KernelLocation } from "../notebook/spec/locations.js";
import { printJson, printLine } from "./support/output.js";

type KernelOptions = KernelLocation & { readonly json?: boolean };

/** `moviola kernel install | uninstall`: makes the kernel known to Jupyter and VS Code. */
export function kernelCommand(): Command {
  const command = new Command("kernel").description("the notebook kernel in Jupyter and VS Code");
  addPlaces(command.command("install"))
    .description("make the kernel known to Jupyter and VS Code")
    .addHelpText("after", "\nExample:\n  $ moviola kernel install")
    .action(install);
  addPlaces(command.command("uninstall"))
    .description("remove the kernel again")
    .addHelpText("after", "\nExample:\n  $ moviola kernel uninstall")
    .action(uninstall);
  return command;
}

async function install({ json, ...location }: KernelOptions): Promise<void> {
  const folder = await installKernel(location);
  if (json === true) {
    printJson({ folder, installed: true });
    return;
  }
  printLine(`installed in ${folder}`);
  printLine('choose "Moviola (TypeScript)" as kernel in JupyterLab or VS Code');
}

async function uninstall({ json, ...location }: KernelOptions): Promise<void> {
  const folder = await uninstallKernel(location);
  if (json === true) printJson({ folder: folder ?? null, installed: false });
  else printLine(folder === undefined ? "not installed" : `removed ${folder}`);
}

function addPlaces(command: Command): Command {
  return command
    .option("--prefix <folder>", "into <folder>/share/jupyter instead of the user's folder")
    .option("--sys-prefix", "into the Python environment that is found first")
    .option("--json", "print one JSON object");
}
