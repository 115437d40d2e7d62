/** A paper's file as the library holds it; `schema.ts` checks the same form. */
import type { Config } from "../common/json.js";
import type { KnockOutKind } from "../experiment/knock-out.js";

/** How firmly a number or claim is known to be the paper's. */
export type EvidenceLevel = "paper" | "released-code" | "external-table" | "reconstruction";

/** The paper's way of measuring, or a sound one. */
export type ProtocolName = "faithful" | "corrected";

/** A data set that the paper speaks of. */
export interface PaperDataset {
  readonly title: string;
  /** Names of data sets of ours that are the paper's. */
  readonly names?: readonly string[] | undefined;
  /** Names of data sets that stand in for it, best first, and what is different. */
  readonly standIns?: readonly { readonly name: string; readonly why: string }[] | undefined;
}

/** What tells the runs of one of a paper's models. */
export interface RunPattern {
  /** Id of a model. */
  readonly model: string;
  /** Protocol that the pattern is for; both where it is left out. */
  readonly protocol?: ProtocolName | undefined;
  /** Settings that the run must have; others may be anything. */
  readonly config?: Config | undefined;
  /** The run's modalities, all of them; any where it is left out. */
  readonly features?: readonly string[] | undefined;
  /** Modalities knocked out, all of them; none where it is left out. */
  readonly knockOut?: Readonly<Record<string, KnockOutKind>> | undefined;
}

/** A model as the paper names it; a run that any pattern matches is one of it. */
export interface PaperModel {
  readonly title: string;
  readonly runs: readonly RunPattern[];
}

/** How a run must be split and measured to be of a protocol; what is left out may be anything. */
export interface ProtocolPattern {
  /** Names of data sets of ours. */
  readonly data?: readonly string[] | undefined;
  /** Name of a split recipe, and settings of it. */
  readonly split?: string | undefined;
  readonly splitSettings?: Config | undefined;
  /** Members of the manifest's `protocol`. */
  readonly conventions?: Config | undefined;
}

/** A protocol; a run that any pattern matches is of it. */
export interface PaperProtocol {
  readonly title: string;
  readonly runs: readonly ProtocolPattern[];
}

/** What numbers of a table, row or column are. */
export interface NumberPlace {
  /** A metric as runs name it, or a quantity. */
  readonly metric?: string | undefined;
  /** Part of the data that was measured on. */
  readonly part?: "train" | "valid" | "test" | "all" | undefined;
  /** Id of a data set of the file. */
  readonly data?: string | undefined;
  /** Id of a model of the file. */
  readonly model?: string | undefined;
}

/** A column of a table. */
export interface PaperColumn extends NumberPlace {
  readonly id: string;
  readonly title: string;
}

/** A row of a table; its values are by column. */
export interface PaperRow extends PaperColumn {
  readonly group?: string | undefined;
  readonly evidence?: EvidenceLevel | undefined;
  readonly values: Readonly<
    Record<
      string,
      | number
      | { readonly value: number; readonly printed: string; readonly note?: string | undefined }
    >
  >;
}

/** A table of numbers. */
export interface PaperTable extends NumberPlace {
  readonly id: string;
  readonly title: string;
  readonly evidence: EvidenceLevel;
  readonly protocol?: ProtocolName | undefined;
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly PaperRow[];
}

/** What every claim says of itself. */
export interface ClaimText {
  readonly id: string;
  readonly statement: string;
  /** Where the paper says it. */
  readonly source: string;
  readonly evidence: EvidenceLevel;
  readonly note?: string | undefined;
}

/** What every claim that runs decide says. */
export interface MeasuredText extends ClaimText {
  readonly protocols: readonly ProtocolName[];
  readonly metrics: readonly string[];
  /** Ids of data sets of the file. */
  readonly data: readonly string[];
  /** Why nothing here can decide the claim. */
  readonly untestable?: string | undefined;
}

/** Ids of models: one that should be ahead, and those it should be ahead of. */
export interface ClaimSides {
  readonly better: string;
  readonly than: readonly string[];
}

/** One model is ahead of others. */
export interface OrderClaim extends MeasuredText {
  readonly kind: "order";
  readonly comparisons: readonly (ClaimSides & {
    /** Data sets of both sides, where they differ. */
    readonly on?: { readonly better: string; readonly than: string } | undefined;
  })[];
}

/** One model is ahead by as much as two of the paper's numbers are apart. */
export interface DifferenceClaim extends MeasuredText {
  readonly kind: "difference";
  readonly comparisons: readonly (ClaimSides & {
    /** The two numbers. */
    readonly of: { readonly better: string; readonly than: string };
  })[];
}

/** One model is ahead of the best of others by a share of its value; `by` 0.05 is 5 %. */
export interface ImprovementClaim extends MeasuredText {
  readonly kind: "improvement";
  readonly comparisons: readonly (ClaimSides & { readonly by: number })[];
}

/** A model reaches one of the paper's numbers, less a margin. */
export interface ExistenceClaim extends MeasuredText {
  readonly kind: "existence";
  readonly comparisons: readonly {
    readonly model: string;
    readonly reaches: string;
    readonly margin: number;
    /** Why the margin is what it is. */
    readonly why: string;
  }[];
}

/** A computation over numbers of the paper and facts of its data gives what the paper says. */
export interface ArithmeticClaim extends ClaimText {
  readonly kind: "arithmetic";
  readonly untestable?: string | undefined;
  readonly checks: readonly {
    readonly says: string;
    /** Arithmetic over the names in `values`. */
    readonly formula: string;
    /** Numbers, ids of numbers of the tables, or facts of data sets. */
    readonly values: Readonly<
      Record<string, number | string | { readonly data: string; readonly fact: string }>
    >;
    readonly is: "equal" | "at-least" | "at-most";
    readonly claimed: number | string;
    /** How far apart counts as equal: the rounding of what is printed. */
    readonly tolerance: number;
  }[];
}

/** A claim that runs decide. */
export type MeasuredClaim = OrderClaim | DifferenceClaim | ImprovementClaim | ExistenceClaim;

/** A claim as a statement that can be checked. */
export type Claim = MeasuredClaim | ArithmeticClaim;

/** A paper: bibliography, numbers, claims, and how its runs are told. */
export interface Paper {
  readonly schema: 1;
  readonly key: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number;
  readonly venue: string;
  /** Key in the site's bibliography. */
  readonly reference: string;
  readonly arxiv?: string | undefined;
  readonly doi?: string | undefined;
  readonly code?: string | undefined;
  /** How much of the paper the numbers and claims rest on. */
  readonly read: string;
  readonly datasets: Readonly<Record<string, PaperDataset>>;
  readonly protocols: Readonly<Record<ProtocolName, PaperProtocol>>;
  readonly models: Readonly<Record<string, PaperModel>>;
  readonly tables: readonly PaperTable[];
  readonly claims: readonly Claim[];
}
