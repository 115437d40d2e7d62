import { canonicalJson, contentHash } from "../../common/hash.js";
import type { Config } from "../../common/json.js";
import type { KnockOutKind } from "../knock-out.js";
import type { MaskedParts } from "../options.js";
import type { SweepFilter } from "./specification.js";

/**
 * One piece of a sweep's work, which needs no other: a fit and its evaluation, as everything that
 * the file says of it. JSON-safe, so that it can be handed to another thread or machine.
 */
export interface SweepUnit {
  readonly schema: 1;
  readonly dataset: {
    /** Name or path, as the file writes it. */
    readonly data: string;
    readonly threshold?: number;
    readonly filters: readonly SweepFilter[];
    /** Sources by modality; absent without any. */
    readonly features?: Readonly<Record<string, string>>;
  };
  readonly split: {
    readonly name: string;
    readonly settings: Config;
    /** Absent for a recipe that draws nothing. */
    readonly seed?: number;
  };
  readonly model: {
    readonly id: string;
    /** Complete: defaults included. */
    readonly config: Config;
    readonly knockOut?: Readonly<Record<string, KnockOutKind>>;
  };
  /** Of the fit and the intervals. */
  readonly seed: number;
  /** By full name, such as `ndcg@10`. */
  readonly metrics: readonly string[];
  readonly mask?: MaskedParts;
  readonly relevance?: { readonly threshold: number };
}

/**
 * The unit's id: 16 hexadecimal digits over its canonical JSON. It says what was asked for and is
 * known before any data is read; the id of the run that answers it also covers the data and the code.
 */
export function unitId(unit: SweepUnit): string {
  return contentHash([canonicalJson(unit)]).slice(0, 16);
}
