import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Progress } from "../../../src/common/index.js";
import { isMoviolaError } from "../../../src/common/index.js";
import { readNotebook } from "../../../src/notebook/file/read.js";
import { runNotebook } from "../../../src/notebook/run/run-notebook.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();
const uncached = { cacheFolder: false } as const;

async function failureOf(run: Promise<unknown>): Promise<Error> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the run did not fail");
}

describe("a run", () => {
  it("writes the executed copy, reports each cell and leaves the source as it was", async () => {
    const path = await folder.notebook("good.ipynb", [
      { type: "markdown", source: "# Title\n\ntext" },
      { source: "const topK: number = 10;", tags: ["parameters"] },
      { source: 'console.log(topK);\nconsole.error("careful");' },
      {
        source: `const sink = (globalThis as any)[Symbol.for("moviola.displaySink")];
const verdict = '{"text":"1 of 2 hold","held":1,"of":2}';
sink.display({ "text/plain": "x", "application/vnd.moviola.verdict+json": verdict }, {});
topK * 2`,
      },
      { source: "  " },
    ]);
    const before = await readFile(path, "utf8");
    const progress: Progress[] = [];
    const run = await runNotebook(path, {
      ...uncached,
      parameters: { topK: 20 },
      onProgress: (step) => progress.push(step),
    });
    expect(run).toMatchObject({
      status: "run",
      outputPath: folder.path("good.executed.ipynb"),
      cells: 4,
      errorText: "careful\n",
      verdict: { text: "1 of 2 hold", held: 1, of: 2 },
    });
    expect(progress.map(({ done, total }) => [done, total])).toEqual(
      [0, 1, 2, 3, 4].map((done) => [done, 4]),
    );
    expect(await readFile(path, "utf8")).toBe(before);
    const copy = await readNotebook(run.outputPath);
    expect(copy.cells.map(({ executionCount, id }) => [id, executionCount])).toEqual([
      ["cell-1", null],
      ["cell-2", 1],
      ["injected-parameters", 2],
      ["cell-3", 3],
      ["cell-4", 4],
      ["cell-5", null],
    ]);
    expect(copy.cells[3]?.outputs).toEqual([
      { output_type: "stream", name: "stdout", text: "20\n" },
      { output_type: "stream", name: "stderr", text: "careful\n" },
    ]);
    expect(copy.cells[4]?.outputs[1]).toMatchObject({ data: { "text/plain": "40" } });
    expect(copy.metadata.moviola).toMatchObject({ status: "finished", parameters: { topK: 20 } });
  });

  it("stops at the first failing cell and keeps it with its trace", async () => {
    const path = await folder.notebook("bad.ipynb", [
      { source: "const x = 1;" },
      { source: "// first\nconst y: number = 2;\nthrow new RangeError(`oops ${y}`);" },
      { source: 'console.log("never")' },
    ]);
    const error = await failureOf(runNotebook(path, uncached));
    expect(isMoviolaError(error, "E_NOTEBOOK_CELL")).toBe(true);
    expect(error.message).toContain("RangeError: oops 2");
    expect(error.message).toContain(`${path}: cell 2 of 3 (id cell-2), line 3`);
    expect(error.message).toContain("throw new RangeError");
    const copy = await readNotebook(folder.path("bad.executed.ipynb"));
    expect(copy.metadata.moviola).toMatchObject({ status: "failed" });
    expect(copy.cells[1]?.outputs[0]).toMatchObject({ output_type: "error", ename: "RangeError" });
    expect(copy.cells[2]).toMatchObject({ executionCount: null, outputs: [] });
  });

  it("fails for a rejection that nobody handles, even after the last cell", async () => {
    const path = await folder.notebook("stray.ipynb", [
      { source: 'setTimeout(() => void Promise.reject(new Error("lost")), 40);' },
    ]);
    const error = await failureOf(runNotebook(path, uncached));
    expect(isMoviolaError(error, "E_NOTEBOOK_CELL")).toBe(true);
    expect(error.message).toContain("lost");
  });

  it("refuses to write over the notebook", async () => {
    const path = await folder.notebook("same.ipynb", []);
    const error = await failureOf(runNotebook(path, { outputPath: path }));
    expect(isMoviolaError(error, "E_NOTEBOOK_OUTPUT")).toBe(true);
  });
});
