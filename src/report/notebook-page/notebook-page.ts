/** An executed notebook as a page: the one model from which both renderers work. */
import { basename } from "node:path";
import { MoviolaError } from "../../common/errors.js";
import { cellOptions, type CellOptions } from "./cell-options.js";
import { isRecord, readNotebook, type Notebook, type NotebookCell } from "./notebook-file.js";
import { pageOutputs, type PageOutput } from "./page-output.js";
import { pageRecords, type PageRecords } from "./page-records.js";
import { takeTitle, type PageTitle } from "./page-title.js";
import { rerunCommand } from "./rerun-command.js";
import { stampMimeType, toldFacts, type PageStamp, type PageVerdict } from "./stamp.js";

/** Text in Markdown. */
export interface ProseBlock {
  readonly kind: "prose";
  readonly markdown: string;
}

/** A code cell with what it put out. */
export interface CodeBlock {
  readonly kind: "code";
  /** Position among the notebook's cells, from 1, as error messages count. */
  readonly cellNumber: number;
  readonly source: string;
  readonly options: CellOptions;
  readonly outputs: readonly PageOutput[];
}

/** One part of a page. */
export type PageBlock = ProseBlock | CodeBlock;

/** The error that ended a notebook early. */
export interface PageFailure {
  readonly cellNumber: number;
  readonly name: string;
  readonly message: string;
}

/** A page, independent of how it is rendered. */
export interface NotebookPage {
  /** File name without ending; the page becomes `<name>.html`. */
  readonly name: string;
  readonly title: PageTitle;
  readonly stamp: PageStamp;
  readonly verdict: PageVerdict | undefined;
  readonly isInvented: boolean;
  /** Runs, data sets and verdicts that the page's numbers rest on. */
  readonly records: PageRecords;
  readonly failure: PageFailure | undefined;
  /** The language of code cells, lower-case. */
  readonly language: string;
  /** True when some output can be made interactive with plotly. */
  readonly hasFigures: boolean;
  readonly blocks: readonly PageBlock[];
}

/** Reads an executed notebook as a page. Throws `E_PAGE_NOTEBOOK` and `E_PAGE_LABEL`. */
export async function readNotebookPage(path: string): Promise<NotebookPage> {
  return notebookPage(await readNotebook(path));
}

/** As {@link readNotebookPage}, from a notebook that was already read. */
export function notebookPage(notebook: Notebook): NotebookPage {
  const name = basename(notebook.path).replace(/\.ipynb$/, "");
  const { title, cells } = takeTitle(notebook, name);
  const facts = toldFacts(notebook);
  const blocks = cells.flatMap(pageBlock);
  checkLabels(blocks, notebook.path);
  const command = facts.stamp.command ?? rerunCommand(name, notebook.metadata);
  return {
    name,
    title,
    stamp: { ...facts.stamp, command },
    verdict: facts.verdict,
    isInvented: facts.isInvented,
    records: pageRecords(notebook),
    failure: findFailure(notebook.cells),
    language: notebook.language,
    hasFigures: blocks.some((block) => block.kind === "code" && block.outputs.some(isFigure)),
    blocks,
  };
}

function pageBlock(cell: NotebookCell): PageBlock[] {
  if (cell.kind === "raw") return [];
  if (cell.kind === "markdown") {
    return cell.source.trim() === "" ? [] : [{ kind: "prose", markdown: withAttachments(cell) }];
  }
  const options = cellOptions(cell);
  const isStamp = (data: object): boolean => stampMimeType in data;
  const told = cell.outputs.filter((output) => output.type !== "data" || !isStamp(output.data));
  const outputs = pageOutputs(told);
  const isEmpty = cell.source.trim() === "" && outputs.length === 0;
  if (!options.include || isEmpty) return [];
  return [{ kind: "code", cellNumber: cell.position + 1, source: cell.source, options, outputs }];
}

/** Markdown whose `attachment:` images are replaced by the images themselves. */
function withAttachments(cell: NotebookCell): string {
  const attachments = cell.metadata.attachments;
  if (typeof attachments !== "object" || attachments === null) return cell.source;
  return Object.entries(attachments).reduce((text, [file, forms]) => {
    const [mimeType, data] = Object.entries(isRecord(forms) ? forms : {})[0] ?? [];
    if (mimeType === undefined || typeof data !== "string") return text;
    return text.replaceAll(`attachment:${file}`, `data:${mimeType};base64,${data}`);
  }, cell.source);
}

function isFigure(output: PageOutput): boolean {
  return output.kind === "html" && /\sdata-plotly=/.test(output.html);
}

function findFailure(cells: readonly NotebookCell[]): PageFailure | undefined {
  for (const cell of cells) {
    const error = cell.outputs.find((output) => output.type === "error");
    if (error?.type === "error") {
      return { cellNumber: cell.position + 1, name: error.name, message: error.message };
    }
  }
  return undefined;
}

function checkLabels(blocks: readonly PageBlock[], path: string): void {
  const seen = new Map<string, number>();
  for (const block of blocks) {
    if (block.kind !== "code" || block.options.label === undefined) continue;
    const { label } = block.options;
    const earlier = seen.get(label);
    if (earlier === undefined && /^[\w][\w:.-]*$/.test(label)) {
      seen.set(label, block.cellNumber);
      continue;
    }
    throw new MoviolaError("E_PAGE_LABEL", "The label of a cell cannot be used", {
      where: `${path}, cell ${block.cellNumber}`,
      expected: "a label of letters, digits, - and _ that no other cell of the notebook has",
      got: earlier === undefined ? `"${label}"` : `"${label}", which is cell ${earlier}'s`,
      remedy: "change the member `label` of the cell's metadata",
    });
  }
}
