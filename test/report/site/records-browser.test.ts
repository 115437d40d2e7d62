import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "../../../src/report/site/build-site.js";
import { browserTestName, chromiumPath, launchBrowser } from "../../support/browser.js";
import { paperNotebook, rankingRuns, ratingRuns, verdicts } from "../support/records-notebook.js";

const ids = [...rankingRuns, ...ratingRuns].map(({ record }) => record.id);

describe.skipIf(chromiumPath === undefined)(browserTestName("claims and runs in a browser"), () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-records-"));
    await writeFile(join(folder, "example.ipynb"), await paperNotebook());
    await buildSite({
      notebooks: [join(folder, "example.ipynb")],
      outputFolder: join(folder, "_site"),
      projectFolder: folder,
      renderer: "builtin",
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  async function open(address: string, options: BrowserContextOptions = {}): Promise<void> {
    page = await (await browser.newContext(options)).newPage();
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    const [name, ...rest] = address.split(/(?=[?#])/);
    await page.goto(pathToFileURL(join(folder, "_site", name)).href + rest.join(""));
  }
  const shownRuns = (): Promise<number> => page.locator("details.run:visible").count();
  const filter = (name: string): ReturnType<Page["locator"]> =>
    page.locator(`[data-filters] [name="${name}"]`);
  const shownClaims = (): Promise<number> => page.locator("tr[data-row]:visible").count();

  test("a number leads to its runs: they alone are shown, and the first is open", async () => {
    await open("example.html");
    await page.locator("a.moviola-run").first().click();
    const [first, second] = rankingRuns.map(({ record }) => record.id);
    await page.locator(`[id="${first}"]`).waitFor({ state: "visible" });
    expect(await shownRuns()).toBe(2);
    expect(await page.locator("details.run[open]").count()).toBe(1);
    expect(await page.locator('select[name="second"]').inputValue()).toBe(second);
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await shownRuns()).toBe(ids.length);
  });

  test("without JavaScript the run that was asked for can be read", async () => {
    await open(`runs.html?runs=${ids[3]}#${ids[3]}`, { javaScriptEnabled: false });
    await page.locator(`[id="${ids[3]}"]`).waitFor({ state: "visible" });
    expect(await shownRuns()).toBe(ids.length);
    expect(await page.locator("[data-compare]").isVisible()).toBe(false);
  });

  test("runs are filtered by select and text, and sorted", async () => {
    await open("runs.html");
    await filter("model").selectOption("item-knn");
    expect(await shownRuns()).toBe(2);
    await filter("text").fill(rankingRuns[2].record.id);
    expect(await shownRuns()).toBe(1);
    await filter("model").selectOption("");
    await filter("text").fill("");
    await filter("sort").selectOption("value");
    const values = await page
      .locator("details.run")
      .evaluateAll((runs) => runs.map((run) => Number((run as HTMLElement).dataset.value)));
    expect(values).toEqual(values.toSorted((one, other) => other - one));
  });

  test("two runs are held against each other, and a difference of data or split is called one", async () => {
    const [one, other] = [rankingRuns[0], rankingRuns[2]].map(({ record }) => record);
    await open(`runs.html?compare=${one.id},${other.id}`);
    const table = page.locator("[data-comparison] table").first();
    const difference = other.metrics["ndcg@10"].mean - one.metrics["ndcg@10"].mean;
    expect(await table.locator("tbody tr").first().locator("td").last().textContent()).toBe(
      difference.toFixed(4),
    );
    expect(await page.locator("[data-comparison] .moviola-warning").count()).toBe(0);
    await page.getByRole("button", { name: "Swap" }).click();
    expect(await table.locator("tbody tr").first().locator("td").last().textContent()).toBe(
      `−${difference.toFixed(4)}`,
    );
    await page.locator('select[name="second"]').selectOption(rankingRuns[1].record.id);
    const words = await page.locator("[data-comparison] .moviola-warning").textContent();
    expect(words).toContain("another split");
  });

  test("claims are filtered, also from the address, by keyboard alone, and lead to their rows", async () => {
    await open("ledger.html?protocol=corrected");
    expect(await shownClaims()).toBe(1);
    await filter("protocol").focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await shownClaims()).toBe(verdicts.length);
    await filter("finding").selectOption("supported");
    expect(await page.locator(".filter-count").textContent()).toBe("1 of 5");
    await page.getByRole("link", { name: "That ahead & more" }).click();
    await page.waitForURL(/example\.html#claim-ahead-faithful$/);
    expect(await page.locator("#claim-ahead-faithful").isVisible()).toBe(true);
  });

  test("the search finds claims and runs, and opens them", async () => {
    await open("index.html");
    await page.getByLabel(/^Search/).fill("half more");
    expect(await page.locator(".search-results li").count()).toBe(1);
    await page.getByLabel(/^Search/).fill(ids[4]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/runs\.html#/);
    expect(await page.locator(`[id="${ids[4]}"]`).isVisible()).toBe(true);
  });

  test.each(["index.html", "ledger.html", "runs.html", "data.html", "example.html"])(
    "%s does not overflow a phone",
    async (name) => {
      await open(name, { viewport: { width: 375, height: 800 } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    },
  );
});
