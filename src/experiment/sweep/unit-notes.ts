/** What became of the units of sweeps, kept beside the runs that answer them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries, writeJsonAtomic } from "../../common/files.js";
import { codeIdentity } from "../manifest/code-identity.js";
import { canonicalJson } from "../../common/hash.js";
import type { RunRecord } from "../run-record.js";
import type { RunStore } from "../store/run-store.js";
import type { SweepUnit } from "./unit.js";

/** Why a unit has no result. */
export interface UnitFailure {
  /** Of a `MoviolaError`; absent for a failure that the library did not foresee. */
  readonly code?: string;
  readonly message: string;
}

/** Where a unit stands. `done` means: by this code, with its run in the store. */
export type UnitState =
  | { readonly state: "to do" }
  | { readonly state: "done"; readonly record: RunRecord }
  | { readonly state: "failed"; readonly failure: UnitFailure };

/** Hashes of what a unit works on. */
export interface UnitDataHashes {
  readonly dataset: string;
  /** By modality; empty for a model that does not look at features. */
  readonly features: Readonly<Record<string, string>>;
}

/** The content of a unit's file. */
interface UnitNote {
  readonly schema: 1;
  readonly id: string;
  readonly unit: SweepUnit;
  /** Hash of the code that did it; other code has to do it again. */
  readonly code: string;
  readonly runId?: string;
  readonly failure?: UnitFailure;
}

/**
 * The folder `sweep-units` of a run store: one file a unit, named by its id. Two stores are merged by
 * copying one's files into the other. A file that cannot be read counts as none.
 */
export class UnitNotes {
  readonly #store: RunStore;
  readonly #folder: string;
  #cleaned: Promise<unknown> | undefined;

  constructor(store: RunStore) {
    this.#store = store;
    this.#folder = join(store.directory, "sweep-units");
  }

  /**
   * Where the unit stands. With `data` a run on other data or features (a file that has changed) does not
   * count; without, they are taken to be what they were.
   */
  async stateOf(id: string, data?: UnitDataHashes): Promise<UnitState> {
    const note = await this.#read(id);
    if (note === undefined || note.code !== (await codeHash())) return { state: "to do" };
    if (note.failure !== undefined) return { state: "failed", failure: note.failure };
    const record = await this.#recordOf(note.runId ?? "");
    const isSame = data === undefined || (record !== undefined && isOf(record, data));
    return record !== undefined && isSame ? { state: "done", record } : { state: "to do" };
  }

  /** Remembers that the run `runId` of the store answers the unit. */
  async writeDone(id: string, unit: SweepUnit, runId: string): Promise<void> {
    await this.#write({ schema: 1, id, unit, code: await codeHash(), runId });
  }

  /** Remembers why the unit has no result. */
  async writeFailed(id: string, unit: SweepUnit, failure: UnitFailure): Promise<void> {
    await this.#write({ schema: 1, id, unit, code: await codeHash(), failure });
  }

  async #write(note: UnitNote): Promise<void> {
    await (this.#cleaned ??= removeStaleTemporaries(this.#folder));
    await writeJsonAtomic(join(this.#folder, `${note.id}.json`), note);
  }

  async #read(id: string): Promise<UnitNote | undefined> {
    try {
      const note = JSON.parse(
        await readFile(join(this.#folder, `${id}.json`), "utf8"),
      ) as UnitNote | null;
      return note?.schema === 1 && note.id === id ? note : undefined;
    } catch {
      return undefined;
    }
  }

  /** A damaged run is none: it is made again. */
  async #recordOf(runId: string): Promise<RunRecord | undefined> {
    try {
      return (await this.#store.read(runId))?.record;
    } catch (error) {
      if (isMoviolaError(error, "E_RUN_CORRUPT") || isMoviolaError(error, "E_RUN_ID")) {
        return undefined;
      }
      throw error;
    }
  }
}

function isOf({ manifest }: RunRecord, { dataset, features }: UnitDataHashes): boolean {
  const isSame = canonicalJson(manifest.features) === canonicalJson(features);
  return isSame && manifest.dataset.hash === dataset;
}

async function codeHash(): Promise<string> {
  const { hash, lockfileHash } = await codeIdentity();
  return `${hash.slice(0, 16)} ${lockfileHash.slice(0, 16)}`;
}

/** What is kept of an error. */
export function failureOf(error: unknown): UnitFailure {
  if (isMoviolaError(error)) return { code: error.code, message: error.message };
  return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
