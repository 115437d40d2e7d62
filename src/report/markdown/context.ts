import type { Citations } from "../citations/citations.js";

/** A heading of the page's text, numbered. */
export interface Heading {
  readonly id: string;
  /** As in the source: 2 for the page's sections. */
  readonly level: number;
  /** Such as "2.1"; empty for headings that are not numbered. */
  readonly number: string;
  readonly html: string;
}

/** What a label stands for, such as "Figure 2" at `#fig-popularity`. */
export interface Target {
  readonly name: "Figure" | "Table" | "Section";
  readonly number: string;
}

/** What the texts of one page share: targets of references, citations, headings, anchors in use. */
export class PageContext {
  readonly citations: Citations;
  readonly headings: Heading[] = [];
  /** References and citations that lead nowhere, for the author. */
  readonly unresolved: Set<string> = new Set();
  readonly #targets = new Map<string, Target>();
  readonly #anchors = new Set<string>();
  readonly #counts = { Figure: 0, Table: 0 };
  #sections: number[] = [];

  constructor(citations: Citations) {
    this.citations = citations;
  }

  target(label: string): Target | undefined {
    return this.#targets.get(label);
  }

  /** Numbers a figure or table; labels beginning otherwise are only anchors. */
  addFloat(label: string): Target | undefined {
    this.#anchors.add(label);
    const name = label.startsWith("fig-")
      ? "Figure"
      : label.startsWith("tbl-")
        ? "Table"
        : undefined;
    if (name === undefined) return undefined;
    const target: Target = { name, number: String(++this.#counts[name]) };
    this.#targets.set(label, target);
    return target;
  }

  /** Numbers a section at `level` (2 is the highest) and makes it a target of references. */
  addSection(label: string, level: number, isNumbered: boolean): string {
    if (!isNumbered) return "";
    const depth = Math.max(0, level - 2);
    const counts = this.#sections.slice(0, depth + 1);
    while (counts.length < depth + 1) counts.push(0);
    counts[depth]++;
    this.#sections = counts;
    const number = counts.join(".");
    this.#targets.set(label, { name: "Section", number });
    return number;
  }

  /** An anchor that nothing else on the page has, from a heading's words. */
  anchor(words: string): string {
    const base =
      words
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[^\p{Letter}\p{Number}\s-]/gu, "")
        .trim()
        .replace(/\s+/g, "-") || "section";
    let anchor = base;
    for (let count = 2; this.#anchors.has(anchor); count++) anchor = `${base}-${count}`;
    this.#anchors.add(anchor);
    return anchor;
  }
}

/** The environment in which a parser carries the context of the text that it reads. */
export function environmentOf(context: PageContext): Record<string, unknown> {
  return { context };
}

/** The context that {@link environmentOf} put into a parser's environment. */
export function contextOf(environment: Readonly<Record<string, unknown>> | undefined): PageContext {
  return environment?.context as PageContext;
}
