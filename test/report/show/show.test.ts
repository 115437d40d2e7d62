import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  displaySinkKey,
  type DisplaySink,
  type MimeBundle,
} from "../../../src/report/show/displayable.js";
import { conclude, conclusionMimeType } from "../../../src/report/show/conclusion.js";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatSeconds,
} from "../../../src/report/show/format.js";
import { dataNotice, warning } from "../../../src/report/show/notice.js";
import { posterStrip } from "../../../src/report/show/posters/poster-strip.js";
import { describeProgress, ProgressBar } from "../../../src/report/show/progress.js";
import { metricTitle } from "../../../src/report/show/metric-title.js";
import { show } from "../../../src/report/show/show.js";

const holder = globalThis as { [displaySinkKey]?: DisplaySink };
let shown: MimeBundle[] = [];

beforeEach(() => {
  shown = [];
  holder[displaySinkKey] = { display: (bundle) => shown.push(bundle) };
});
afterEach(() => {
  Reflect.deleteProperty(holder, displaySinkKey);
});

describe("show", () => {
  test("plain objects become a table, text a paragraph, anything else is printed", async () => {
    await show([{ a: 1 }], "<b>", new Map([["k", 1]]));
    expect(shown[0]["text/html"]).toContain("moviola-table");
    expect(shown[1]["text/html"]).toBe("<p>&lt;b&gt;</p>");
    expect(shown[2]["text/plain"]).toBe("Map(1) { 'k' => 1 }");
  });

  test("every bundle has text beside its HTML", async () => {
    await show([{ a: 1 }], "text", warning("Careful"), posterStrip([]), 3);
    for (const bundle of shown) expect(bundle["text/plain"]).toBeTypeOf("string");
  });

  test("generated data is labelled, real data is not", async () => {
    await show(
      dataNotice({ name: "demo", invented: true }),
      dataNotice({ name: "ml-100k", invented: false }),
    );
    expect(shown[0]["text/html"]).toContain("moviola-invented");
    expect(shown[1]["text/plain"]).toBe("");
  });
});

describe("conclude", () => {
  test("counts what holds and says it to the runner", async () => {
    await show(
      conclude([
        { statement: "a", holds: true, evidence: "1 > 0" },
        { statement: "b", holds: false, evidence: "0 < 1" },
      ]),
    );
    expect(JSON.parse(shown[0][conclusionMimeType]!)).toEqual({
      text: "1 of 2 statements hold",
      held: 1,
      of: 2,
    });
  });

  test("needs a finding", () => {
    expect(() => conclude([])).toThrow(/E_CONCLUSION_EMPTY/);
  });
});

describe("posterStrip", () => {
  test("frames hits and misses, also where no theme is", async () => {
    const content = { title: "Heat", genres: [] };
    const strip = posterStrip([{ content, mark: "hit" }, { content, mark: "miss" }, { content }]);
    const html = (await strip.toMimeBundle())["text/html"]!;
    expect(html.match(/class="moviola-poster( [a-z]+)?"/g)).toEqual([
      'class="moviola-poster hit"',
      'class="moviola-poster miss"',
      'class="moviola-poster"',
    ]);
    expect(html).toMatch(/<style>.*\.moviola-poster\.hit.*\{outline:3px solid/);
    expect(html).toMatch(/<style>.*\.moviola-poster\.miss\).*\{outline:3px dashed/);
  });

  test("embeds a poster as a small JPEG and draws a placeholder for a missing or broken one", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moviola-"));
    const good = join(folder, "good.png");
    await sharp({ create: { width: 300, height: 450, channels: 3, background: "#123456" } })
      .png()
      .toFile(good);
    const broken = join(folder, "broken.jpg");
    await writeFile(broken, "<html>not a poster</html>");
    const film = (title: string, posterPath?: string) => ({
      content: {
        title,
        year: 1995,
        genres: [],
        ...(posterPath === undefined ? {} : { posterPath }),
      },
    });
    await show(posterStrip([film("Good <1>", good), film("Broken", broken), film("None")]));
    await rm(folder, { recursive: true });
    const html = shown[0]["text/html"]!;
    expect(html).toContain(`alt="Good &lt;1&gt; (1995)"`);
    expect(html.match(/data:image\/jpeg/g)).toHaveLength(1);
    expect(html).toContain(`aria-label="Broken (1995), no poster"`);
    expect(html).toContain(`aria-label="None (1995), no poster"`);
  });
});

describe("progress", () => {
  test("says amount, time, time left and remark", () => {
    const text = describeProgress(
      "fit",
      { task: "fit", done: 5, total: 20, unit: "epochs", note: "valid 0.93" },
      2,
    );
    expect(text).toBe("fit: 5 of 20 epochs, 2.0 s, 6.0 s left, valid 0.93");
  });

  test("short work draws nothing", () => {
    const bar = new ProgressBar("fit");
    bar.update({ task: "fit", done: 1, total: 2 });
    bar.finish("done");
    expect(shown).toEqual([]);
  });
});

describe("numbers", () => {
  test.each([
    [formatNumber(-0.0001), "0.000"],
    [formatNumber(-1.5, 1), "−1.5"],
    [formatNumber(Number.NaN), "–"],
    [formatCount(1000209), "1,000,209"],
    [formatCount(-1234), "−1,234"],
    [formatSeconds(0.34), "340 ms"],
    [formatSeconds(185), "3 min 05 s"],
    [formatSeconds(7620), "2 h 07 min"],
    [formatBytes(812), "812 B"],
    [formatBytes(999_960), "1.0 MB"],
  ])("%s is written %s", (got, expected) => {
    expect(got).toBe(expected);
  });
});

describe("metricTitle", () => {
  test.each([
    ["ndcg@10", "NDCG@10"],
    ["hit-rate@5", "Hit rate@5"],
    ["auc", "AUC"],
    ["map-all@20", "MAP all@20"],
  ])("%s is headed %s", (name, title) => {
    expect(metricTitle(name)).toBe(title);
  });
});
