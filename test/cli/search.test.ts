import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { SearchRecord, SweepUnit } from "../../src/experiment/index.js";
import { dataFolder } from "../support/data-files.js";
import { browserTestName, chromiumPath, launchBrowser } from "../support/browser.js";
import { madeUpSearch } from "../support/made-up-search.js";
import { isBuilt, moviola, moviolaJson } from "./support/program.js";

describe.skipIf(!isBuilt)("moviola search (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await folder.write("result.json", JSON.stringify(madeUpSearch()));
    await folder.write("odd.json", JSON.stringify({ ...madeUpSearch(), best: 3 }));
  });

  it("prints a search as text, or as it was saved", async () => {
    const { code, stdout } = await moviola(folder.path, ["search", "result.json"]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^NDCG@10 on validation: 0\.3000$/m)]);
    expect(await moviolaJson(folder.path, ["search", "result.json"])).toEqual(madeUpSearch());
  });

  it("writes a page that needs no other file", async () => {
    const { code, stdout } = await moviola(folder.path, [
      "search",
      "result.json",
      "--out",
      "a.html",
    ]);
    expect([code, stdout]).toEqual([0, "written: a.html\n"]);
    const html = await readFile(join(folder.path, "a.html"), "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html.match(/<svg role="img"/g)).toHaveLength(3);
    expect(html).not.toMatch(/(src|href)="(?!data:|#)/);
    expect(html.length).toBeLessThan(200_000);
  });

  it("shows what `moviola tune` wrote, and a sweep takes its choice", async () => {
    const call = async (line: string): Promise<string> => {
      const { code, stdout, stderr } = await moviola(folder.path, line.split(" "));
      expect(code, stderr).toBe(0);
      return stdout;
    };
    await call(
      "data split demo --recipe per-user-random --threshold 4 --set train=0.6 valid=0.2 test=0.2 --out parts",
    );
    const files = "--train parts/train.tsv --valid parts/valid.tsv";
    await call(`tune item-knn ${files} --budget 3 --workers 1 --out tuned.json`);
    const search = await moviolaJson<SearchRecord>(folder.path, ["search", "tuned.json"]);
    expect(search.trials).toHaveLength(3);
    expect(await call("search tuned.json")).toMatch(
      /^NDCG@10 on validation by the settings of 3 trials of item-knn$/m,
    );
    const models = [{ model: "item-knn", tuned: "./tuned.json" }];
    const datasets = [{ data: "demo", threshold: 4 }];
    await folder.write(
      "sweep.json",
      JSON.stringify({ datasets, splits: ["per-user-random"], models }),
    );
    const { units } = await moviolaJson<{ units: { label: string; unit: SweepUnit }[] }>(
      folder.path,
      ["sweep", "sweep.json", "--list"],
    );
    expect(units.map(({ label }) => label)).toEqual(["item-knn, tuned"]);
    expect(units[0].unit.model.config).toMatchObject(search.bestConfig);
  });

  it("refuses what is no search, and to write over it", async () => {
    const odd = await moviola(folder.path, ["search", "odd.json"]);
    expect([odd.code, odd.stderr.slice(0, 13)]).toEqual([1, "E_SELECT_FILE"]);
    const over = await moviola(folder.path, ["search", "result.json", "--out", "result.json"]);
    expect(over.stderr.slice(0, 12)).toBe("E_CLI_OUTPUT");
  });

  it.skipIf(chromiumPath === undefined)(
    browserTestName("shows the page light and dark, wide and narrow, with and without scripts"),
    async () => {
      await moviola(folder.path, ["search", "result.json", "--out", "b.html"]);
      const browser = await launchBrowser();
      try {
        for (const colorScheme of ["light", "dark"] as const) {
          for (const width of [1200, 390]) {
            for (const javaScriptEnabled of [true, false]) {
              const viewport = { width, height: 800 };
              const context = await browser.newContext({
                colorScheme,
                viewport,
                javaScriptEnabled,
              });
              const page = await context.newPage();
              const faults: string[] = [];
              page.on("console", (message) => {
                if (message.type() === "error") faults.push(message.text());
              });
              page.on("pageerror", (error) => faults.push(String(error)));
              await page.goto(`file://${encodeURI(join(folder.path, "b.html"))}`);
              const box = await page.locator("main").boundingBox();
              expect(box!.width).toBeLessThanOrEqual(width);
              expect(await page.locator(".moviola-figure svg").count()).toBe(3);
              const sortable = await page.locator("th[aria-sort], th.sortable button").count();
              expect(sortable > 0).toBe(javaScriptEnabled);
              expect(faults).toEqual([]);
              await context.close();
            }
          }
        }
      } finally {
        await browser.close();
      }
    },
  );
});
