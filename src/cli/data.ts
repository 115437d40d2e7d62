import { Command } from "commander";
import { checkCommand } from "./data/check.js";
import { getCommand } from "./data/get.js";
import { listCommand } from "./data/list.js";
import { splitCommand } from "./data/split.js";

/** `moviola data list | get | check | split`: what data there is, fetching, checking, splitting it. */
export function dataCommand(): Command {
  return new Command("data")
    .description("list, fetch, check and split data sets")
    .addCommand(listCommand())
    .addCommand(getCommand())
    .addCommand(checkCommand())
    .addCommand(splitCommand());
}
