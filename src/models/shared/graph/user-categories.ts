/** Attributes of users in coarser values than data sets give them. */
import type { UserAttributes } from "../../../data/dataset.js";
import { categories, type Categories } from "./categories.js";

/** Where the age groups of MovieLens 1M begin, but for the first; there each age is already one of them. */
const ageLimits = [18, 25, 35, 45, 50, 56] as const;

/** The attribute `age` in the seven groups of MovieLens 1M: below 18, 18-24, .. 50-55, from 56 up. */
export function ageGroups(users: readonly UserAttributes[]): Categories {
  return categories(
    users.map(({ age }): UserAttributes => {
      const years = Number(age);
      if (age === undefined || !Number.isFinite(years)) return {};
      return { group: ageLimits.filter((limit) => years >= limit).length };
    }),
    "group",
  );
}

/** The attribute `zipCode` by its first digit, which stands for a region of the United States. */
export function zipRegions(users: readonly UserAttributes[]): Categories {
  return categories(
    users.map(({ zipCode }): UserAttributes => {
      const first = String(zipCode ?? "").trim()[0] ?? "";
      return /[0-9]/.test(first) ? { region: first } : {};
    }),
    "region",
  );
}
