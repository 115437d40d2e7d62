/** The page of data: a card a data set. */
import { formatCount, formatNumber, formatShare } from "../show/format.js";
import { element, escapeHtml } from "../show/html.js";
import type { DataFacts } from "../show/data-facts.js";
import { filterWord, type RecordPage } from "./record-page.js";
import type { SiteData, SiteRecords, SiteRun } from "./site-records.js";

/** All data sets as a page. */
export function dataPage({ datasets, runs }: SiteRecords): RecordPage {
  const names = datasets.map(({ data }) => data.name);
  const isAlone = (name: string): boolean => names.filter((one) => one === name).length === 1;
  const cards = datasets.map((data) => cardHtml(data, runs, isAlone(data.data.name))).join("\n");
  return {
    name: "data",
    title: "Data",
    description:
      "What these reports measure on: counts, ratings, texts, posters and terms of use of every data set, as it was read.",
    content:
      datasets.length === 0 ? `<p class="empty">No report tells of its data yet.</p>` : cards,
  };
}

function cardHtml(
  { data, pages }: SiteData,
  runs: readonly SiteRun[],
  hasOwnName: boolean,
): string {
  const links = pages.map(({ name, title }) =>
    element("a", { href: `${name}.html` }, escapeHtml(title)),
  );
  const badge = data.invented ? ` <span class="badge invented">invented</span>` : "";
  const files = data.files.map(({ path, sha256 }) => `${escapeHtml(path)} (${escapeHtml(sha256)})`);
  const rows = hasOwnName ? "" : ` <small>${formatCount(data.nRatings)} rows</small>`;
  const entries: (readonly [string, string])[] = [
    ["Hash", element("code", {}, escapeHtml(data.hash))],
    ["Terms", escapeHtml(data.licence)],
    ["From", data.days === undefined ? "" : `${data.days[0]} to ${data.days[1]}`],
    ["Rows of a user", spread(data.activity)],
    ["Rows of an item", spread(data.popularity)],
    ["Rows refused", formatCount(data.nRejected)],
    ["Files", files.slice(0, 12).join(", ") + (files.length > 12 ? ", …" : "")],
    ["Reports", links.join(", ")],
    ["Runs", runsHtml(data, runs)],
  ];
  const list = entries
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
    .join("");
  return element(
    "section",
    { class: "data-card" },
    `<h2 id="${filterWord(`${data.name}-${data.hash}`)}">${escapeHtml(data.name)}${rows}${badge}</h2>\n${figuresHtml(data)}\n${ratingsHtml(data)}\n<dl class="manifest">${list}</dl>`,
  );
}

/** How many runs there are on these rows, and on other rows of the same name, such as its positives. */
function runsHtml({ name, hash }: DataFacts, runs: readonly SiteRun[]): string {
  const named = runs.filter(({ run }) => run.data.name === name);
  const nExact = named.filter(({ run }) => run.data.hash === hash).length;
  const nOther = named.length - nExact;
  if (named.length === 0) return "none";
  const address = `runs.html?data=${encodeURIComponent(filterWord(name))}`;
  const words = [
    ...(nExact === 0 ? [] : [`${formatCount(nExact)} on these very rows`]),
    ...(nOther === 0 ? [] : [`${formatCount(nOther)} on rows chosen from ${escapeHtml(name)}`]),
  ];
  return element("a", { href: address }, words.join(", "));
}

function figuresHtml(data: DataFacts): string {
  const facts: (readonly [string, string])[] = [
    ["users", formatCount(data.nUsers)],
    ["items", formatCount(data.nItems)],
    ["rows", formatCount(data.nRatings)],
    ["of all cells filled", formatShare(data.density, 2)],
    ...(data.ratings.length < 2
      ? []
      : [["mean rating", formatNumber(data.ratingMean, 2)] as const]),
    ["of the rows on a tenth of the items", formatShare(data.topTenthShare, 0)],
    ["items with a text", formatShare(data.textShare)],
    ["items with a poster", formatShare(data.posterShare)],
  ];
  const items = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<dl class="moviola-facts">${items.join("")}</dl>`;
}

/** How often each rating was given; nothing where all are alike. */
function ratingsHtml({ ratings }: DataFacts): string {
  if (ratings.length < 2) return "";
  const most = Math.max(...ratings.map(([, share]) => share));
  const rows = ratings.map(([rating, share]) => {
    const bar = `<span class="bar" style="width:${formatNumber((100 * share) / most, 1)}%"></span>`;
    return `<tr><th scope="row">${formatNumber(rating, Number.isInteger(rating) ? 0 : 1)}</th><td data-value="${share}">${formatShare(share)}</td><td class="bar-cell" aria-hidden="true">${bar}</td></tr>`;
  });
  const head = `<thead><tr><th scope="col">rating</th><th scope="col">share</th><td></td></tr></thead>`;
  return `<table class="rating-bars">${head}<tbody>${rows.join("")}</tbody></table>`;
}

function spread([median, mean]: readonly [number, number]): string {
  return `${formatNumber(median, Number.isInteger(median) ? 0 : 1)} in the middle, ${formatNumber(mean, 1)} on average`;
}
