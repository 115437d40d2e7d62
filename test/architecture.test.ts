import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  importedPaths,
  readSources,
  ROOT,
  usedNames,
  type SourceText,
} from "./support/source-files.js";

/** Folders of `src`, lowest layer first; the lint rule reads the same list. */
const { layers: LAYERS } = (await import(
  /* @vite-ignore */ pathToFileURL(join(ROOT, "scripts", "layers.mjs")).href
)) as { readonly layers: readonly (readonly string[])[] };

const sources = readSources("src");
const tests = readSources("test");

function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function layerOf(folder: string): number {
  return LAYERS.findIndex((folders) => folders.includes(folder));
}

/** Whether a file in folder `from` may import one in folder `to`; undefined: `src` itself. */
function mayImport(from: string, to: string | undefined): boolean {
  if (to === undefined) return false;
  return from === to || layerOf(to) < layerOf(from);
}

function wrongImports(file: SourceText): string[] {
  const from = folderOf(file.path);
  if (from === undefined) return [];
  return importedPaths(file)
    .filter((path) => !mayImport(from, folderOf(path)))
    .map((path) => `${file.path} imports ${path}`);
}

function users(files: readonly SourceText[], names: readonly string[]): string[] {
  return files.flatMap((file) => {
    const used = usedNames(file);
    return names.filter((name) => used.has(name)).map((name) => `${file.path} uses ${name}`);
  });
}

describe("layers", () => {
  it("every folder of src has its layer", () => {
    const folders = new Set(sources.map(({ path }) => folderOf(path)));
    const unknown = [...folders].filter((folder) => folder !== undefined && layerOf(folder) < 0);
    expect(unknown).toEqual([]);
  });

  it("no import points up or aside", () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  it("src/index.ts only re-exports", () => {
    const index = sources.find(({ path }) => path === "src/index.ts")!;
    const statements = index.text.replace(/\/\*[^]*?\*\//g, "").split(";");
    const others = statements.filter(
      (statement) => !/^\s*(export .* from "[^"]+")?\s*$/s.test(statement),
    );
    expect(others).toEqual([]);
  });

  it("only experiment/ and data/split/ open a test part", () => {
    const outside = sources.filter(({ path }) => !/^src\/(experiment|data\/split)\//.test(path));
    expect(users(outside, ["openTestPart"])).toEqual([]);
    const indexes = sources.filter(({ path }) => path.endsWith("/index.ts"));
    expect(users(indexes, ["openTestPart"])).toEqual([]);
  });

  it("chance and the time of day decide nothing", () => {
    const deciding = sources.filter(({ path }) =>
      /^src\/(compute|data|models|metrics|stats)\//.test(path),
    );
    const forbidden = ["Math.random", "Date.now", "new Date()", "randomInt", "getRandomValues"];
    expect(users(deciding, forbidden)).toEqual([]);
  });

  it("no file in src or test is above 350 lines, and half of src is below 90", () => {
    const lengths = [...sources, ...tests].map(({ path, text }) => ({
      path,
      lines: text.split("\n").length - 1,
    }));
    expect(lengths.filter(({ lines }) => lines > 350)).toEqual([]);
    const sorted = lengths
      .filter(({ path }) => path.startsWith("src/"))
      .map(({ lines }) => lines)
      .sort((one, other) => one - other);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(90);
  });
});

describe("the checks themselves", () => {
  const check = (path: string, text: string): string[] => wrongImports({ path, text });

  it("see imports, types, re-exports and dynamic imports that point up or aside", () => {
    const path = "src/data/split/x.ts";
    expect(check(path, `import { a } from "../../models/y.js";`)).toHaveLength(1);
    expect(check(path, `import type { A } from "../../models/y.js";`)).toHaveLength(1);
    expect(check(path, `export * from "../../models/y.js";`)).toHaveLength(1);
    expect(check(path, `await import("../../models/y.js");`)).toHaveLength(1);
    expect(check(path, `import { a } from "../../index.js";`)).toHaveLength(1);
    expect(check("src/report/x.ts", `import { a } from "../notebook/y.js";`)).toHaveLength(1);
    expect(check(path, `import { a } from "../dataset.js"; import "../../common/y.js";`)).toEqual(
      [],
    );
  });

  it("see names in code and not in comments or text", () => {
    const code = `const a = Math.random(); const b = \`\${Date.now()}\`; const c = new Date();`;
    expect(usedNames({ path: "x.ts", text: code })).toContain("Math.random");
    expect(usedNames({ path: "x.ts", text: code })).toContain("Date.now");
    expect(usedNames({ path: "x.ts", text: code })).toContain("new Date()");
    const prose = `// Math.random\nconst text = "Date.now()"; const d = new Date(0);`;
    const names = usedNames({ path: "x.ts", text: prose });
    expect(["Math.random", "Date.now", "new Date()"].filter((name) => names.has(name))).toEqual([]);
  });
});
