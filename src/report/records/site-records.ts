/** The runs, data sets and verdicts of all pages together: what the site's own pages list. */
import { anchorsOf } from "../notebook-page/verdict-strip.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import type { DataFacts } from "../show/data-facts.js";
import { claimAnchor, type PaperFacts, type VerdictFacts } from "../show/paper/verdict-facts.js";
import type { RunFacts } from "../show/run-facts.js";

/** A page as the site's own pages link to it. */
export interface PageName {
  readonly name: string;
  readonly title: string;
  readonly command: string | undefined;
}

/** A run with the pages whose numbers it is behind. */
export interface SiteRun {
  readonly run: RunFacts;
  readonly pages: readonly PageName[];
}

/** A data set with the pages and runs on it. */
export interface SiteData {
  readonly data: DataFacts;
  readonly pages: readonly PageName[];
}

/** A verdict with its paper and the page that it is on. */
export interface SiteVerdict {
  readonly verdict: VerdictFacts;
  readonly paper: PaperFacts;
  readonly page: PageName;
  /** The page, and the claim's row there where it has one. */
  readonly address: string;
}

/** Everything that the pages of a site tell of their numbers. */
export interface SiteRecords {
  /** In the order of the pages, then of their stamps. */
  readonly runs: readonly SiteRun[];
  readonly datasets: readonly SiteData[];
  /** Of a claim on several pages, the verdict of its paper's own page, else of the first. */
  readonly verdicts: readonly SiteVerdict[];
}

/** Gathers the records of all pages, in their order. */
export function siteRecords(pages: readonly NotebookPage[]): SiteRecords {
  const runs = new Map<string, { run: RunFacts; pages: PageName[] }>();
  const datasets = new Map<string, { data: DataFacts; pages: PageName[] }>();
  for (const page of pages) {
    const name = nameOf(page);
    for (const run of page.records.runs) {
      const known = runs.get(run.id);
      if (known === undefined) runs.set(run.id, { run, pages: [name] });
      else known.pages.push(name);
    }
    for (const data of page.records.datasets) {
      const known = datasets.get(data.hash);
      if (known === undefined) datasets.set(data.hash, { data, pages: [name] });
      else known.pages.push(name);
    }
  }
  return {
    runs: [...runs.values()],
    datasets: [...datasets.values()].sort(
      (a, b) => byText(a.data.name, b.data.name) || b.data.nRatings - a.data.nRatings,
    ),
    verdicts: siteVerdicts(pages),
  };
}

function nameOf(page: NotebookPage): PageName {
  return { name: page.name, title: page.title.title, command: page.stamp.command };
}

function siteVerdicts(pages: readonly NotebookPage[]): SiteVerdict[] {
  const found = new Map<string, SiteVerdict>();
  for (const page of pages) {
    const anchors = anchorsOf(page);
    for (const { paper, verdicts } of page.records.verdicts) {
      const isOwn = page.name === paper.key;
      for (const verdict of verdicts) {
        const key = `${paper.key} ${verdict.claim} ${verdict.protocol}`;
        if (found.has(key) && !isOwn) continue;
        // The order is that of the paper's own page, not of the first page with one of its claims.
        found.delete(key);
        const anchor = claimAnchor(verdict);
        const address = `${page.name}.html${anchors.has(anchor) ? `#${anchor}` : ""}`;
        found.set(key, { verdict, paper, page: nameOf(page), address });
      }
    }
  }
  return [...found.values()];
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
