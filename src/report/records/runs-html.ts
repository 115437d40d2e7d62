/** The page of runs: every run behind a number of the site, to be filtered, opened and compared. */
import { element, escapeHtml } from "../show/html.js";
import { choicesOf, filtersHtml } from "./filters-html.js";
import { filterWord, type RecordPage } from "./record-page.js";
import { runHtml } from "./run-html.js";
import type { SiteRecords, SiteRun } from "./site-records.js";

/** All runs as a page. */
export function runsPage({ runs }: SiteRecords): RecordPage {
  const list = runs.map(runHtml).join("\n");
  const content =
    runs.length === 0
      ? `<p class="empty">No report tells of a run yet.</p>`
      : [
          `<p>A run is one model, fitted once and measured once. Its id is a hash of all that decided its numbers, so that the same run has the same id on every machine. <code>npx moviola runs show &lt;id&gt;</code> prints a run of your own store; what is not in the store is computed when the notebook of its page runs.</p>`,
          compareHtml,
          `<h2 id="all">All runs</h2>`,
          filterHtml(runs),
          `<div class="runs" id="runs">\n${list}\n</div>`,
        ].join("\n");
  return {
    name: "runs",
    title: "Runs",
    description:
      "Every run behind a number of these reports: what decided it, what came out, what it cost, and how to make it again.",
    content,
  };
}

function filterHtml(runs: readonly SiteRun[]): string {
  const words = (of: (one: SiteRun) => string): (readonly [string, string])[] =>
    runs
      .map((one) => [filterWord(of(one)), of(one)] as const)
      .toSorted(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0));
  const pages = runs.flatMap((one) => one.pages.map(({ name, title }) => [name, title] as const));
  const sort = `<label>Sort <select name="sort"><option value="">as on the pages</option><option value="label">model</option><option value="value">first number</option><option value="seconds">time</option><option value="bytes">memory</option></select></label>`;
  return filtersHtml(
    "runs",
    [
      { name: "page", title: "Page", choices: choicesOf(pages) },
      { name: "model", title: "Model", choices: choicesOf(words(({ run }) => run.model)) },
      { name: "data", title: "Data", choices: choicesOf(words(({ run }) => run.data.name)) },
      { name: "split", title: "Split", choices: choicesOf(words(({ run }) => run.split.name)) },
    ],
    sort,
  );
}

/** Filled by the page's script from the runs below it. */
const compareHtml: string = element(
  "section",
  {
    class: "compare",
    id: "compare",
    "data-compare": true,
    hidden: true,
    "aria-labelledby": "compare-title",
  },
  [
    `<h2 id="compare-title">Compare two runs</h2>`,
    `<div class="filters"><label>First <select name="first"></select></label><label>Second <select name="second"></select></label><button type="button" data-swap>${escapeHtml("Swap")}</button></div>`,
    `<div data-comparison aria-live="polite"></div>`,
  ].join("\n"),
);
