import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { siteSize } from "../../../src/report/site/site-size.js";

test("a site that is too heavy names its largest files, the largest first", async () => {
  const folder = await mkdtemp(join(tmpdir(), "moviola-size-"));
  try {
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "assets/a.js"), "x".repeat(700));
    await writeFile(join(folder, "b.html"), "x".repeat(2500));
    expect(await siteSize(folder, 3200)).toEqual({ bytes: 3200, warnings: [] });
    const { warnings } = await siteSize(folder, 3199);
    expect(warnings).toEqual([
      "The site has 3.2 kB, more than 3.2 kB; its largest files are b.html (2.5 kB), assets/a.js (700 B)",
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
