/**
 * Author-year citations and the list of references, in the manner of the Chicago Manual of Style,
 * 17th edition, author-date (the style that Quarto uses when none is named).
 */
import { readFile } from "node:fs/promises";
import { escapeHtml } from "../show/html.js";
import { parseBibtex } from "./bibtex.js";
import { reference } from "./reference.js";
import { toWork, type Work } from "./work.js";

/** The works that pages can cite, by key. */
export type Bibliography = ReadonlyMap<string, Work>;

/** One work in a citation such as `[see @key, p. 3]`. */
export interface CitedWork {
  readonly key: string;
  readonly prefix: string;
  /** What follows the year, such as "p. 3". */
  readonly suffix: string;
  /** True for `-@key`: the year alone. */
  readonly withoutAuthor: boolean;
}

/** Reads a bibliography. Throws `E_BIBLIOGRAPHY`; a missing file is an empty bibliography. */
export async function readBibliography(path: string): Promise<Bibliography> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  return parseBibliography(text, path);
}

/** As {@link readBibliography}, from text; `path` is only for messages. */
export function parseBibliography(text: string, path: string): Bibliography {
  return new Map([...parseBibtex(text, path)].map(([key, entry]) => [key, toWork(entry)]));
}

/** The citations of one page: which works it cites, and how each is written. */
export class Citations {
  readonly #works: Bibliography;
  readonly #used = new Set<string>();

  constructor(works: Bibliography) {
    this.#works = works;
  }

  has(key: string): boolean {
    return this.#works.has(key);
  }

  /** Notes that the page cites a work. All are noted before any is written: letters depend on all. */
  use(key: string): void {
    if (this.#works.has(key)) this.#used.add(key);
  }

  /** `(He et al. 2020; Koren 2008, p. 3)` with links to the list of references. */
  inParentheses(cited: readonly CitedWork[]): string {
    const parts = cited.map((one) => {
      const work = this.#works.get(one.key);
      if (work === undefined) return unknownWork(one.key);
      const year = this.#yearOf(work);
      const name = one.withoutAuthor ? year : `${authorLabel(work)} ${year}`;
      const prefix = one.prefix === "" ? "" : `${escapeHtml(one.prefix)} `;
      return `${prefix}${link(work, name)}${suffixText(one)}`;
    });
    return `<span class="citation">(${parts.join("; ")})</span>`;
  }

  /** `He et al. (2020)`, as part of a sentence. */
  inSentence(cited: CitedWork): string {
    const work = this.#works.get(cited.key);
    if (work === undefined) return unknownWork(cited.key);
    const year = `(${link(work, this.#yearOf(work))}${suffixText(cited)})`;
    const text = cited.withoutAuthor ? year : `${escapeHtml(authorLabel(work))} ${year}`;
    return `<span class="citation">${text}</span>`;
  }

  /** The cited works as list items, by author and year; empty when nothing is cited. */
  references(): string {
    const works = [...this.#used].map((key) => this.#works.get(key)!).sort(byAuthorAndYear);
    return works
      .map(
        (work) =>
          `<li id="ref-${escapeHtml(work.key)}">${reference(work, this.#yearOf(work))}</li>`,
      )
      .join("\n");
  }

  /** The year, with a letter where the page cites two works that would read the same. */
  #yearOf(work: Work): string {
    const alike = [...this.#used]
      .map((key) => this.#works.get(key)!)
      .filter((other) => other.year === work.year && authorLabel(other) === authorLabel(work))
      .sort(byAuthorAndYear);
    if (alike.length < 2) return work.year;
    return work.year + String.fromCharCode(97 + alike.indexOf(work));
  }
}

/** "He", "He and Chua", "He, Chua, and Wang", "He et al.". */
export function authorLabel(work: Work): string {
  const names = (work.authors.length > 0 ? work.authors : work.editors).map((one) => one.family);
  if (names.length === 0) return work.title.split(/[:.?!]/)[0];
  if (names.length === 1) return names[0];
  if (names.length === 2) return `${names[0]} and ${names[1]}`;
  if (names.length === 3) return `${names[0]}, ${names[1]}, and ${names[2]}`;
  return `${names[0]} et al.`;
}

function byAuthorAndYear(a: Work, b: Work): number {
  const keys = (work: Work): string[] => [
    work.authors.map((one) => `${one.family} ${one.given}`).join("; ") || work.title,
    work.year,
    work.title,
  ];
  const [left, right] = [keys(a), keys(b)];
  const at = left.findIndex((key, position) => key !== right[position]);
  return at < 0 ? 0 : left[at].localeCompare(right[at], "en");
}

function link(work: Work, text: string): string {
  return `<a href="#ref-${escapeHtml(work.key)}">${escapeHtml(text)}</a>`;
}

function suffixText(cited: CitedWork): string {
  return cited.suffix === "" ? "" : `, ${escapeHtml(cited.suffix)}`;
}

function unknownWork(key: string): string {
  return `<strong class="unresolved">${escapeHtml(key)}?</strong>`;
}
