/** Numbers that know their runs become links to them, where the site has the runs. */
import type { NotebookPage, PageBlock } from "./notebook-page.js";
import type { PageOutput } from "./page-output.js";
import { numberKey, runsByNumber } from "./run-numbers.js";

/** A page whose numbers open their runs. */
export interface LinkedPage {
  readonly page: NotebookPage;
  /** Runs behind numbers of the page that the site does not have; their numbers are no links. */
  readonly missing: readonly string[];
}

/** The address of runs on the site: their page shows them alone, and without JavaScript the first. */
export function runsAddress(ids: readonly string[]): string {
  const [first] = ids;
  return ids.length === 1 ? `runs.html#${first}` : `runs.html?runs=${ids.join("+")}#${first}`;
}

/**
 * Makes links of the page's numbers whose runs are in `known`. A cell that names no run but holds a number of
 * the page's own runs (see `runsByNumber`) opens them.
 */
export function linkPage(page: NotebookPage, known: ReadonlySet<string>): LinkedPage {
  const missing = new Set<string>();
  const numbers = runsByNumber(page.records.runs);
  const linkOutput = (output: PageOutput): PageOutput => {
    if (output.kind !== "html") return output;
    const named = nameRuns(output.html, numbers);
    return { ...output, html: linkRuns(named, known, (id) => missing.add(id)) };
  };
  const blocks = page.blocks.map((block): PageBlock =>
    block.kind === "code" ? { ...block, outputs: block.outputs.map(linkOutput) } : block,
  );
  return { page: { ...page, blocks }, missing: [...missing].sort() };
}

/** Cells of numbers with their runs named, where the number is one of a run's own. */
function nameRuns(html: string, numbers: ReadonlyMap<string, readonly string[]>): string {
  if (numbers.size === 0) return html;
  return html.replace(/<td\b([^>]*?)\sdata-value="([^"]+)"([^>]*)>/g, (whole, ...parts) => {
    const [before, value, after] = parts as [string, string, string];
    const key = numberKey(value);
    const ids = key === undefined ? undefined : numbers.get(key);
    if (ids === undefined || /\sdata-runs=/.test(before + after)) return whole;
    return `<td${before} data-value="${value}" data-runs="${ids.join(" ")}"${after}>`;
  });
}

const cells = /<(td|dd|li|span|strong)\b[^>]*?\sdata-runs="([^"]*)"[^>]*>([^]*?)<\/\1>/g;
const rows = /<tr\b[^>]*?\sdata-runs="([^"]*)"[^>]*>[^]*?<\/tr>/g;
const values = /<span class="moviola-value">([^<]+)<\/span>/g;

/**
 * HTML whose `data-runs` (ids with spaces between, on a cell or a row) became links: on the
 * `moviola-value` inside, or on the whole of a cell without one.
 */
export function linkRuns(
  html: string,
  known: ReadonlySet<string>,
  onMissing: (id: string) => void = () => undefined,
): string {
  if (!html.includes("data-runs=")) return html;
  const addressOf = (list: string): string | undefined => {
    const ids = list.split(" ").filter((id) => /^[0-9a-f]{16}$/.test(id));
    const there = ids.filter((id) => known.has(id));
    for (const id of ids) if (!known.has(id)) onMissing(id);
    return there.length === 0 ? undefined : runsAddress(there);
  };
  const linkValues = (markup: string, address: string): string =>
    markup.replace(values, (_whole, text: string) => {
      return `<span class="moviola-value">${linkTo(address, text)}</span>`;
    });
  const withCells = html.replace(cells, (whole, _name, list: string, content: string) => {
    const address = addressOf(list);
    if (address === undefined || content.includes("<a ")) return whole;
    const linked = linkValues(content, address);
    const inside = linked === content && !content.includes("<") ? linkTo(address, content) : linked;
    const end = whole.length - content.length - `</${String(_name)}>`.length;
    return whole.slice(0, end) + inside + whole.slice(end + content.length);
  });
  return withCells.replace(rows, (whole, list: string) => {
    const address = addressOf(list);
    return address === undefined ? whole : linkValues(whole, address);
  });
}

function linkTo(address: string, text: string): string {
  return text === "" || text === "–"
    ? text
    : `<a class="moviola-run" href="${address}">${text}</a>`;
}
