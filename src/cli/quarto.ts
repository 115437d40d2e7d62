import { Command } from "commander";
import { resolve } from "node:path";
import { chooseQuarto } from "../report/quarto/find-quarto.js";
import { installQuarto } from "../report/quarto/install-quarto.js";
import { pinnedRelease, releaseFile } from "../report/quarto/release.js";
import { quartoRange } from "../report/quarto/version.js";
import { printJson, printLine, withTerminalProgress } from "./support/output.js";

/** `moviola quarto install | find`: the optional program that makes the pages where it is there. */
export function quartoCommand(): Command {
  const project = ["--project <folder>", "the project's folder", "."] as const;
  const install = new Command("install")
    .description("download the pinned Quarto, check its sha256, put it into .moviola/quarto")
    .option(...project)
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ moviola quarto install")
    .action(installCommand);
  const find = new Command("find")
    .description("say which Quarto would make the pages")
    .option(...project)
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExample:\n  $ moviola quarto find\n  $ QUARTO_PATH=/opt/quarto moviola quarto find",
    )
    .action(findCommand);
  return new Command("quarto")
    .description("the optional Quarto: install it, or see which one is used")
    .addCommand(install)
    .addCommand(find);
}

async function installCommand(options: {
  readonly project: string;
  json?: boolean;
}): Promise<void> {
  const release = await pinnedRelease();
  const file = releaseFile(release, `${process.platform}-${process.arch}`);
  const title = `Quarto ${file.version}`;
  const path = await withTerminalProgress(title, options.json === true, (onProgress) =>
    installQuarto(file, resolve(options.project), onProgress === undefined ? {} : { onProgress }),
  );
  if (options.json === true) printJson({ version: file.version, path });
  else printLine(`Quarto ${file.version} is at ${path}`);
}

async function findCommand(options: { readonly project: string; json?: boolean }): Promise<void> {
  const { quarto, warnings } = await chooseQuarto(resolve(options.project), false);
  if (options.json === true) {
    printJson({ quarto: quarto ?? null, range: quartoRange.text, warnings });
    return;
  }
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  if (quarto === undefined) {
    printLine(`No Quarto ${quartoRange.text} was found; pages are made by the built-in renderer.`);
    printLine("`moviola quarto install` gets one; QUARTO_PATH names one that is elsewhere.");
  } else printLine(`${quarto.path}  version ${quarto.version}, found by ${quarto.source}`);
}
