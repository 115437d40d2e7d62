/** The rule by which a soak is judged: memory that is not shown to be flat is a fault. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ROOT } from "../support/source-files.js";

interface SoakModule {
  readonly memoryFacts: (
    who: string,
    samples: readonly Record<string, number>[],
  ) => { readonly faults: readonly { readonly what: string }[]; readonly rows: unknown[][] };
}

const path = join(ROOT, "scripts", "trust", "soak", "facts.mjs");
const { memoryFacts } = (await import(pathToFileURL(path).href)) as SoakModule;
const steady = 100 * 2 ** 20;

/** A hundred samples of a minute each, of which the heap alone moves. */
function samplesOf(heap: (minute: number) => number): Record<string, number>[] {
  return Array.from({ length: 100 }, (_unused, minute) => ({
    ...{ seconds: 60 * minute, cycle: minute, heapUsed: heap(minute) },
    ...{ rss: steady, external: steady, arrayBuffers: steady },
  }));
}

/** A swing of a third about the level, as of a process that is sampled at odd moments. */
const swing = (minute: number): number => (minute % 2 === 0 ? 1 : -1) * 0.33 * steady;

test.each([
  ["flat", () => steady, 0],
  ["flat", (minute: number) => steady * (1 + minute / 10_000), 0],
  ["flat", (minute: number) => steady + (minute % 4 === 0 ? 0 : swing(minute) + 0.33 * steady), 0],
  ["grew", (minute: number) => steady * (1 + minute / 1000), 1],
  ["grew", (minute: number) => steady * (1 + minute / 500) + Math.abs(swing(minute * 3)), 1],
  ["undecided", (minute: number) => steady * (1 + ((minute * 7) % 53) / 20), 1],
])("memory that is %s", (verdict, heap, nFaults) => {
  const { rows, faults } = memoryFacts("process", samplesOf(heap));
  expect(rows.find(([, title]) => title === "JavaScript heap")?.at(-1)).toBe(verdict);
  expect(faults).toHaveLength(nFaults);
  for (const { what } of faults) expect(what).toContain(`JavaScript heap memory, ${verdict}`);
});
