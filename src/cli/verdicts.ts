import { Command, Option } from "commander";
import type { ClaimTest, Verdict } from "../papers/claim-test.js";
import { ledger } from "../papers/ledger.js";
import type { Paper, ProtocolName } from "../papers/paper.js";
import { allPapers, loadPaper } from "../papers/read-paper.js";
import { protocolNames } from "../papers/names.js";
import { openStore } from "./support/open-store.js";
import { printJson, printLine, printTable } from "./support/output.js";

interface VerdictsOptions {
  readonly paper?: string;
  readonly protocol?: ProtocolName;
  readonly store?: string;
  readonly json?: boolean;
}

/** `moviola verdicts`: the claims of the papers, and what the run store says of them. */
export function verdictsCommand(): Command {
  return new Command("verdicts")
    .description("say which claims of the papers the stored runs support, and why")
    .option("--paper <key>", "only this paper, such as xia2024")
    .addOption(new Option("--protocol <name>", "only this protocol").choices([...protocolNames]))
    .option("--store <folder>", "run store (default: MOVIOLA_RUNS, else .moviola/runs)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ moviola verdicts --paper xia2024 --protocol faithful")
    .action(printVerdicts);
}

async function printVerdicts(options: VerdictsOptions): Promise<void> {
  const { paper, protocol, json } = options;
  const papers = paper === undefined ? await allPapers() : [await loadPaper(paper)];
  const found = await ledger(papers, await openStore(options), {
    ...(protocol === undefined ? {} : { protocols: [protocol] }),
  });
  if (json === true) printJson(found);
  else printLedger(papers, found);
}

function printLedger(papers: readonly Paper[], found: readonly Verdict[]): void {
  papers.forEach((paper, at) => {
    if (at > 0) printLine();
    const own = found.filter((verdict) => verdict.paper === paper.key);
    printLine(`${paper.key}: ${paper.title}`);
    const keys = ["claim", "protocol", "verdict", "difference", "p (Holm)", "n"];
    printTable(own.map(rowOf), {
      columns: keys.map((key) => ({ key, digits: key === "n" ? "count" : 4 })),
    });
    printLine();
    for (const { claim, protocol, statement, finding, reason } of own) {
      printLine(`${claim} (${protocol}): ${statement}.`);
      printLine(`  ${finding}: ${reason}`);
    }
  });
  printLine();
  printLine(
    "Positive differences speak for the claim. p: Holm over all comparisons of a paper under one protocol; 0.05.",
  );
}

function rowOf({ claim, protocol, finding, decidedBy }: Verdict): Record<string, Cell> {
  return { claim, protocol, verdict: finding, ...(decidedBy && numbersOf(decidedBy)) };
}

type Cell =
  string | number | { readonly mean: number; readonly low: number; readonly high: number };

function numbersOf(test: ClaimTest): Record<string, Cell> {
  const { difference: mean, low, high, correctedP, n } = test;
  return { difference: { mean, low, high }, "p (Holm)": correctedP, n };
}
