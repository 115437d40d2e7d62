import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "../../../src/report/site/build-site.js";
import { browserTestName, chromiumPath, launchBrowser } from "../../support/browser.js";
import {
  fixtureNotebook,
  fixtureRows,
  markdownCell,
  notebookText,
} from "../support/fixture-notebook.js";

describe.skipIf(chromiumPath === undefined)(browserTestName("a page in a browser"), () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let remote: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-browser-"));
    await mkdir(join(folder, "executed"));
    const write = (name: string, text: string): Promise<void> =>
      writeFile(join(folder, "executed", name), text);
    await write("full.ipynb", await fixtureNotebook());
    await write("plain.ipynb", notebookText([markdownCell("# Plain\n\nNothing else.")]));
    await buildSite({
      notebooks: ["full", "plain"].map((name) => join(folder, "executed", `${name}.ipynb`)),
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
  afterEach(() => page.context().close());

  async function open(name: string, options: BrowserContextOptions = {}): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    page = await context.newPage();
    complaints = [];
    remote = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) =>
      complaints.push(`failed: ${request.url().slice(0, 200)}`),
    );
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) remote.push(request.url());
    });
    await page.goto(pathToFileURL(join(folder, "_site", name)).href);
  }

  const firstColumn = (): Promise<string[]> =>
    page.locator(".moviola-table tbody tr td:first-child").allTextContents();
  const models = fixtureRows.map((row) => row.model);
  const paper = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test("has no complaints and asks no other host for anything", async () => {
    await open("full.html");
    await page.locator(".moviola-figure").scrollIntoViewIfNeeded();
    await page.locator(".moviola-figure.alive").waitFor();
    await page.goto(pathToFileURL(join(folder, "_site/index.html")).href);
    await page.getByRole("link", { name: "Plain" }).click();
    await page.getByRole("heading", { level: 1, name: "Plain" }).waitFor();
    expect(complaints).toEqual([]);
    expect(remote).toEqual([]);
  });

  test("plots are alive, keep the theme's colours and stand aside for print", async () => {
    await open("full.html", { colorScheme: "light" });
    await page.locator(".moviola-figure").scrollIntoViewIfNeeded();
    await page.locator(".moviola-figure.alive .main-svg").first().waitFor();
    const state = (): Promise<{ twin: boolean; font: string; line: string }> =>
      page.evaluate(() => {
        const figure = document.querySelector(".moviola-figure")!;
        const live = figure.querySelector(".moviola-figure-live") as HTMLElement & {
          _fullLayout: { font: { color: string } };
          _fullData: { line: { color: string } }[];
        };
        return {
          twin: getComputedStyle(figure.querySelector(":scope > svg")!).display !== "none",
          font: live._fullLayout.font.color,
          line: live._fullData[0].line.color,
        };
      });
    const light = await state();
    expect(light).toEqual({ twin: false, font: "#231e19", line: "#b4502b" });
    await page.getByRole("button", { name: /light and dark/ }).click();
    await page.waitForFunction(() => {
      const live = document.querySelector(".moviola-figure-live") as HTMLElement & {
        _fullLayout: { font: { color: string } };
      };
      return live._fullLayout.font.color === "#ece5d9";
    });
    expect((await state()).line).toBe("#ee8d5f");
    await page.emulateMedia({ media: "print" });
    expect((await state()).twin).toBe(true);
    expect(await page.locator(".moviola-figure-live").isVisible()).toBe(false);
    expect(await page.locator(".cell-code").first().isVisible()).toBe(false);
    expect(await paper()).toBe("rgba(0, 0, 0, 0)");
  });

  test("tables are sorted by their headings: numbers by value, empty cells last, back at the third press", async () => {
    await open("full.html");
    const heading = (name: string): ReturnType<Page["locator"]> =>
      page.getByRole("columnheader", { name });
    expect(await firstColumn()).toEqual(models);
    await heading("NDCG@10").getByRole("button").click();
    expect(await firstColumn()).toEqual(models.toReversed());
    expect(await heading("NDCG@10").getAttribute("aria-sort")).toBe("descending");
    await heading("time").getByRole("button").focus();
    await page.keyboard.press("Enter");
    const byTime = [...models.slice(1).reverse(), "random"];
    expect(await firstColumn()).toEqual(byTime);
    expect(await heading("NDCG@10").getAttribute("aria-sort")).toBeNull();
    await page.keyboard.press("Enter");
    expect(await firstColumn()).toEqual([...models.slice(1), "random"]);
    await page.keyboard.press("Enter");
    expect(await firstColumn()).toEqual(models);
    await heading("model").getByRole("button").click();
    expect(await firstColumn()).toEqual(models.toSorted());
  });

  test("a table's file holds its values at full precision", async () => {
    await open("full.html", { acceptDownloads: true });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator('[data-download="csv"]').click(),
    ]);
    expect(download.suggestedFilename()).toBe("ranking.csv");
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\n");
    expect(lines).toHaveLength(models.length + 1);
    expect(lines[2]).toContain(String(fixtureRows[1]["ndcg@10"].mean));
  });

  test("the theme follows the system until somebody chooses, and the choice is remembered", async () => {
    await open("full.html", { colorScheme: "dark" });
    const dark = await paper();
    await page.emulateMedia({ colorScheme: "light" });
    const light = await paper();
    expect(light).not.toBe(dark);
    await page.getByRole("button", { name: /light and dark/ }).click();
    expect(await paper()).toBe(dark);
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    expect(await paper()).toBe(dark);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: /light and dark/ }).click();
    expect(await paper()).toBe(light);
  });

  test.each([
    ["full.html", 375],
    ["index.html", 375],
    ["full.html", 320],
    ["full.html", 820],
    ["full.html", 1280],
  ])("%s does not overflow a window %i wide", async (name, width) => {
    await open(name, { viewport: { width, height: 800 } });
    if (name === "full.html") {
      await page.locator(".moviola-figure").scrollIntoViewIfNeeded();
      await page.locator(".moviola-figure.alive").waitFor();
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
  });

  test.each([320, 820, 1280])("posters stand apart in a window %i wide", async (width) => {
    await open("full.html", { viewport: { width, height: 800 } });
    const gaps = await page.evaluate(() => {
      const strip = document.querySelector(".moviola-posters")!;
      const boxes = [...strip.children].map((poster) => poster.getBoundingClientRect());
      const right = strip.getBoundingClientRect().right;
      return boxes.map((box, at) => {
        const next = boxes.at(at + 1);
        return next?.top === box.top ? next.left - box.right : right - box.right;
      });
    });
    expect(gaps.length).toBeGreaterThan(1);
    expect(Math.min(...gaps.slice(0, -1))).toBeGreaterThanOrEqual(-0.5);
    expect(gaps[0]).toBeGreaterThan(4);
  });

  test("headings of a printed table stand apart", async () => {
    await open("full.html", { viewport: { width: 660, height: 900 } });
    await page.emulateMedia({ media: "print" });
    const gaps = await page.evaluate(() => {
      const texts = [...document.querySelectorAll(".moviola-table th > button")];
      const boxes = texts.map((text) => text.getBoundingClientRect());
      return boxes.slice(1).map((box, at) => box.left - boxes[at].right);
    });
    expect(gaps.length).toBeGreaterThan(1);
    expect(Math.min(...gaps)).toBeGreaterThan(8);
  });

  test("the contents stand beside the text on a desk and fold on a phone", async () => {
    await open("full.html");
    expect(await page.locator(".toc-side").isVisible()).toBe(true);
    expect(await page.locator(".toc-fold").isVisible()).toBe(false);
    await page.setViewportSize({ width: 375, height: 800 });
    expect(await page.locator(".toc-side").isVisible()).toBe(false);
    await page.locator(".toc-fold summary").click();
    await page.locator(".toc-fold").getByRole("link", { name: "Results" }).click();
    expect(page.url()).toContain("#results");
    expect(
      await page.locator(".toc-fold").evaluate((fold) => (fold as HTMLDetailsElement).open),
    ).toBe(false);
  });

  test("everything can be read without JavaScript", async () => {
    await open("full.html", { javaScriptEnabled: false });
    expect(await firstColumn()).toEqual(models);
    expect(await page.locator(".moviola-figure > svg").isVisible()).toBe(true);
    expect(await page.locator("[data-theme-switch]").isVisible()).toBe(false);
    await page.locator(".cell-code summary").first().click();
    expect(await page.locator(".cell-code pre").first().isVisible()).toBe(true);
    expect(await page.locator("math").first().isVisible()).toBe(true);
  });
});
