/** What this thread and a worker tell each other. */
import type { RunRecord } from "../run-record.js";
import type { PlainError } from "./error-transfer.js";
import type { RunUnit } from "./run-unit.js";
import type { PackedData, PackedDataset } from "./shared-data.js";

/** To a worker. */
export type Order =
  | { readonly kind: "dataset"; readonly hash: string; readonly dataset: PackedDataset }
  | {
      readonly kind: "data";
      readonly key: string;
      /** Content hash of a data set that was sent before. */
      readonly datasetHash: string;
      readonly data: PackedData;
    }
  | { readonly kind: "unit"; readonly unit: RunUnit }
  /** Stop at the next step of a fit; what is being written is finished. */
  | { readonly kind: "stop" };

/** From a worker. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly record: RunRecord; readonly fromStore: boolean }
  | { readonly kind: "failed"; readonly error: PlainError };

/** What a worker is started with. */
export interface WorkerSetup {
  /** Folder of the run store; false for none. */
  readonly storeDirectory: string | false;
}
