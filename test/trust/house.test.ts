/** The quick part of scripts/trust/parts/house.mjs, and that its looks see what they look for. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { isMoviolaError } from "../../src/common/errors.js";
import { allModels } from "../../src/models/registry.js";
import { ROOT } from "../support/source-files.js";

interface Source {
  readonly path: string;
  readonly text: string;
}
type Facts = Readonly<Record<string, readonly unknown[]>> & {
  readonly reasons: readonly { readonly why: string; readonly pairs: number }[];
};
interface House {
  lookAtHouse(root: string): Facts;
  deadExports(all: readonly Source[]): string[];
  duplicates(files: readonly Source[]): { readonly at: string; readonly length: number }[];
  wrongImports(file: Source): string[];
  longFunctions(file: Source): string[];
}

const folder = join(ROOT, "scripts", "trust", "house");
let house: House;
beforeAll(async () => {
  const names = ["look", "dead-exports", "duplicates", "imports", "sources"];
  const parts: Partial<House> = {};
  for (const name of names) {
    const path = pathToFileURL(join(folder, `${name}.mjs`)).href;
    Object.assign(parts, await import(/* @vite-ignore */ path));
  }
  house = parts as House;
});

// The compiler reads the whole library once.
test("the house is in order", { timeout: 180_000 }, () => {
  const facts = house.lookAtHouse(ROOT);
  const faults = ["longFiles", "longFunctions", "wrongImports", "deadExports", "unexplained"];
  for (const name of [...faults, "gaps", "mendedGaps"]) expect(facts[name], name).toEqual([]);
  expect(facts.reasons.filter(({ pairs }) => pairs === 0)).toEqual([]);
  // Known ones may become fewer, not more.
  expect(facts.knownGaps.length).toBeLessThanOrEqual(23);
  expect(facts.knownLongKernels.length).toBeLessThanOrEqual(22);
});

test("every number among the settings of a model has a range, which the reference names", () => {
  const open = allModels().flatMap((entry) =>
    Object.entries(entry.defaults)
      .filter(([, value]) => typeof value === "number")
      .filter(([name]) => {
        try {
          entry.create({ ...entry.defaults, [name]: Number.NaN });
          return true;
        } catch (error) {
          return !isMoviolaError(error, "E_MODEL_CONFIG") || !error.details.expected;
        }
      })
      .map(([name]) => `${entry.id}: ${name}`),
  );
  expect(open).toEqual([]);
});

describe("the looks", () => {
  const lines = (count: number, prefix = "call"): string =>
    Array.from({ length: count }, (_unused, at) => `${prefix}(${at}, "x");\n`).join("");

  test("find six lines that stand twice, and no five", () => {
    const other = {
      path: "src/b.ts",
      text: `start();\n\n// A comment between.\n${lines(6)}end();\n`,
    };
    const found = house.duplicates([{ path: "src/a.ts", text: lines(6) }, other]);
    expect(found.map(({ at, length }) => [at, length])).toEqual([["src/a.ts:1 and src/b.ts:4", 6]]);
    expect(house.duplicates([{ path: "src/a.ts", text: lines(5) }, other])).toEqual([]);
    const twice = { path: "src/c.ts", text: `${lines(6)}between();\n${lines(6)}` };
    expect(house.duplicates([twice])).toHaveLength(1);
  });

  test("find exports that nobody uses, and leave types of signatures and what the index passes on", () => {
    const files = [
      { path: "src/index.ts", text: 'export * from "./open/index.js";\n' },
      { path: "src/open/index.ts", text: 'export * from "./all.js";\n' },
      { path: "src/open/all.ts", text: "export const passedOn = 1;\n" },
      {
        path: "src/own.ts",
        text: "export interface Asked { a: number }\nexport interface Hidden { a: number }\nexport function used(asked: Asked): void { const b: Hidden = asked; }\nexport const dead = 1;\n",
      },
      { path: "test/own.test.ts", text: "used({ a: 1 });\n" },
    ];
    expect(house.deadExports(files)).toEqual(["src/own.ts: Hidden", "src/own.ts: dead"]);
  });

  test("find imports that point up, aside or at the index", () => {
    const at = (text: string): string[] => house.wrongImports({ path: "src/data/x.ts", text });
    expect(at('import { a } from "../models/y.js";')).toEqual([
      "src/data/x.ts imports src/models/y.js",
    ]);
    expect(at('export * from "../index.js";')).toHaveLength(1);
    expect(at('import "../compute/y.js"; import "./z.js";')).toEqual([]);
    const aside = { path: "src/stats/x.ts", text: 'import "../metrics/y.js";' };
    expect(house.wrongImports(aside)).toHaveLength(1);
  });

  test("find functions above forty lines of code", () => {
    const body = (count: number): Source => ({
      path: "src/x.ts",
      text: `// Before.\nfunction f() {\n  // Not counted.\n\n${lines(count)}}\n`,
    });
    expect(house.longFunctions(body(38))).toEqual([]);
    expect(house.longFunctions(body(39))).toEqual(["src/x.ts:2, 41 lines"]);
  });
});
