import { Command } from "commander";
import { compareCommand } from "./features/compare.js";
import { exportCommand } from "./features/export.js";
import { extractCommand } from "./features/extract.js";
import { importCommand } from "./features/import.js";
import { listCommand } from "./features/list.js";
import { showCommand } from "./features/show.js";
import { verifyCommand } from "./features/verify.js";

/** `moviola features extract | list | show | verify | compare | import | export`: features of texts and posters. */
export function featuresCommand(): Command {
  return new Command("features")
    .description("extract, check, compare and exchange features of texts and posters")
    .addCommand(extractCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand())
    .addCommand(compareCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand());
}
