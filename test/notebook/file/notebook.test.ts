import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { parseNotebook } from "../../../src/notebook/file/read.js";
import { formatNotebook } from "../../../src/notebook/file/write.js";
import { checkNotebook } from "../../../src/notebook/run/check-notebook.js";
import { notebookText, useFolder } from "../support/notebooks.js";

const folder = useFolder();
const executed = {
  nbformat: 4,
  nbformat_minor: 4,
  metadata: {},
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# a\n", "b"], attachments: { "p.png": {} } },
    {
      cell_type: "code",
      metadata: { tags: ["x"] },
      source: "1\n2",
      execution_count: 3,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
        {
          output_type: "display_data",
          data: {
            "text/html": ["<b>\n", "</b>"],
            "application/json": { a: [1] },
            "image/png": "AAA\n",
          },
          metadata: {},
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
      ],
    },
  ],
};

describe("notebook files", () => {
  it("keep everything through reading and writing", () => {
    const first = parseNotebook(JSON.stringify(executed), "x");
    const text = formatNotebook(first);
    expect(parseNotebook(text, "x")).toEqual(parseNotebook(JSON.stringify(executed), "x"));
    const file = JSON.parse(text) as typeof executed;
    expect(file.nbformat_minor).toBe(5);
    expect(file.cells[1]).toMatchObject({
      source: ["1\n", "2"],
      execution_count: 3,
      outputs: [
        { text: ["a\n", "b\n"] },
        { data: { "application/json": { a: [1] }, "image/png": "AAA\n" } },
        { ename: "E" },
      ],
    });
    expect(file.cells[0]).toMatchObject({ attachments: { "p.png": {} } });
    expect(formatNotebook(parseNotebook(text, "x"))).toBe(text);
  });

  it("get stable ids where they have none", () => {
    const ids = (): string[] =>
      parseNotebook(JSON.stringify(executed), "x").cells.map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });

  it.each([
    "",
    "<html>",
    "[]",
    '{"nbformat":3,"nbformat_minor":0,"metadata":{},"cells":[]}',
    '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"video"}]}',
  ])("are refused when they hold %j", (text) => {
    expect(() => parseNotebook(text, "bad.ipynb")).toThrow("E_NOTEBOOK_FILE");
  });
});

describe("the check of notebook sources", () => {
  it("finds nothing in a clean one", async () => {
    const path = await folder.notebook("clean.ipynb", [
      { source: "1" },
      { source: "t", type: "markdown" },
    ]);
    expect(await checkNotebook(path)).toEqual([]);
  });

  it("finds outputs, counts, ids that are missing or used twice, and another kernel", async () => {
    const path = folder.path("dirty.ipynb");
    const [, code] = executed.cells;
    const cells = [
      code,
      { ...code, id: "twice" },
      { ...code, id: "twice" },
      { ...code, id: "a b" },
    ];
    await writeFile(path, JSON.stringify({ ...executed, cells }));
    const problems = (await checkNotebook(path)).map(
      ({ cell, problem }) => `${cell ?? 0} ${problem}`,
    );
    expect(problems).toContain("0 its kernelspec is not moviola");
    expect(problems).toContain("1 it has no id");
    expect(problems).toContain("3 its id twice is used twice");
    expect(problems).toContain("4 bad id a b");
    expect(problems.filter((text) => text.endsWith("it has outputs"))).toHaveLength(4);
    expect(problems.filter((text) => text.endsWith("an execution count"))).toHaveLength(4);
  });

  it("refuses what is no notebook", async () => {
    const error: unknown = await checkNotebook(folder.path("none.ipynb")).catch(
      (thrown: unknown) => thrown,
    );
    expect(isMoviolaError(error, "E_NOTEBOOK_FILE")).toBe(true);
    expect(notebookText([])).toContain("nbformat");
  });
});
