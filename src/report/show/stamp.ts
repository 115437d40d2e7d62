import type { Dataset } from "../../data/dataset.js";
import type { RunRecord } from "../../experiment/run-record.js";
import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";
import { formatSeconds } from "./format.js";

/** MIME type of a page's stamp, which the renderers lift under the title. */
export const stampMimeType = "application/vnd.moviola.stamp+json";

/** What a page's numbers rest on. */
export interface StampSource {
  readonly datasets: readonly Pick<Dataset, "name" | "contentHash" | "invented">[];
  /** Records of all runs that the page shows. */
  readonly records: readonly RunRecord[];
}

/**
 * The stamp of a page: data, code, seeds, device and computing time of the runs behind its numbers.
 * The time is that of the runs themselves, whether they were computed now or taken from the store.
 */
export function stamp({ datasets, records }: StampSource): Displayable {
  const environments = records.map((record) => record.manifest.environment);
  const seeds = [...new Set(records.map((record) => record.manifest.seed))].sort((a, b) => a - b);
  const seconds = records.reduce((sum, { seconds: s }) => sum + s.fit + s.evaluate, 0);
  const distinct = (values: readonly string[]): string => [...new Set(values)].join(", ");
  const facts = {
    commit: distinct(environments.map((environment) => environment.commit.slice(0, 12))),
    dirty: environments.some((environment) => environment.dirty),
    data: datasets.map(({ name, contentHash }) => `${name} (${contentHash.slice(0, 12)})`),
    seeds,
    device: distinct(environments.map((environment) => environment.device)),
    seconds,
    invented: datasets.some((dataset) => dataset.invented),
  };
  const rows: [string, string][] = [
    ["Data", facts.data.join(", ")],
    ["Code", `${facts.commit}${facts.dirty ? " with local changes" : ""}`],
    ["Seeds", seeds.join(", ")],
    ["Device", facts.device],
    ["Runs", `${records.length}, ${formatSeconds(seconds)} of computing`],
  ];
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
