import { Command } from "commander";
import { dataRoots } from "../data/read/data-roots.js";
import { dataFindings } from "./doctor/data.js";
import { deviceFindings } from "./doctor/devices.js";
import type { Finding } from "./doctor/finding.js";
import { machineFindings } from "./doctor/machine.js";
import { notebookFindings } from "./doctor/notebooks.js";
import { storeFinding } from "./doctor/store.js";
import { printJson, printLine, printTable } from "./support/output.js";

const example = `
Example:
  $ moviola doctor

Exit code 1 when something is broken; what is merely missing is no failure.`;

/** `moviola doctor`: what is installed, which devices work, which data is there, what to do. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("say what is installed and there, and what to do about what is not")
    .option("--json", "print one JSON object")
    .addHelpText("after", example)
    .action(doctor);
}

async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = [
    ...(await machineFindings()),
    ...(await deviceFindings()),
    await storeFinding(),
    ...(await dataFindings()),
    ...(await notebookFindings()),
  ];
  const broken = findings.filter(({ state }) => state === "broken").length;
  if (broken > 0) process.exitCode = 1;
  if (options.json === true) printJson({ broken, findings, dataRoots: dataRoots() });
  else printFindings(findings);
}

function printFindings(findings: readonly Finding[]): void {
  printTable(
    findings.map(({ part, state, found }) => ({ part, state, found })),
    { columns: [{ key: "part" }, { key: "state" }, { key: "found" }] },
  );
  const advised = findings.filter(({ advice }) => advice !== "");
  if (advised.length === 0) return;
  printLine();
  printLine("What can be done:");
  const width = Math.max(...advised.map(({ part }) => part.length));
  for (const { part, advice } of advised) printLine(`  ${part.padEnd(width)}  ${advice}`);
}
