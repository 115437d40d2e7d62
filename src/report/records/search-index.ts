/** What the index page's search looks through: pages and their sections, claims, runs, data. */
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { paperName } from "../notebook-page/paper-name.js";
import { formatNumber } from "../show/format.js";
import { metricTitle } from "../show/metric-title.js";
import { filterWord } from "./record-page.js";
import { firstMetric } from "./run-html.js";
import type { SiteRecords } from "./site-records.js";

/** Kind, title, a line below it, address, and words that are searched but not shown. */
type SearchEntry = readonly [
  kind: string,
  title: string,
  detail: string,
  address: string,
  words: string,
];

/** Longest text of a section that is searched. */
const wordsLength = 4000;

/**
 * A script that gives the search its entries. It is a script, and not data to be fetched, because pages
 * opened from disk cannot fetch.
 */
export function searchScript(pages: readonly NotebookPage[], records: SiteRecords): string {
  const entries: SearchEntry[] = [
    ...pages.flatMap(pageEntries),
    ...records.verdicts.map(({ verdict, paper, address }): SearchEntry => {
      const detail = `${paperName(paper)}, ${verdict.protocol}: ${verdict.finding}`;
      const words = [verdict.claim, verdict.source, verdict.reason, paper.title, paper.key];
      return ["Claim", verdict.statement, detail, address, words.join(" ")];
    }),
    ...records.datasets.map(({ data }): SearchEntry => {
      const address = `data.html#${filterWord(`${data.name}-${data.hash}`)}`;
      return ["Data", data.name, data.licence, address, data.hash];
    }),
    ...records.runs.map(({ run, pages: own }): SearchEntry => {
      const metric = firstMetric(run);
      const value =
        metric === undefined
          ? []
          : [`${metricTitle(metric)} ${formatNumber(run.metrics[metric][0], 4)}`];
      const detail = [run.data.name, run.split.name, `seed ${run.seed}`, ...value].join(", ");
      return ["Run", run.label, detail, `runs.html#${run.id}`, `${run.id} ${own[0].name}`];
    }),
  ];
  const lines = entries.map((entry) => JSON.stringify(entry));
  return `window.moviolaSearch = [\n${lines.join(",\n")}\n];\n`;
}

/** The page, and those of its sections that have an address of their own. */
function pageEntries(page: NotebookPage): SearchEntry[] {
  const { title, description } = page.title;
  const sections: { title: string; id: string | undefined; text: string }[] = [];
  for (const block of page.blocks) {
    if (block.kind !== "prose") continue;
    for (const part of block.markdown.split(/^(?=#{1,4}[ \t])/m)) {
      const heading = /^#{1,4}[ \t]+(.+?)[ \t]*(?:\{#([\w-]+)[^}]*\})?[ \t]*(?:\n|$)/.exec(part);
      const text = heading === null ? part : part.slice(heading[0].length);
      sections.push({ title: heading?.[1] ?? "", id: heading?.[2], text });
    }
  }
  const rest = sections.filter(({ id }) => id === undefined);
  const words = plainWords(rest.map((one) => `${one.title} ${one.text}`).join(" "));
  const own: SearchEntry = [
    "Report",
    plainWords(title),
    plainWords(description),
    `${page.name}.html`,
    words,
  ];
  const parts = sections.flatMap((section): SearchEntry[] => {
    if (section.id === undefined) return [];
    const address = `${page.name}.html#${section.id}`;
    return [
      ["Section", plainWords(section.title), plainWords(title), address, plainWords(section.text)],
    ];
  });
  return [own, ...parts];
}

/** Markdown without its marks. */
function plainWords(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, wordsLength);
}
