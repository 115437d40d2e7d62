import type { Dataset } from "../../data/dataset.js";
import type { RunRecord } from "../../experiment/run-record.js";
import type { Features } from "../../features/contract.js";
import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";
import { formatSeconds } from "./format.js";

/** MIME type of a page's stamp, which the renderers lift under the title. */
export const stampMimeType = "application/vnd.moviola.stamp+json";

/** What a page's numbers rest on. */
export interface StampSource {
  readonly datasets: readonly Pick<Dataset, "name" | "contentHash" | "invented">[];
  /** Records of all runs that the page shows; may be empty. */
  readonly records: readonly RunRecord[];
  /** Feature sets that the page shows, or that its runs read. */
  readonly features?: readonly Pick<Features, "preset" | "manifest">[];
}

/**
 * The stamp of a page: data, code, seeds and device of the runs, the feature sets, and the computing
 * time of both. The time is that of the runs and extractions themselves, whether they were computed
 * now or taken from a store. What a page without runs does not know, such as the commit, is left to
 * the notebook's own record.
 */
export function stamp({ datasets, records, features = [] }: StampSource): Displayable {
  const environments = records.map((record) => record.manifest.environment);
  const seeds = [...new Set(records.map((record) => record.manifest.seed))].sort((a, b) => a - b);
  const runSeconds = records.reduce((sum, { seconds: s }) => sum + s.fit + s.evaluate, 0);
  const extractSeconds = features.reduce((sum, { manifest }) => sum + manifest.seconds, 0);
  const device = distinct([
    ...environments.map((environment) => environment.device),
    ...features.map(({ manifest }) => manifest.device.toUpperCase()),
  ]);
  const code = distinct(environments.map((environment) => environment.commit.slice(0, 12)));
  const dirty = environments.some((environment) => environment.dirty);
  const facts = {
    data: datasets.map(({ name, contentHash }) => `${name} (${contentHash.slice(0, 12)})`),
    ...(records.length === 0 ? {} : { commit: code, dirty, seeds }),
    ...(device === "" ? {} : { device }),
    seconds: runSeconds + extractSeconds,
    invented: datasets.some((dataset) => dataset.invented),
  };
  const rows: [string, string][] = [["Data", facts.data.join(", ")]];
  if (records.length > 0) {
    rows.push(["Code", `${code}${dirty ? " with local changes" : ""}`]);
    rows.push(["Seeds", seeds.join(", ")]);
  }
  if (device !== "") rows.push(["Device", device]);
  if (records.length > 0 || features.length === 0) {
    rows.push(["Runs", `${records.length}, ${formatSeconds(runSeconds)} of computing`]);
  }
  if (features.length > 0) rows.push(["Features", describeFeatures(features, extractSeconds)]);
  return stampOf(facts, rows);
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
