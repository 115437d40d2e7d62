import { Command } from "commander";
import { checkCommand } from "./data/check.js";
import { getCommand } from "./data/get.js";
import { listCommand } from "./data/list.js";

/** `moviola data list | get | check`: what data there is, fetching it, and reading it critically. */
export function dataCommand(): Command {
  return new Command("data")
    .description("list, fetch and check data sets")
    .addCommand(listCommand())
    .addCommand(getCommand())
    .addCommand(checkCommand());
}
