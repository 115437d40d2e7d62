import { Command } from "commander";
import { join, resolve } from "node:path";
import { MoviolaError } from "../common/errors.js";
import { notebookAges, type NotebookAge } from "../notebook/check/stale.js";
import type { TableRow } from "../report/show/table/column.js";
import { printJson, printTable } from "./support/output.js";

interface CheckFlags {
  readonly project: string;
  readonly json?: boolean;
}

const help = `
Nothing is run. Compared are cells, parameters, the library's folders, papers, lockfile, data, settings and Node.

Exit code 1 when a page is stale, failed, or was never made.

Example:
  $ moviola check`;

/** `moviola check`: which reports are older than anything that they rest on, and what to rerun. */
export function checkCommand(): Command {
  return new Command("check")
    .description("say which reports are older than what they rest on, and what to rerun")
    .option("--project <folder>", "folder with notebooks/ and reports/", ".")
    .option("--json", "print JSON")
    .addHelpText("after", help)
    .action(check);
}

async function check({ project, json }: CheckFlags): Promise<void> {
  const root = resolve(project);
  const notebooks = join(root, "notebooks");
  const ages = await notebookAges({ notebooks, executed: join(root, "reports/_executed") });
  if (ages.length === 0) {
    throw new MoviolaError("E_REPORTS_NOTEBOOK", "There is no notebook to check", {
      where: notebooks,
      expected: "at least one .ipynb file",
      got: "none",
      remedy: "run the command in the project's folder, or name it with --project",
    });
  }
  const isCurrent = ages.every(({ state }) => state === "current");
  if (!isCurrent) process.exitCode = 1;
  if (json === true) printJson(ages.map((age) => ({ ...age, rerun: rerunOf(age) ?? null })));
  else printTable(ages.map(lineOf), { columns: [...columns] });
}

const columns = [
  { key: "report" },
  { key: "state" },
  { key: "changed" },
  { key: "rerun", title: "to rerun" },
] as const;

function lineOf(age: NotebookAge): TableRow {
  const { name, state, changed } = age;
  return { report: name, state, changed: changed.join(", ") || undefined, rerun: rerunOf(age) };
}

/** The command that makes the report anew with the parameters that it had. */
function rerunOf({ name, state, parameters }: NotebookAge): string | undefined {
  if (state === "current") return undefined;
  const values = Object.entries(parameters).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return ` -p ${key}=${/^[\w.,[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`}`;
  });
  return `npx moviola reports build --only ${name}${values.join("")}`;
}
