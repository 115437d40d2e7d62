import type { RejectedRows } from "../../data/dataset.js";
import type { RunRecord } from "../../experiment/run-record.js";
import { formatBytes, formatSeconds } from "../../report/show/format.js";
import { printLine, printTable } from "./output.js";
import { counted } from "./words.js";

/** Prints a run for a person: what it was, its metrics with intervals, its cost, what to know. */
export function printRun(record: RunRecord, fromStore: boolean): void {
  const { manifest, metrics, seconds } = record;
  const settings = Object.entries(manifest.model.config).map(([key, value]) => `${key}=${value}`);
  printLine(`${manifest.model.id} ${settings.join(" ")}`.trimEnd());
  const knockedOut = Object.entries(manifest.knockOut ?? {}).map((pair) => pair.join(" "));
  if (knockedOut.length > 0) printLine(`knocked out: ${knockedOut.join(", ")}`);
  printLine(`run ${record.id}${fromStore ? " (from the run store)" : ""}, seed ${manifest.seed}`);
  printLine();
  printTable(
    Object.entries(metrics).map(([metric, { mean, low, high, n }]) => ({
      metric,
      value: { mean, low, high },
      n,
    })),
    {
      columns: [
        { key: "metric" },
        { key: "value", title: "mean [95 % interval]", digits: 4 },
        { key: "n", title: manifest.task === "ranking" ? "users" : "ratings" },
      ],
    },
  );
  printLine();
  if (record.skippedUsers > 0) {
    const users = counted(record.skippedUsers, "user");
    printLine(`left out of the means: ${users} without a relevant held-out item`);
  }
  for (const warning of record.warnings) printLine(`warning: ${warning}`);
  printLine(
    `fit ${formatSeconds(seconds.fit)}, evaluation ${formatSeconds(seconds.evaluate)}, ` +
      `peak memory ${formatBytes(record.peakMemoryBytes)}`,
  );
}

/** Writes a warning to standard error. */
export function printWarning(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}

/** Prints how many rows of each file were refused, with the first reasons. */
export function printRejected(rejected: Readonly<Record<string, RejectedRows>>): void {
  for (const [path, { count, examples }] of Object.entries(rejected)) {
    if (count === 0) continue;
    const first = examples[0];
    const reason = first === undefined ? "" : `, first: line ${first.line}, ${first.reason}`;
    printWarning(`${path}: ${counted(count, "row")} refused${reason}`);
  }
}

/** Refused rows by file, for JSON. */
export function rejectedCounts(
  rejected: Readonly<Record<string, RejectedRows>>,
): Record<string, number> {
  return Object.fromEntries(Object.entries(rejected).map(([path, { count }]) => [path, count]));
}
