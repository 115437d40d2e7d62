import { isMoviolaError } from "../common/errors.js";
import { findDataset } from "../data/read/known-datasets.js";
import { loadDataset } from "../data/read/load-dataset.js";
import type { Dataset } from "../data/dataset.js";
import type { RunStore } from "../experiment/store/run-store.js";
import type { StoredRun } from "../experiment/store/stored-run.js";
import type { Verdict } from "./claim-test.js";
import { isOfPaper } from "./match-runs.js";
import type { Paper } from "./paper.js";
import { verdicts, type VerdictsOptions } from "./verdicts.js";

/**
 * Verdicts on all claims of `papers` from the runs that `store` holds, paper after paper; see {@link verdicts}. Only
 * runs that a paper asks for are read, damaged ones are left out. Data sets that claims of arithmetic need are
 * loaded where they are found, unless `datasets` gives them.
 */
export async function ledger(
  papers: readonly Paper[],
  store: RunStore,
  options: VerdictsOptions = {},
): Promise<Verdict[]> {
  const records = await store.list();
  const found: Verdict[] = [];
  for (const paper of papers) {
    const runs: StoredRun[] = [];
    for (const { id } of records.filter(({ manifest }) => isOfPaper(manifest, paper))) {
      const run = await readSound(store, id);
      if (run !== undefined) runs.push(run);
    }
    const datasets = options.datasets ?? (await neededDatasets(paper));
    found.push(...verdicts(paper, runs, { ...options, datasets }));
  }
  return found;
}

async function readSound(store: RunStore, id: string): Promise<StoredRun | undefined> {
  try {
    return await store.read(id);
  } catch (error) {
    if (isMoviolaError(error, "E_RUN_CORRUPT")) return undefined;
    throw error;
  }
}

/** The data sets that the paper's claims of arithmetic ask for facts of, where they are on this machine. */
async function neededDatasets(paper: Paper): Promise<Dataset[]> {
  const asked = paper.claims.flatMap((claim) => {
    const checks = claim.kind === "arithmetic" ? claim.checks : [];
    return checks.flatMap(({ values }) =>
      Object.values(values).flatMap((value) => (typeof value === "object" ? [value.data] : [])),
    );
  });
  const names = [...new Set(asked)].flatMap((id) => paper.datasets[id].names ?? []);
  const datasets: Dataset[] = [];
  for (const name of names) {
    if ((await findDataset(name)) !== undefined) datasets.push(await loadDataset(name));
  }
  return datasets;
}
