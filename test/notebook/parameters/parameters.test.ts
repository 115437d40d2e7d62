import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { parseNotebook } from "../../../src/notebook/file/read.js";
import { notebookParameters } from "../../../src/notebook/parameters/declared.js";
import { injectParameters } from "../../../src/notebook/parameters/inject.js";
import { notebookText } from "../support/notebooks.js";

const cell = `// Settings.
const topK: number = 1_0;
let name: string = 'x', deep = false;
const ks: readonly number[] = [5, 10];
const words: Array<string> = ["a"];
const task: "rating" | "ranking" = "rating";
const folder = makeFolder();
const options: Options = {};
const seeds = [1, 2];
let undefinedYet: number;`;
const notebook = parseNotebook(
  notebookText([{ source: "before" }, { source: cell, tags: ["parameters"] }, { source: "after" }]),
  "test.ipynb",
);

function injected(given: Record<string, string | number | boolean | number[] | string[]>): string {
  const { cells } = injectParameters(notebook, given, "test.ipynb");
  return cells[2].source.split("\n").slice(1).join("\n");
}

function errorOf(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (isMoviolaError(error)) return { code: error.code, message: error.message };
  }
  throw new Error("no error");
}

describe("parameters", () => {
  it("are the typed variables of the tagged cell", () => {
    const found = notebookParameters(notebook).map(({ name, type }) => `${name} ${type}`);
    expect(found).toEqual([
      "topK number",
      "name string",
      "deep boolean",
      "ks number[]",
      "words string[]",
      "task string",
      "seeds number[]",
    ]);
  });

  it("are injected behind their cell, the texts of a command line by type", () => {
    const { cells } = injectParameters(notebook, { topK: "20", deep: "true" }, "test.ipynb");
    expect(cells.map(({ id }) => id)).toEqual([
      "cell-1",
      "cell-2",
      "injected-parameters",
      "cell-3",
    ]);
    expect(cells[2]?.metadata).toEqual({ tags: ["injected-parameters"] });
    expect(injected({ topK: "20", deep: "true" })).toBe(
      "const topK: number = 20;\nconst deep: boolean = true;",
    );
    expect(injected({ ks: "1,2.5", words: '["a,b"]', seeds: "" })).toBe(
      'const ks: readonly number[] = [1,2.5];\nconst words: Array<string> = ["a,b"];\nconst seeds: number[] = [];',
    );
    expect(injected({ name: 'it\'s "q"\n' })).toBe(
      String.raw`const name: string = "it's \"q\"\n";`,
    );
    expect(injected({ task: "ranking", ks: [3] })).toContain('"ranking"');
  });

  it("replace those of an earlier injection, and none leave the notebook as it is", () => {
    const once = injectParameters(notebook, { topK: 1 }, "test.ipynb");
    const twice = injectParameters(once, { topK: 2 }, "test.ipynb");
    expect(twice.cells).toHaveLength(4);
    expect(twice.cells[2]?.source).toContain("= 2;");
    expect(injectParameters(notebook, {}, "test.ipynb")).toEqual(notebook);
  });

  it("of an unknown name are refused with the list of the right ones", () => {
    const { code, message } = errorOf(() => injected({ topk: 1 }));
    expect(code).toBe("E_PARAMETER_UNKNOWN");
    expect(message).toContain("topK: number = 1_0; name: string = 'x'; deep: boolean = false");
  });

  it.each([
    ["topK", "ten"],
    ["topK", ""],
    ["topK", "Infinity"],
    ["topK", Number.NaN],
    ["topK", true],
    ["deep", "yes"],
    ["name", 3],
    ["ks", "1,x"],
    ["ks", "[1"],
    ["ks", '["a"]'],
    ["words", [1]],
    ["task", "other"],
  ])("%s = %s of the wrong type is refused with the list", (name, value) => {
    const given = { [name]: value } as Record<string, string>;
    const { code, message } = errorOf(() => injected(given));
    expect(code).toBe("E_PARAMETER_TYPE");
    expect(message).toContain("topK: number = 1_0");
  });

  it("of a notebook without any are refused with how to declare them", () => {
    const plain = parseNotebook(notebookText([{ source: "1" }]), "plain.ipynb");
    const { message } = errorOf(() => injectParameters(plain, { n: 1 }, "plain.ipynb"));
    expect(message).toContain('the tag "parameters"');
  });
});
