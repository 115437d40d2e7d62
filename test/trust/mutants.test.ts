/** What the mutation run (scripts/trust/parts/mutants.mjs) rests on, without running it: its rule, its reasons, its lockfile. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { readDocument } from "../support/documents.js";
import { ROOT } from "../support/source-files.js";

interface Reason {
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
  readonly in?: string;
  readonly reason: string;
}

async function load<T>(name: string): Promise<T> {
  const path = join(ROOT, "scripts", "trust", "mutants", name);
  return (await import(pathToFileURL(path).href)) as T;
}

const { staleReasons } = await load<{ staleReasons: (root: string) => Reason[] }>("reasons.mjs");
const { messageFinder } = await load<{
  messageFinder: (text: string, path: string) => (start: number) => boolean;
}>("messages.mjs");
const { compile } = await load<{ compile: (text: string, path: string) => string | undefined }>(
  "compile.mjs",
);
const folder = "scripts/trust/mutants";
const reasons = JSON.parse(readDocument(`${folder}/survivors.json`)) as readonly Reason[];

describe("reasons of mutants that live", () => {
  it("are of text that stands in its file", () => {
    expect(staleReasons(ROOT)).toEqual([]);
  });

  it("say why, each once", () => {
    expect(reasons.filter(({ reason }) => reason.length < 20)).toEqual([]);
    const keys = reasons.map(({ file, text, replacement, in: where = "" }) =>
      JSON.stringify([file, text, replacement, where]),
    );
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});

describe("words to people, which are not mutated", () => {
  /** The literals of `code` that are left out. */
  const leftOut = (code: string): string[] => {
    const isMessage = messageFinder(code, "x.ts");
    const literals = [...code.matchAll(/"[^"]*"|`[^`]*`/g)];
    return literals.filter(({ index }) => isMessage(index)).map(([text]) => text);
  };

  it("are summary, expected, got and remedy of an error; not its code and place", () => {
    const code = `throw new MoviolaError("E_A_B", "A summary", {
      where: \`row \${row}\`, expected: "one", got: \`\${n} of them\`, remedy: "Do that" });`;
    expect(leftOut(code)).toEqual(['"A summary"', '"one"', "`${n} of them`", '"Do that"']);
  });

  it("are prose given to what makes an error; not names, and nothing elsewhere", () => {
    expect(leftOut(`throw optionError("alpha", "a number from 0", got);`)).toEqual([
      '"a number from 0"',
    ]);
    expect(leftOut(`const a = "two words"; table("two words", [1]);`)).toEqual([]);
    expect(leftOut(`check(() => { const sql = "select all"; });`)).toEqual([]);
  });
});

describe("code for mutants", () => {
  it("is compiled with the library's modules, and not where it does not parse", () => {
    expect(compile(`export const here: string = import.meta.url;`, "x.ts")).toContain(
      "exports.here = importMeta__.url",
    );
    expect(compile("export const = 1;", "x.ts")).toBeUndefined();
  });

  it("is made by a pinned version, whose lockfile names no registry", () => {
    const { dependencies } = JSON.parse(readDocument(`${folder}/package.json`)) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const rows = readDocument("docs/dependencies.md");
    for (const [name, version] of Object.entries(dependencies)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(rows).toMatch(new RegExp(`\\| \`${name}\` +\\| ${version.replaceAll(".", "\\.")} `));
    }
    const lockfile = JSON.parse(readDocument(`${folder}/package-lock.json`)) as {
      packages: Readonly<Record<string, { resolved?: string; integrity?: string }>>;
    };
    const packages = Object.entries(lockfile.packages).filter(([path]) => path !== "");
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))).toEqual([]);
  });
});
