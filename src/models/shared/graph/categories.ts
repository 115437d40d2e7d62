import type { UserAttributes } from "../../../data/dataset.js";

/** An attribute of users as numbers of its values. */
export interface Categories {
  /** `[nUsers]` from 1 in the order of the values; 0 where it is not known. */
  readonly values: Int32Array;
  /** The value "not known" counts, too; 0 when no user has the attribute. */
  readonly nValues: number;
}

/** The attribute `name` of all users: each distinct value is a category. */
export function categories(users: readonly UserAttributes[], name: string): Categories {
  const known = [
    ...new Set(users.map((user) => user[name]).filter((value) => value !== undefined)),
  ];
  const sorted = known.map((value) => String(value)).sort();
  const numbers = new Map(sorted.map((value, at) => [value, at + 1]));
  const values = Int32Array.from(users, (user) => numbers.get(String(user[name])) ?? 0);
  return { values, nValues: sorted.length === 0 ? 0 : sorted.length + 1 };
}
