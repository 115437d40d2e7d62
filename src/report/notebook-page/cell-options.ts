import { isRecord, type NotebookCell } from "./notebook-file.js";

/** How a code cell appears on its page; from the cell's metadata (see `docs/report-html.md`). */
export interface CellOptions {
  /** `fig-…` or `tbl-…` to be referred to; any other text is only an anchor. */
  readonly label: string | undefined;
  /** Caption in Markdown, from `fig-cap` or `tbl-cap`. */
  readonly caption: string | undefined;
  readonly alternativeText: string | undefined;
  readonly echo: boolean;
  readonly output: boolean;
  readonly include: boolean;
  readonly fold: "closed" | "open" | "none";
  readonly foldSummary: string;
  readonly isWide: boolean;
}

/** Tags of other tools that mean the same as an option. */
const tagOptions: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  "remove-cell": { include: false },
  "hide-cell": { include: false },
  "remove-input": { echo: false },
  "hide-input": { echo: false },
  "remove-output": { output: false },
  "hide-output": { output: false },
};

/** The options of a cell, defaults filled in. Quarto's own names, also under a `quarto` member. */
export function cellOptions(cell: NotebookCell): CellOptions {
  const nested = isRecord(cell.metadata.quarto) ? cell.metadata.quarto : {};
  const tags = Array.isArray(cell.metadata.tags) ? cell.metadata.tags.map(String) : [];
  const fromTags = Object.assign({}, ...tags.map((tag) => tagOptions[tag] ?? {})) as object;
  const given: Readonly<Record<string, unknown>> = { ...fromTags, ...cell.metadata, ...nested };
  const text = (key: string): string | undefined => {
    const value = given[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const fold = given["code-fold"];
  return {
    label: text("label"),
    caption: text("fig-cap") ?? text("tbl-cap"),
    alternativeText: text("fig-alt"),
    echo: given.echo !== false,
    output: given.output !== false,
    include: given.include !== false,
    fold: fold === "show" ? "open" : fold === false ? "none" : "closed",
    foldSummary: text("code-summary") ?? "Code",
    isWide: typeof given.column === "string" && /^(page|screen|body-outset)/.test(given.column),
  };
}
