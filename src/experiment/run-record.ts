import type { Config } from "../common/json.js";
import type { CurvePoint } from "../models/contract.js";
import type { KnockOutKind } from "./knock-out.js";

/** An estimate with its interval. */
export interface Estimate {
  readonly mean: number;
  /** Ends of the 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
  /** Users (ranking) or ratings (rating) that the estimate rests on. */
  readonly n: number;
}

/** Everything that decided a run's numbers. Equal manifests (without `environment`) mean the same run. */
export interface Manifest {
  readonly schema: 1;
  readonly task: "ranking" | "rating";
  readonly dataset: { readonly name: string; readonly hash: string; readonly invented: boolean };
  readonly split: {
    readonly name: string;
    readonly settings: Config;
    readonly seed: number;
    readonly hash: string;
  };
  readonly model: { readonly id: string; readonly config: Config };
  /** Hash of each feature matrix by modality. */
  readonly features: Readonly<Record<string, string>>;
  /** Modalities that were knocked out, by the seed of the run; absent where none was. */
  readonly knockOut?: Readonly<Record<string, KnockOutKind>>;
  readonly metrics: readonly string[];
  /** How the metrics were taken: part, relevance, mask, intervals; see `protocolConfig`. */
  readonly protocol: Config;
  readonly seed: number;
  /**
   * Hash of the library's own source (or built) files, of those layers that can change a number
   * (`experiment` and below), and of the lockfile.
   */
  readonly code: { readonly hash: string; readonly lockfileHash: string };
  readonly environment: {
    readonly moviola: string;
    readonly commit: string;
    readonly dirty: boolean;
    readonly node: string;
    readonly platform: string;
    readonly device: string;
  };
}

/** One run: what was asked, what came out, what it cost. Stored as `run.json` in the run's folder. */
export interface RunRecord {
  /** The first 16 hexadecimal digits of the manifest's hash. */
  readonly id: string;
  readonly manifest: Manifest;
  /** By name, such as `ndcg@10`, `recall@20`, `auc`, `rmse`. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly curve: readonly CurvePoint[];
  readonly epochs: number;
  /** Users left out of the means because they have no relevant item (ranking). */
  readonly skippedUsers: number;
  /** What a reader of the numbers should know, such as a film that stands in train and test under two ids. */
  readonly warnings: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** `fit`: of the fit itself, also where it was found on disk (`keepModel: "store"`). */
  readonly seconds: { readonly fit: number; readonly evaluate: number };
  /**
   * High-water mark of the whole process's resident memory when the run ended (`maxRSS`), so it
   * includes what was in memory before the run.
   */
  readonly peakMemoryBytes: number;
}

/** Values of each unit (user or test rating) behind the means; columns of equal length. */
export interface PerUnitValues {
  readonly unit: "user" | "rating";
  /** `[n]` user of each row. */
  readonly userIndex: Int32Array;
  /** `[n]` item of each row, for ratings. */
  readonly itemIndex?: Int32Array;
  /** `[n]` by metric; for ratings `prediction` and `rating` instead of metrics. */
  readonly values: Readonly<Record<string, Float64Array>>;
}
