/** The ledger: every claim of every paper with its verdict, and where it was decided. */
import { byProtocol, findingBar, findingLegend } from "../notebook-page/finding-bar.js";
import { paperName } from "../notebook-page/paper-name.js";
import { element, escapeHtml } from "../show/html.js";
import { findingClass, findingNames } from "../show/paper/verdict-facts.js";
import { choicesOf, filtersHtml } from "./filters-html.js";
import { ledgerRow } from "./ledger-row.js";
import { filterWord, type RecordPage } from "./record-page.js";
import type { SiteRecords, SiteVerdict } from "./site-records.js";

/** The ledger as a page. */
export function ledgerPage({ verdicts, runs }: SiteRecords): RecordPage {
  const known = new Set(runs.map(({ run }) => run.id));
  const content =
    verdicts.length === 0
      ? `<p class="empty">No report judges a claim yet.</p>`
      : [summaryHtml(verdicts), filterHtml(verdicts), tableHtml(verdicts, known)].join("\n");
  return {
    name: "ledger",
    title: "Claims",
    description:
      "Every claim of every paper, what was found of it under which protocol, and where. Verdicts are computed from runs; none is written by hand.",
    content,
  };
}

/** Each paper's bars. */
function summaryHtml(verdicts: readonly SiteVerdict[]): string {
  const papers = new Map<string, SiteVerdict[]>();
  for (const one of verdicts) {
    papers.set(one.paper.key, [...(papers.get(one.paper.key) ?? []), one]);
  }
  const blocks = [...papers.values()].map((own) => {
    const { paper, page } = own[0];
    const name = paperName(paper);
    const link = element("a", { href: `${page.name}.html` }, escapeHtml(name));
    const title = element("span", { class: "strip-title" }, escapeHtml(paper.title));
    const rows = byProtocol(own.map(({ verdict }) => verdict)).map(([protocol, some]) =>
      element(
        "div",
        { class: "strip-row" },
        element("span", { class: "strip-protocol" }, protocol) +
          findingBar(some, `${name}, ${protocol} protocol`),
      ),
    );
    return `<p class="strip-paper">${link} ${title}</p>\n${rows.join("\n")}`;
  });
  const legend = findingLegend(verdicts.map(({ verdict }) => verdict));
  const attributes = { class: "verdict-strip", "aria-label": "Findings by paper" };
  return element("section", attributes, [...blocks, legend].join("\n"));
}

function filterHtml(verdicts: readonly SiteVerdict[]): string {
  const present = new Set(verdicts.map(({ verdict }) => verdict.finding));
  const pairs = (of: (one: SiteVerdict) => string): (readonly [string, string])[] =>
    verdicts.map((one) => [filterWord(of(one)), of(one)] as const);
  const papers = verdicts.map(({ paper }) => [filterWord(paper.key), paperName(paper)] as const);
  return filtersHtml("ledger", [
    { name: "paper", title: "Paper", choices: choicesOf(papers) },
    {
      name: "protocol",
      title: "Protocol",
      choices: choicesOf(pairs(({ verdict }) => verdict.protocol)),
    },
    {
      name: "finding",
      title: "Verdict",
      choices: findingNames
        .filter((finding) => present.has(finding))
        .map((finding) => [findingClass(finding), finding] as const),
    },
    { name: "kind", title: "Kind", choices: choicesOf(pairs(({ verdict }) => verdict.kind)) },
  ]);
}

const headings: readonly (readonly [string, "text" | "number"])[] = [
  ["Paper", "text"],
  ["Claim", "text"],
  ["Protocol", "text"],
  ["Verdict", "text"],
  ["Difference", "number"],
  ["p", "number"],
  ["n", "number"],
  ["Runs", "number"],
];

function tableHtml(verdicts: readonly SiteVerdict[], known: ReadonlySet<string>): string {
  const head = headings.map(([title, type]) => {
    const className = type === "number" ? "number" : undefined;
    return element("th", { scope: "col", "data-type": type, class: className }, title);
  });
  const body = verdicts.map((one) => ledgerRow(one, known)).join("\n");
  const table = element(
    "table",
    { class: "moviola-table ledger", "data-sortable": true, "data-name": "ledger" },
    `<thead><tr>${head.join("")}</tr></thead>\n<tbody id="ledger">\n${body}\n</tbody>`,
  );
  const note =
    "A positive difference speaks for the claim; in brackets its 95 % interval. p is corrected after Holm over all comparisons of a paper’s claims under one protocol.";
  const downloads = ["csv", "json"].map((kind) =>
    element("button", { type: "button", "data-download": kind }, kind.toUpperCase()),
  );
  return (
    element(
      "div",
      { class: "moviola-table-wrap", tabindex: 0, role: "region", "aria-label": "All claims" },
      table,
    ) +
    element("p", { class: "moviola-note" }, note) +
    element("p", { class: "moviola-downloads" }, downloads.join(""))
  );
}
