import { parseFrontMatter, splitFrontMatter, type FrontMatterValue } from "./front-matter.js";
import { isRecord, type Notebook, type NotebookCell } from "./notebook-file.js";

/** What stands above a page's text, and in its card on the index. */
export interface PageTitle {
  readonly title: string;
  /** What the page shows, in a sentence or two of Markdown; empty when nobody wrote it. */
  readonly description: string;
  readonly authors: readonly string[];
  readonly date: string | undefined;
  /** Position on the index; pages without one come last, by name. */
  readonly order: number | undefined;
  /** A word on how finished the page is, such as "draft". */
  readonly status: string | undefined;
}

/** A page's title and its cells without the text that the title was taken from. */
export interface TitledCells {
  readonly title: PageTitle;
  readonly cells: readonly NotebookCell[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Finds title and description: in `metadata.moviola.page`, else in front matter of the first cell,
 * else in the first heading and the paragraph below it. What was found in text is taken out of it.
 */
export function takeTitle(notebook: Notebook, name: string): TitledCells {
  const front = takeFrontMatter(notebook.cells);
  const moviola = notebook.metadata.moviola;
  const told = isRecord(moviola) && isRecord(moviola.page) ? moviola.page : {};
  const values: Values = { ...front.values, ...told };
  const text = (key: string): string | undefined => {
    const value = values[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const description = text("description") ?? text("subtitle");
  const heading = takeHeading(front.cells, description === undefined);
  return {
    title: {
      title: text("title") ?? heading.title ?? name,
      description: description ?? heading.description,
      authors: authorList(values.author ?? values.authors),
      date: text("date"),
      order: typeof values.order === "number" ? values.order : undefined,
      status: text("status"),
    },
    cells: heading.cells,
  };
}

function authorList(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function takeFrontMatter(cells: readonly NotebookCell[]): {
  values: Readonly<Record<string, FrontMatterValue>>;
  cells: readonly NotebookCell[];
} {
  const first = cells[0];
  if (first === undefined || first.kind === "code") return { values: {}, cells };
  const split = splitFrontMatter(first.source);
  if (split === undefined) {
    if (first.kind !== "raw") return { values: {}, cells };
    return { values: parseFrontMatter(first.source), cells: cells.slice(1) };
  }
  return { values: split.values, cells: [{ ...first, source: split.rest }, ...cells.slice(1)] };
}

/** Takes `# Title` and, if asked, the paragraph below it from the first Markdown cell with words. */
function takeHeading(
  cells: readonly NotebookCell[],
  takesParagraph: boolean,
): {
  title: string | undefined;
  description: string;
  cells: readonly NotebookCell[];
} {
  const at = cells.findIndex((cell) => cell.kind === "markdown" && cell.source.trim() !== "");
  const match = at < 0 ? null : /^\s*#[ \t]+(.+?)[ \t]*#*\s*(?:\r?\n|$)/.exec(cells[at].source);
  if (match === null) return { title: undefined, description: "", cells };
  const below = cells[at].source.slice(match[0].length);
  const paragraph = !takesParagraph
    ? null
    : /^\s*((?:(?![#>|*+\-\d`~:<!]|\$\$)\S.*(?:\r?\n|$))(?:\S.*(?:\r?\n|$))*)/.exec(below);
  const rest = paragraph === null ? below : below.slice(paragraph[0].length);
  return {
    title: match[1].replace(/\s*\{[#.][^}]*\}$/, ""),
    description: paragraph === null ? "" : paragraph[1].trim().replace(/\s*\n\s*/g, " "),
    cells: cells.map((cell, position) => (position === at ? { ...cell, source: rest } : cell)),
  };
}
