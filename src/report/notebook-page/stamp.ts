/** The facts that make a page checkable: what it was computed from, and how to compute it again. */
import { parseJson } from "../../common/json.js";
import { isRecord, joinText, type Notebook } from "./notebook-file.js";

/** MIME type under which a cell tells the page's stamp. */
export const stampMimeType = "application/vnd.moviola.stamp+json";
/** MIME type under which a cell tells the notebook's conclusion; the last one stands for the notebook. */
export const verdictMimeType = "application/vnd.moviola.verdict+json";

/** What a page says under its title. Members that nobody told are absent or empty. */
export interface PageStamp {
  readonly commit: string | undefined;
  /** True when files differed from the commit. */
  readonly isDirty: boolean;
  readonly data: readonly string[];
  readonly seeds: readonly string[];
  readonly device: string | undefined;
  /** Time that running the notebook took; unknown for notebooks that another program ran. */
  readonly seconds: number | undefined;
  /** Computing time of the runs behind the numbers, whether made now or taken from the store. */
  readonly computingSeconds: number | undefined;
  readonly command: string | undefined;
}

/** What a notebook found, in words, with counts where it counts. */
export interface PageVerdict {
  readonly text: string;
  readonly held?: number;
  readonly of?: number;
}

/** Everything that cells and the notebook's `metadata.moviola` tell about the page. */
export interface ToldFacts {
  readonly stamp: PageStamp;
  readonly verdict: PageVerdict | undefined;
  readonly isInvented: boolean;
}

type Loose = Readonly<Record<string, unknown>>;

/** Collects the stamp, the verdict and the label of invented data. Cells win over metadata. */
export function toldFacts(notebook: Notebook): ToldFacts {
  const outputs = notebook.cells.flatMap((cell) => cell.outputs);
  const bundles = outputs.flatMap((output) => (output.type === "data" ? [output.data] : []));
  const told = bundles.flatMap((data) => jsonMember(data, stampMimeType));
  const verdicts = bundles.flatMap((data) => jsonMember(data, verdictMimeType));
  const metadata = isRecord(notebook.metadata.moviola) ? notebook.metadata.moviola : {};
  const sources: Loose[] = [...told.toReversed(), metadata];
  const isInvented =
    sources.some((source) => source.invented === true) ||
    bundles.some((data) => /class="[^"]*\bmoviola-invented\b/.test(joinText(data["text/html"])));
  return {
    stamp: { ...mergeStamps(sources), ...durations(told, metadata) },
    verdict: parseVerdict(verdicts.at(-1) ?? firstOf(sources, "verdict", isVerdict)),
    isInvented,
  };
}

function mergeStamps(sources: readonly Loose[]): Omit<PageStamp, "seconds" | "computingSeconds"> {
  const text = (key: string): string | undefined => firstOf(sources, key, isText);
  return {
    commit: text("commit"),
    isDirty: sources.some((source) => source.dirty === true),
    data: union(sources, "data"),
    seeds: union(sources, "seeds"),
    device: text("device"),
    command: text("command"),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isVerdict(value: unknown): value is string | Loose {
  return isText(value) || isRecord(value);
}

function durations(
  told: readonly Loose[],
  metadata: Loose,
): Pick<PageStamp, "seconds" | "computingSeconds"> {
  const isTime = (value: unknown): value is number => typeof value === "number" && value >= 0;
  const computing = told.map((source) => source.seconds).filter(isTime);
  return {
    seconds: isTime(metadata.seconds) ? metadata.seconds : undefined,
    computingSeconds:
      computing.length === 0 ? undefined : computing.reduce((sum, one) => sum + one),
  };
}

function firstOf<T>(
  sources: readonly Loose[],
  key: string,
  accepts: (value: unknown) => value is T,
): T | undefined {
  return sources.map((source) => source[key]).find(accepts);
}

/** Distinct entries of a list member over all sources, in order of first sight. */
function union(sources: readonly Loose[], key: string): string[] {
  const entries = sources.toReversed().flatMap((source) => {
    const value = source[key];
    return Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
  });
  return [...new Set(entries.filter((entry) => !isRecord(entry)).map(String))];
}

function parseVerdict(value: unknown): PageVerdict | undefined {
  if (isText(value)) return { text: value };
  if (!isRecord(value) || !isText(value.text)) return undefined;
  const { text, held, of } = value;
  return typeof held === "number" && typeof of === "number" ? { text, held, of } : { text };
}

/** The member of a bundle as a JSON object, or nothing: kernels store it as an object or as its text. */
export function jsonMember(data: Loose, mimeType: string): Loose[] {
  const value = data[mimeType];
  if (isRecord(value)) return [value];
  if (value === undefined) return [];
  try {
    const parsed: unknown = parseJson(joinText(value));
    return isRecord(parsed) ? [parsed] : [];
  } catch {
    return [];
  }
}
