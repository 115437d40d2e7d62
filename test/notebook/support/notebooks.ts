import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A cell of a test notebook: its source, and what else it has. */
export interface TestCell {
  readonly source: string;
  readonly type?: "code" | "markdown";
  readonly tags?: readonly string[];
}

/** A notebook file's text: cells `cell-1`, `cell-2`, ... */
export function notebookText(cells: readonly TestCell[], metadata: object = {}): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "moviola", display_name: "Moviola (TypeScript)", language: "typescript" },
      ...metadata,
    },
    cells: cells.map(({ source, tags, type = "code" }, index) => ({
      id: `cell-${index + 1}`,
      cell_type: type,
      metadata: tags === undefined ? {} : { tags },
      source,
      ...(type === "code" ? { outputs: [], execution_count: null } : {}),
    })),
  });
}

/** An empty folder for the tests of one file, with a way to put notebooks into it. */
export function useFolder(): {
  path: (name: string) => string;
  notebook: (name: string, cells: readonly TestCell[]) => Promise<string>;
} {
  let folder = "";
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "moviola-test-")));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));
  return {
    path: (name) => join(folder, name),
    notebook: async (name, cells) => {
      await writeFile(join(folder, name), notebookText(cells));
      return join(folder, name);
    },
  };
}
