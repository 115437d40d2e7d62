import { Dataset } from "../../data/dataset.js";
import type { RunRecord } from "../../experiment/run-record.js";
import type { Features } from "../../features/contract.js";
import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";
import { dataFacts } from "./data-facts.js";
import { formatSeconds } from "./format.js";
import { runFacts } from "./run-facts.js";

/** MIME type of a page's stamp, which the renderers lift under the title. */
export const stampMimeType = "application/vnd.moviola.stamp+json";

/** What a page's numbers rest on. */
export interface StampSource {
  /** Of a whole data set the site also shows a card. */
  readonly datasets: readonly Pick<Dataset, "name" | "contentHash" | "invented">[];
  /** Records of all runs that the page shows; may be empty. On the site its numbers open them. */
  readonly records: readonly RunRecord[];
  /** Feature sets that the page shows, or that its runs read. */
  readonly features?: readonly Pick<Features, "preset" | "manifest">[];
  /** Seeds that the page itself uses, beside those of its runs. */
  readonly seeds?: readonly number[];
  /** Code that the page itself computes with: `await readEnvironment()`. Runs say theirs. */
  readonly code?: Pick<Environment, "commit" | "dirty">;
}

type Environment = RunRecord["manifest"]["environment"];

/**
 * The stamp of a page: data, code, seeds and device of the runs, the feature sets, and the computing
 * time of both. The time is that of the runs and extractions themselves, whether they were computed
 * now or taken from a store. What neither runs nor `seeds` and `code` tell is left to the notebook's own
 * record.
 */
export function stamp(source: StampSource): Displayable {
  const { datasets, records, features = [] } = source;
  const environments = records.map((record) => record.manifest.environment);
  const runSeconds = records.reduce((sum, { seconds: s }) => sum + s.fit + s.evaluate, 0);
  const extractSeconds = features.reduce((sum, { manifest }) => sum + manifest.seconds, 0);
  const device = distinct([
    ...environments.map((environment) => environment.device),
    ...features.map(({ manifest }) => manifest.device.toUpperCase()),
  ]);
  const facts = {
    data: datasets.map(({ name, contentHash }) => `${name} (${contentHash.slice(0, 12)})`),
    ...codeOf(source),
    ...seedsOf(source),
    ...(device === "" ? {} : { device }),
    seconds: runSeconds + extractSeconds,
    invented: datasets.some((dataset) => dataset.invented),
    ...recordsOf(source),
  };
  const rows: [string, string][] = [["Data", facts.data.join(", ")]];
  if (facts.commit !== undefined) {
    rows.push(["Code", `${facts.commit}${facts.dirty === true ? " with local changes" : ""}`]);
  }
  if (facts.seeds !== undefined) rows.push(["Seeds", facts.seeds.join(", ")]);
  if (device !== "") rows.push(["Device", device]);
  if (records.length > 0 || features.length === 0) {
    rows.push(["Runs", `${records.length}, ${formatSeconds(runSeconds)} of computing`]);
  }
  if (features.length > 0) rows.push(["Features", describeFeatures(features, extractSeconds)]);
  return stampOf(facts, rows);
}

/** Runs and cards of data, for the site's pages of them; nothing where there are none. */
function recordsOf({ datasets, records }: StampSource): object {
  const runs = new Map(records.map((record) => [record.id, record]));
  const cards = datasets.filter((dataset) => dataset instanceof Dataset);
  return {
    ...(runs.size === 0 ? {} : { runs: [...runs.values()].map(runFacts) }),
    ...(cards.length === 0 ? {} : { datasets: cards.map(dataFacts) }),
  };
}

/** Commit and whether files differed from it; nothing where nobody says. */
function codeOf({ records, code }: StampSource): { commit?: string; dirty?: boolean } {
  const all = records.map(
    (record): NonNullable<StampSource["code"]> => record.manifest.environment,
  );
  if (code !== undefined) all.push(code);
  if (all.length === 0) return {};
  const commit = distinct(all.map((one) => one.commit.slice(0, 12)));
  return { commit, dirty: all.some(({ dirty }) => dirty) };
}

function seedsOf({ records, seeds = [] }: StampSource): { seeds?: number[] } {
  const all = new Set([...records.map((record) => record.manifest.seed), ...seeds]);
  return all.size === 0 ? {} : { seeds: [...all].sort((a, b) => a - b) };
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(", ");
}

/** Such as `palette (0123456789ab), 24.1 s to extract`. */
function describeFeatures(
  features: readonly Pick<Features, "preset" | "manifest">[],
  seconds: number,
): string {
  const names = features.map(
    ({ preset, manifest }) => `${preset.id} (${manifest.hash.slice(0, 12)})`,
  );
  return `${distinct(names)}, ${formatSeconds(seconds)} to extract`;
}

function stampOf(facts: object, rows: readonly [string, string][]): Displayable {
  const items = rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name) + element("dd", {}, escapeHtml(value))),
  );
  return {
    toMimeBundle: () => ({
      "text/plain": rows.map(([name, value]) => `${name}: ${value}`).join("\n"),
      "text/html": element("dl", { class: "moviola-stamp" }, items.join("")),
      [stampMimeType]: JSON.stringify(facts),
    }),
  };
}
