/**
 * The three parts of a split have three types that do not convert into each other, so that a
 * program which trains or tunes on the test part does not compile.
 */
import type { Interactions } from "../dataset.js";

/** The rows that a model may learn from. */
export interface TrainPart {
  readonly kind: "train";
  readonly nUsers: number;
  readonly nItems: number;
  readonly interactions: Interactions;
}

/** The rows for early stopping and for choosing among configurations. */
export interface ValidPart {
  readonly kind: "valid";
  readonly nUsers: number;
  readonly nItems: number;
  readonly interactions: Interactions;
}

const sealed = new WeakMap<TestPart, Interactions>();

/** The held-out rows. Holds no reachable data: only `experiment/` opens it, once, to evaluate. */
export class TestPart {
  readonly kind = "test";
  readonly nUsers: number;
  readonly nItems: number;
  readonly nRows: number;
  // A private member makes the class nominal: no object literal and no other part fits it.
  readonly #brand = true;

  constructor(nUsers: number, nItems: number, interactions: Interactions) {
    this.nUsers = nUsers;
    this.nItems = nItems;
    this.nRows = interactions.nRows;
    sealed.set(this, interactions);
  }

  /** True for a part made by this class. */
  static isTestPart(value: unknown): value is TestPart {
    return value instanceof TestPart && value.#brand;
  }
}

/**
 * The rows of a test part. For `experiment/` alone: the package does not export it, and a test of
 * the architecture refuses an import from anywhere else.
 */
export function openTestPart(part: TestPart): Interactions {
  return sealed.get(part)!;
}
