import { userError } from "./errors.js";

/**
 * The lists of one user, checked. Marks items with a stamp that changes from user to user, so that
 * nothing has to be cleared between users.
 */
export class RelevantItems {
  readonly #nItems: number;
  readonly #stampOf: Int32Array;
  #stamp = 0;

  constructor(nItems: number) {
    this.#nItems = nItems;
    this.#stampOf = new Int32Array(nItems);
  }

  /** Takes a user's relevant items; throws `E_METRIC_ITEMS` out of range or for an item given twice. */
  take(userIndex: number, relevant: Int32Array): void {
    this.#stamp++;
    for (const item of relevant) {
      this.checkRange(userIndex, item, "relevant");
      if (this.has(item)) throw twice(userIndex, item, "relevant");
      this.#stampOf[item] = this.#stamp;
    }
  }

  /** True for an item of the last `take`. */
  has(item: number): boolean {
    return this.#stampOf[item] === this.#stamp;
  }

  /** Throws `E_METRIC_ITEMS` unless `excluded` ascends, lies in range and holds no relevant item. */
  checkExcluded(userIndex: number, excluded: Int32Array): void {
    let previous = -1;
    for (const item of excluded) {
      this.checkRange(userIndex, item, "excluded");
      if (item <= previous) {
        throw userError("E_METRIC_ITEMS", "Excluded items must ascend", userIndex, {
          expected: `an item above ${previous}`,
          got: String(item),
          remedy: "Sort the excluded items and give each once",
        });
      }
      if (this.has(item)) {
        throw userError("E_METRIC_ITEMS", "An item is both relevant and excluded", userIndex, {
          expected: "relevant items that can be recommended",
          got: `item ${item} in both lists`,
          remedy: "Take pairs that stand in training out of the test rows",
        });
      }
      previous = item;
    }
  }

  /** Throws `E_METRIC_ITEMS` for an index that is no item; `list` names the list it stands in. */
  checkRange(userIndex: number, item: number, list: string): void {
    if (item >= 0 && item < this.#nItems) return;
    throw userError("E_METRIC_ITEMS", `There is no such ${list} item`, userIndex, {
      expected: `an item index from 0 to ${this.#nItems - 1}`,
      got: String(item),
    });
  }
}

/** The error for an item that a list holds twice. */
export function twice(userIndex: number, item: number, list: string): Error {
  return userError("E_METRIC_ITEMS", `An item stands twice in the ${list} items`, userIndex, {
    expected: "each item once",
    got: `item ${item} twice`,
  });
}

/**
 * Throws `E_METRIC_GRADE` unless there is one positive, finite grade for each relevant item.
 */
export function checkGrades(userIndex: number, nRelevant: number, grades: Float32Array): void {
  if (grades.length !== nRelevant) {
    throw userError("E_METRIC_GRADE", "Grades and relevant items differ in number", userIndex, {
      expected: `${nRelevant} grades`,
      got: String(grades.length),
    });
  }
  const wrong = grades.findIndex((grade) => !(grade > 0 && Number.isFinite(grade)));
  if (wrong === -1) return;
  throw userError("E_METRIC_GRADE", "A relevant item needs a positive grade", userIndex, {
    expected: "a finite number above 0",
    got: String(grades[wrong]),
    remedy: "Leave items of grade 0 out of the relevant items",
  });
}
