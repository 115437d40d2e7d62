import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { nThemes } from "../../../src/data/demo/factors.js";
import { generateDemo } from "../../../src/data/demo/index.js";
import { glyphOf } from "../../../src/data/demo/poster/glyphs.js";
import { breakLines } from "../../../src/data/demo/poster/lettering.js";
import { mix } from "../../../src/data/demo/poster/palette.js";
import { posterSvg, type PosterBrief } from "../../../src/data/demo/poster/poster.js";
import { rasterise } from "../../../src/data/demo/poster/rasterise.js";
import { decimal } from "../../../src/data/demo/poster/shapes.js";
import { demoPoster } from "../../../src/data/demo/posters.js";

function brief(theme: number, changes: Partial<PosterBrief> = {}): PosterBrief {
  const themeShares = new Float64Array(nThemes);
  themeShares[theme] = 1;
  return {
    title: "The Encore of Pellworth",
    year: 1999,
    themeShares,
    brightness: 1,
    seed: 1,
    itemIndex: 5,
    ...changes,
  };
}

describe("a demo poster", () => {
  it("is drawn for every theme by day and by night, with finite numbers and no font", () => {
    for (let theme = 0; theme < nThemes; theme++) {
      for (const brightness of [-1.5, 1.5]) {
        for (let itemIndex = 0; itemIndex < 6; itemIndex++) {
          const svg = posterSvg(brief(theme, { brightness, itemIndex }));
          expect(svg).not.toMatch(/NaN|undefined|Infinity|<text/);
        }
      }
    }
  });

  it("becomes a JPEG of 200 x 300 with more than one colour", async () => {
    const bytes = await rasterise(posterSvg(brief(6)));
    const { format, width, height } = await sharp(bytes).metadata();
    expect([format, width, height]).toEqual(["jpeg", 200, 300]);
    const { channels } = await sharp(bytes).stats();
    expect(Math.min(...channels.map((channel) => channel.stdev))).toBeGreaterThan(10);
  });

  it("is the same twice and differs between items, themes and times of day", () => {
    const svg = posterSvg(brief(0));
    expect(posterSvg(brief(0))).toBe(svg);
    const others = [brief(1), brief(0, { itemIndex: 6 }), brief(0, { brightness: -1 })];
    for (const other of others) expect(posterSvg(other)).not.toBe(svg);
  });

  it("is left out for exactly the items that the truth names", () => {
    const demo = generateDemo();
    const without = demo.dataset.items.ids.filter(
      (_id, item) => demoPoster(demo, item) === undefined,
    );
    expect(without).toEqual(demo.truth.withoutPoster);
  });

  it("can letter every title", () => {
    for (const { title } of generateDemo({ seed: 3 }).dataset.itemContent) {
      for (const character of title.toUpperCase().replaceAll(" ", "")) {
        expect(glyphOf(character).strokes, `${title}: ${character}`).not.toBe("");
      }
    }
  });
});

describe("the drawing helpers", () => {
  it("break a title into evenly filled lines", () => {
    expect(breakLines("Bruno’s Crypt", 15)).toEqual(["BRUNO’S CRYPT"]);
    expect(breakLines("The Diamond at Inverlane", 15)).toEqual(["THE DIAMOND", "AT INVERLANE"]);
    expect(breakLines("Unbreakablyenormousword", 5)).toEqual(["UNBREAKABLYENORMOUSWORD"]);
  });

  it("mix colours channel by channel", () => {
    expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080");
    expect(mix("#102030", "#405060", 0)).toBe("#102030");
    expect(mix("#102030", "#405060", 1)).toBe("#405060");
  });

  it("write numbers short", () => {
    expect([1, 1.25, -0.01, 12.345].map(decimal)).toEqual(["1", "1.3", "0", "12.3"]);
  });
});
