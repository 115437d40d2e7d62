import { runId, type Manifest, type StoredRun } from "../../../src/experiment/index.js";

/** What is different from a run that the other supports make up. */
export interface RealRun {
  /** Name and hash of the data set. */
  readonly data?: string;
  readonly invented?: boolean;
  readonly mask?: string;
  readonly code?: string;
  readonly startedAt?: string;
  readonly knockOut?: NonNullable<Manifest["knockOut"]>;
}

/** A made-up run as one on data that is not invented, so that verdicts may rest on it. */
export function asReal(run: StoredRun, changes: RealRun = {}): StoredRun {
  const { data = "films", invented = false, mask = "train", code = "code", knockOut } = changes;
  const { manifest } = run.record;
  const real: Manifest = {
    ...manifest,
    dataset: { name: data, hash: data, invented },
    split: { ...manifest.split, hash: `${data} ${manifest.split.hash}` },
    protocol: { ...manifest.protocol, mask },
    code: { ...manifest.code, hash: code },
    ...(knockOut === undefined ? {} : { knockOut }),
  };
  const { startedAt = run.record.startedAt } = changes;
  return { ...run, record: { ...run.record, id: runId(real), manifest: real, startedAt } };
}
