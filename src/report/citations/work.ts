import type { BibtexEntry } from "./bibtex.js";
import { latexToText } from "./latex-text.js";

/** A person, or a body as a family name alone. */
export interface Person {
  readonly family: string;
  readonly given: string;
}

/** A work of the bibliography in plain text. */
export interface Work {
  readonly key: string;
  readonly type: string;
  readonly authors: readonly Person[];
  readonly editors: readonly Person[];
  /** "n.d." when the entry has none. */
  readonly year: string;
  readonly title: string;
  /** Journal, book or series that the work is part of. */
  readonly container: string | undefined;
  readonly volume: string | undefined;
  readonly number: string | undefined;
  readonly pages: string | undefined;
  readonly publisher: string | undefined;
  readonly note: string | undefined;
  /** Address of the work, from `doi`, arXiv's `eprint` or `url`. */
  readonly address: string | undefined;
}

/** The entry with its LaTeX turned to text, its people split and its address found. */
export function toWork(entry: BibtexEntry): Work {
  const { fields } = entry;
  const text = (...names: readonly string[]): string | undefined => {
    const found = names.map((name) => fields[name]).find((value) => value !== undefined);
    return found === undefined || found.trim() === "" ? undefined : latexToText(found);
  };
  return {
    key: entry.key,
    type: entry.type,
    authors: people(fields.author),
    editors: people(fields.editor),
    year: text("year") ?? text("date")?.slice(0, 4) ?? "n.d.",
    title: text("title") ?? entry.key,
    container: text("journal", "journaltitle", "booktitle", "series"),
    volume: text("volume"),
    number: text("number", "issue"),
    pages: text("pages")?.replace(/(\d)\s*-\s*(\d)/g, "$1–$2"),
    publisher: text("publisher", "school", "institution", "organization", "howpublished"),
    note: text("note"),
    address: addressOf(text("doi"), text("eprint"), text("url")),
  };
}

function addressOf(doi?: string, eprint?: string, url?: string): string | undefined {
  if (doi !== undefined)
    return `https://doi.org/${doi.replace(/^https?:\/\/(dx\.)?doi\.org\//, "")}`;
  if (url !== undefined) return /^https?:\/\//.test(url) ? url : undefined;
  return eprint === undefined ? undefined : `https://arxiv.org/abs/${eprint}`;
}

/** People of an `author` or `editor` field: "Family, Given" or "Given Family", joined by "and". */
export function people(field: string | undefined): Person[] {
  if (field === undefined || field.trim() === "") return [];
  return splitOutsideBraces(field).map((name) => {
    if (/^\{[^{}]*\}$/.test(name)) return { family: latexToText(name), given: "" };
    const [family, ...given] = name.split(",").map((part) => part.trim());
    if (given.length > 0) {
      return { family: latexToText(family), given: latexToText(given.at(-1)!) };
    }
    const words = name.split(/\s+/);
    const particle = words.findIndex((word, at) => at > 0 && /^[a-z]/.test(word));
    const start = particle > 0 && particle < words.length - 1 ? particle : words.length - 1;
    return {
      family: latexToText(words.slice(start).join(" ")),
      given: latexToText(words.slice(0, start).join(" ")),
    };
  });
}

/** Splits at the word "and" where it stands outside braces. */
function splitOutsideBraces(field: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const word of field.trim().split(/(\s+)/)) {
    if (word === "and" && depth === 0) parts.push("");
    else parts[parts.length - 1] += word;
    depth += (word.match(/\{/g)?.length ?? 0) - (word.match(/\}/g)?.length ?? 0);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
