import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import type { Dataset } from "../../data/dataset.js";
import type { Split } from "../../data/split/split.js";
import type { RunSettings } from "../options.js";
import { runUnits } from "../parallel/run-units.js";
import type { RunUnit } from "../parallel/run-unit.js";
import type { Estimate } from "../run-record.js";
import type { SearchRecord } from "./search-record.js";

/** Test values of configurations of a search, taken after its choice. They decide nothing. */
export interface TestExhibit {
  /** The metric that the search chose by. */
  readonly metric: string;
  /** By the trial's `candidate`; configurations without one are left out. */
  readonly values: Readonly<Record<number, Estimate>>;
}

/** What {@link testExhibit} is made of. */
export interface TestExhibitOptions extends Pick<RunSettings, "relevance" | "mask" | "features"> {
  /** The data set and the split that the search was made on. */
  readonly dataset: Dataset;
  readonly split: Split;
  /** Configurations that are worked on at once; default one a core. */
  readonly workers?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * An exhibit, not a tool: the test values of all configurations of a search's last rung, to be shown
 * against those on validation, which chose. An experiment must never do this; so it takes a search that
 * has chosen already, nothing of it is kept in the run store, and no configuration is returned. One that
 * fails is left out. Throws `E_SELECT_EXHIBIT` when data set or split are not the search's.
 */
export async function testExhibit(
  record: SearchRecord,
  options: TestExhibitOptions,
): Promise<TestExhibit> {
  const { dataset, split, features, relevance, mask, workers, onProgress, signal } = options;
  requireSame("data set", record.dataset.hash, dataset.contentHash);
  requireSame("split", record.split.hash, split.hash);
  const { metric, model, seed, trials, rungs } = record;
  const last = Math.max(...rungs.map(({ rung }) => rung));
  const shown = trials.filter(({ rung, value }) => rung === last && value !== undefined);
  const units = shown.map(({ config }): RunUnit => {
    const measured = {
      metrics: [metric],
      ...(relevance === undefined ? {} : { relevance }),
      ...(mask === undefined ? {} : { mask }),
    };
    return { data: "searched", part: "test", model, config, seed, ...measured };
  });
  const results = await runUnits(units, {
    data: { searched: { dataset, split, ...(features === undefined ? {} : { features }) } },
    store: false,
    ...(workers === undefined ? {} : { workers }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const values = results.flatMap((result, at): [number, Estimate][] =>
    result.state === "done" ? [[shown[at].candidate, result.record.metrics[metric]]] : [],
  );
  return { metric, values: Object.fromEntries(values) };
}

function requireSame(what: string, expected: string, got: string): void {
  if (expected === got) return;
  throw new MoviolaError("E_SELECT_EXHIBIT", "An exhibit needs what the search was made on", {
    where: what,
    expected: `hash ${expected.slice(0, 12)}`,
    got: `hash ${got.slice(0, 12)}`,
    remedy: "Give the data set with the same filters, and the split of the same recipe and seed",
  });
}
