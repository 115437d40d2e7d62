import type { RosettaEntry } from "./rosetta-input.js";

/** One result under many conventions; `show()` displays it, `String()` prints it. */
export class RosettaTable {
  readonly entries: readonly RosettaEntry[];

  constructor(entries: readonly RosettaEntry[]) {
    this.entries = entries;
  }

  /** The value of a tool's metric, or `undefined` where the tool has no such metric. */
  valueOf(tool: string, metric: string): number | undefined {
    return this.entries.find((entry) => entry.tool === tool && entry.metric === metric)?.value;
  }

  /** Aligned text: value, tool, metric, convention. */
  toString(): string {
    const rows = [["value", "tool", "metric", "convention"], ...this.entries.map(cellsOf)];
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
    return rows
      .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
      .join("\n");
  }

  toMimeBundle(): { readonly "text/plain": string; readonly "text/html": string } {
    const cells = (row: readonly string[], tag: string): string =>
      row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("");
    const head = cells(["Value", "Tool", "Metric", "Convention", "Source"], "th");
    const body = this.entries.map((entry) => {
      return `<tr>${cells([...cellsOf(entry), entry.source], "td")}</tr>`;
    });
    const html = `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
    return { "text/plain": this.toString(), "text/html": html };
  }
}

function cellsOf(entry: RosettaEntry): string[] {
  return [entry.value.toFixed(4), entry.tool, entry.metric, entry.convention];
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
