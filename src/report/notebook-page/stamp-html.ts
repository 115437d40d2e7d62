import { element, escapeHtml } from "../show/html.js";
import { formatSeconds } from "../show/format.js";
import type { NotebookPage } from "./notebook-page.js";

/** The page's stamp: commit, data, seeds, device, duration and the command that makes it again. */
export function stampHtml(page: NotebookPage): string {
  const { commit, isDirty, data, seeds, device, seconds, computingSeconds, command } = page.stamp;
  const commitText =
    commit === undefined ? undefined : /^[0-9a-f]{40}$/.test(commit) ? commit.slice(0, 10) : commit;
  const rows: [string, string | undefined][] = [
    ["Data", listText(data)],
    ["Seeds", listText(seeds)],
    [
      "Commit",
      commitText === undefined ? undefined : commitText + (isDirty ? " + local changes" : ""),
    ],
    ["Device", device],
    ["Duration", durationText(seconds, computingSeconds)],
  ];
  const items = rows.map(([name, value]) => row(name, escapeHtml(value ?? "not stated"), value));
  const rerun =
    command === undefined
      ? ""
      : row("Run it again", element("code", {}, escapeHtml(command)), command);
  return element(
    "dl",
    { class: "moviola-stamp", "aria-label": "How this page was made" },
    items.join("") + rerun,
  );
}

function row(name: string, value: string, told: string | undefined): string {
  const className = told === undefined ? "untold" : name === "Run it again" ? "rerun" : undefined;
  return element("div", { class: className }, `<dt>${name}</dt><dd>${value}</dd>`);
}

/** Such as "41.2 s" or "3.1 s; its numbers took 12 min 03 s of computing, in part kept from before". */
function durationText(
  seconds: number | undefined,
  computing: number | undefined,
): string | undefined {
  if (seconds === undefined) return computing === undefined ? undefined : formatSeconds(computing);
  if (computing === undefined || computing <= seconds) return formatSeconds(seconds);
  return `${formatSeconds(seconds)}; its numbers took ${formatSeconds(computing)} of computing, in part kept from before`;
}

function listText(entries: readonly string[]): string | undefined {
  if (entries.length === 0) return undefined;
  const numbers = entries.map(Number);
  const isRun =
    entries.length > 2 &&
    numbers.every(
      (value, at) => Number.isInteger(value) && (at === 0 || value === numbers[at - 1] + 1),
    );
  return isRun ? `${entries[0]} to ${entries.at(-1)!}` : entries.join(", ");
}

/** The label of a page with generated data; empty for real data. */
export function inventedHtml(page: NotebookPage): string {
  if (!page.isInvented) return "";
  return `<p class="moviola-invented page-banner" role="note"><strong>Invented data.</strong> The users, films, plots and posters on this page are generated. It shows how things work, not how any model does on real films.</p>`;
}

/** What a reader of a page that ended early must know; empty for a page that ran to its end. */
export function failureHtml(page: NotebookPage): string {
  if (page.failure === undefined) return "";
  const { cellNumber, name, message } = page.failure;
  const text = message.startsWith(`${name}:`) ? message : `${name}: ${message}`;
  return `<div class="moviola-warning page-banner" role="alert"><strong>This notebook did not run to its end.</strong> Cell ${cellNumber} failed: ${escapeHtml(text.split("\n")[0])}</div>`;
}
