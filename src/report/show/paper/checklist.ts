import type { Dataset } from "../../../data/dataset.js";
import type { RunRecord } from "../../../experiment/run-record.js";
import type { Features } from "../../../features/contract.js";
import type { Displayable } from "../displayable.js";
import { formatBytes, formatCount, formatSeconds } from "../format.js";
import { table } from "../table/table.js";

/** What the checklist rests on. */
export interface ChecklistSource {
  /** Records of all runs of the page. */
  readonly records: readonly RunRecord[];
  readonly datasets: readonly Pick<Dataset, "name" | "contentHash" | "invented" | "interactions">[];
  readonly features?: readonly Pick<Features, "preset" | "manifest">[];
  /** What no run can tell. */
  readonly answers: ChecklistAnswers;
}

/** In a sentence or two each. */
export interface ChecklistAnswers {
  /** Which settings were tried, and where their ranges come from. */
  readonly searchSpace: string;
  /** How the settings shown were chosen, and on which part. */
  readonly selection: string;
  /** Where the runs leave the paper's text. */
  readonly deviations: string;
  /** What was not run, and why. */
  readonly missing: string;
}

/**
 * The checklist of a reproducibility report, filled in from the manifests of the page's runs: data with hashes, code,
 * seeds, splits, device, computing time and memory; and the four answers that only its author can give.
 */
export function checklist(source: ChecklistSource): Displayable {
  const { answers } = source;
  const rows: (readonly [string, string])[] = [
    ["Data", source.datasets.map(dataText).join("; ") || "none"],
    ["Features", featuresText(source.features ?? [])],
    ["Code", codeText(source.records)],
    ["Splits", splitsText(source.records)],
    ["Seeds", listOf(source.records.map(({ manifest }) => manifest.seed))],
    ["Search space", answers.searchSpace],
    ["Selection", answers.selection],
    ["Compute", computeText(source.records)],
    ["Deviations from the paper", answers.deviations],
    ["Not run", answers.missing],
  ];
  return table(
    rows.map(([item, answer]) => ({ item, answer })),
    {
      name: "checklist",
      columns: [
        { key: "item", title: "Item" },
        { key: "answer", title: "Answer" },
      ],
    },
  );
}

function dataText(dataset: ChecklistSource["datasets"][number]): string {
  const { name, contentHash, invented, interactions } = dataset;
  const what = `${formatCount(interactions.userIndex.length)} rows, hash ${contentHash.slice(0, 12)}`;
  return `${name} (${what}${invented ? ", invented" : ""})`;
}

function featuresText(features: NonNullable<ChecklistSource["features"]>): string {
  const names = features.map(
    ({ preset, manifest }) => `${preset.id} (${manifest.hash.slice(0, 12)})`,
  );
  return listOf(names) || "none";
}

function codeText(records: readonly RunRecord[]): string {
  const commits = records.map(({ manifest: { environment } }) => {
    const changes = environment.dirty ? " with local changes" : "";
    return `${environment.commit.slice(0, 12)}${changes}, Node ${environment.node}`;
  });
  return listOf(commits) || "no run";
}

function splitsText(records: readonly RunRecord[]): string {
  const splits = new Map<string, Set<string>>();
  for (const { manifest } of records) {
    const { name, hash } = manifest.split;
    splits.set(name, (splits.get(name) ?? new Set()).add(hash));
  }
  const texts = [...splits].map(([name, { size }]) => `${name} (${size} drawn)`);
  return texts.sort().join(", ") || "no run";
}

function computeText(records: readonly RunRecord[]): string {
  if (records.length === 0) return "no run";
  const seconds = records.reduce((sum, { seconds: s }) => sum + s.fit + s.evaluate, 0);
  const peak = Math.max(...records.map(({ peakMemoryBytes }) => peakMemoryBytes));
  const devices = listOf(records.map(({ manifest }) => manifest.environment.device));
  const memory = Number.isFinite(peak) ? `, at most ${formatBytes(peak)} of memory` : "";
  return `${records.length} runs, ${formatSeconds(seconds)} in all${memory}, on ${devices}`;
}

function listOf(values: readonly (string | number)[]): string {
  const sorted = [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.join(", ");
}
