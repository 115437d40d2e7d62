import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../src/common/project-root.js";
import { checkNotebook } from "../../src/notebook/run/check-notebook.js";

const folder = join(projectRoot(), "notebooks");
const names = (await readdir(folder)).filter((name) => /(?<!\.executed)\.ipynb$/.test(name));

test("there are notebooks", () => {
  expect(names).toContain("baselines.ipynb");
});

test.each(names)("%s is clean for version control and has stable cell ids", async (name) => {
  expect(await checkNotebook(join(folder, name))).toEqual([]);
});
