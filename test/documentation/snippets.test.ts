/**
 * Holds the code in the documents to the code of the project. What stands behind an opening fence says
 * how: `ts check` compiles as a program of somebody who uses the library, `ts check src/x/y.ts` as the
 * file of that path, `ts run` and `ts notebook` compile and run as a notebook.
 */
import { dirname, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { parseRegistry } from "../../src/data/download/registry.js";
import { planSweep, type SweepSpecification } from "../../src/experiment/index.js";
import { runNotebook } from "../../src/notebook/index.js";
import { notebookText, useFolder } from "../notebook/support/notebooks.js";
import { builtLibrary } from "../support/built-library.js";
import { compileErrors } from "../support/compile.js";
import { fencesOf, readDocuments, type Fence } from "../support/documents.js";

const fences = readDocuments().flatMap(fencesOf);

function named(found: readonly Fence[]): (readonly [string, Fence])[] {
  return found.map((fence) => [`${fence.path}, line ${fence.line}`, fence] as const);
}

/** The snippet as a file in `test/`. */
function asTestFile({ info, text }: Fence): string {
  const [, , path] = info;
  const imports = /(from ")(\.[^"]+)(")/g;
  const moved =
    path === undefined
      ? text
      : text.replace(imports, (_all, before: string, target: string, after: string) => {
          return `${before}../${posix.join(dirname(path), target)}${after}`;
        });
  return moved.replaceAll('from "moviola"', 'from "../src/index.js"');
}

const checked = fences.filter(({ info }) => info[0] === "ts" && info.length > 1);
const ran = checked.filter(({ info }) => info[1] === "run" || info[1] === "notebook");

test("no snippet says something else", () => {
  const known = new Set([
    "ts check",
    "ts run",
    "ts notebook",
    "json",
    "json registry",
    "json sweep",
    "sh",
    "sh run",
  ]);
  const others = new Set(["", "bash", "html", "bibtex", "text"]);
  const strange = fences.filter(({ info, path }) => {
    const words = info.slice(0, 2).join(" ");
    // Signatures, written out of the source: the test of the reference pages holds them to it.
    if (words === "ts") return path !== "docs/graph.md";
    return !known.has(words) && !others.has(words);
  });
  expect(strange.map(({ path, line }) => `${path}, line ${line}`)).toEqual([]);
  expect(checked.length).toBeGreaterThan(6);
});

test.each(named(checked))("%s compiles", (_name, fence) => {
  expect(compileErrors(asTestFile(fence))).toEqual([]);
});

test("a snippet with a mistake does not compile", () => {
  const fence = { path: "x.md", line: 1, info: ["ts", "check"] };
  const text = 'import { loadDataset } from "moviola";\nawait loadDataset(5);\n';
  expect(compileErrors(asTestFile({ ...fence, text }))).toHaveLength(1);
});

describe.skipIf(builtLibrary() === undefined)("as a notebook (needs the built program)", () => {
  const folder = useFolder();

  test.each(named(ran))("%s runs", async (_name, { text, line }) => {
    const notebook = await folder.notebook(`line-${line}.ipynb`, [{ source: text }]);
    const run = await runNotebook(notebook, {
      cacheFolder: false,
      environment: { MOVIOLA_RUNS: folder.path("runs") },
    });
    expect(run.cells).toBe(1);
  });
});

test("the example of the README has ten lines", () => {
  const example = fences.find(({ path, info }) => path === "README.md" && info[1] === "notebook")!;
  expect(example.text.trim().split("\n")).toHaveLength(10);
  expect(notebookText([{ source: example.text }])).toContain("loadDataset");
});

test("the example of a registry entry is one", () => {
  const entries = fences.filter(({ info }) => info[1] === "registry");
  expect(entries).toHaveLength(1);
  const text = `{ "schema": 1, "datasets": [${entries[0].text}] }`;
  expect(parseRegistry(text, "docs")[0].name).toBe("my-films");
});

test("the example of a sweep is one", async () => {
  const sweeps = fences.filter(({ info }) => info[1] === "sweep");
  expect(sweeps).toHaveLength(1);
  const plan = await planSweep(JSON.parse(sweeps[0].text) as SweepSpecification);
  expect([plan.units.size, plan.rows.length]).toEqual([15, 5]);
});
