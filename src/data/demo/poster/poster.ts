import { createRandom, type RandomStream } from "../../../compute/random.js";
import { drawEmblem } from "./emblem.js";
import { breakLines, capitalHeight, drawLettering, type LetteringStyle } from "./lettering.js";
import { motifs, type Scene } from "./motif/index.js";
import { mix, palettes, type Palette } from "./palette.js";
import { rectangle } from "./shapes.js";

/** Width of a poster in pixels. */
export const posterWidth = 200;
/** Height of a poster in pixels. */
const posterHeight = 300;

/** What a poster shows. */
export interface PosterBrief {
  readonly title: string;
  readonly year: number;
  /** `[nThemes]` shares adding up to 1; the largest gives the picture, the next its sign and tint. */
  readonly themeShares: Float64Array;
  /** Dark (negative) to bright. */
  readonly brightness: number;
  /** Seed and number of the item, for what is left to chance. */
  readonly seed: number;
  readonly itemIndex: number;
}

/** Draws a poster as SVG, 200 x 300. Uses no font, so that it looks the same everywhere. */
export function posterSvg(brief: PosterBrief): string {
  const random = createRandom(brief.seed, `demo/poster/${brief.itemIndex}`);
  const [main, second] = twoLargest(brief.themeShares);
  const palette = tintedPalette(brief, main, second);
  const dark = brief.brightness < 0;
  const picture = motifs[main]({ palette, random, dark } satisfies Scene);
  const isFramed = random.uniform() < 0.4;
  const body = isFramed
    ? framedLayout(brief, palette, picture, second ?? main, random)
    : fullLayout(brief, palette, picture, second ?? main);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${posterWidth}" height="${posterHeight}" viewBox="0 0 200 300">` +
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.sky[0]}"/>` +
    `<stop offset="0.75" stop-color="${palette.sky[1]}"/></linearGradient>` +
    `<linearGradient id="foot" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.near}" stop-opacity="0"/>` +
    `<stop offset="0.26" stop-color="${palette.near}"/></linearGradient></defs>${body}</svg>`
  );
}

/** The main theme, and the second if it has a share of at least a fifth. */
function twoLargest(shares: Float64Array): [number, number | undefined] {
  const order = Array.from(shares.keys()).sort((a, b) => shares[b] - shares[a] || a - b);
  return [order[0], shares[order[1]] >= 0.2 ? order[1] : undefined];
}

/** The main theme's colours, tinted with the second's by its share and lightened by brightness. */
function tintedPalette(brief: PosterBrief, main: number, second: number | undefined): Palette {
  const side = brief.brightness < 0 ? "dark" : "bright";
  const base = palettes[main][side];
  const other = second === undefined ? base : palettes[second][side];
  const share = second === undefined ? 0 : brief.themeShares[second] * 0.55;
  const strength = Math.min(2, Math.abs(brief.brightness)) * 0.09;
  const tone = (from: string, to: string): string =>
    mix(mix(from, to, share), brief.brightness < 0 ? "#000000" : "#ffffff", strength);
  return {
    sky: [tone(base.sky[0], other.sky[0]), tone(base.sky[1], other.sky[1])],
    far: mix(base.far, other.far, share),
    mid: mix(base.mid, other.mid, share),
    near: mix(base.near, other.near, share * 0.5),
    light: base.light,
    accent: second === undefined ? base.accent : mix(base.accent, other.accent, share),
    ink: base.ink,
  };
}

/** The picture to all edges, the lettering on its ground. */
function fullLayout(brief: PosterBrief, palette: Palette, picture: string, sign: number): string {
  const style: LetteringStyle = { colour: palette.ink, width: 168, largest: 16, weight: 0.15 };
  const lines = breakLines(brief.title, 15);
  const height = capitalHeight(lines, style);
  const top = 276 - lines.length * height * 1.5;
  return (
    rectangle(0, 0, 200, 300, "url(#sky)") +
    `<g transform="translate(0 ${Math.round(top - 258)})">${picture}</g>` +
    rectangle(0, top - 34, 200, 334 - top, "url(#foot)") +
    drawEmblem(sign, 100, Math.round(top - 13), palette.light) +
    drawLettering(lines, 100, top, style) +
    drawLettering([String(brief.year)], 100, 281, { ...style, largest: 6.5, weight: 0.13 })
  );
}

/** The picture in a window on paper, the lettering below it. */
function framedLayout(
  brief: PosterBrief,
  palette: Palette,
  picture: string,
  sign: number,
  random: RandomStream,
): string {
  const bright = brief.brightness >= 0;
  const paper = bright ? mix(palette.ink, "#ffffff", 0.35) : mix(palette.near, "#000000", 0.25);
  const colour = bright ? palette.near : palette.ink;
  const style: LetteringStyle = { colour, width: 164, largest: 15, weight: 0.15 };
  const lines = breakLines(brief.title, 15);
  const height = capitalHeight(lines, style);
  const top = 275 - lines.length * height * 1.5;
  const bottom = top - 25;
  const scale = Math.max(0.86, Math.min(1, (bottom - 8) / 240));
  const radius = [3, 84, 26][random.integer(3)];
  const arch = `M16 ${Math.round(bottom)}V${16 + radius}A${radius} ${radius} 0 0 1 ${16 + radius} 16H${184 - radius}A${radius} ${radius} 0 0 1 184 ${16 + radius}V${Math.round(bottom)}Z`;
  return (
    rectangle(0, 0, 200, 300, paper) +
    `<clipPath id="window"><path d="${arch}"/></clipPath>` +
    `<g clip-path="url(#window)">${rectangle(0, 0, 200, 300, "url(#sky)")}` +
    `<g transform="translate(${Math.round(100 - 100 * scale)} ${Math.round(bottom - 243 * scale)}) scale(${scale.toFixed(2)})">${picture}</g></g>` +
    `<path d="${arch}" fill="none" stroke="${colour}" stroke-width="1.6"/>` +
    drawEmblem(sign, 100, Math.round(top - 13), palette.accent) +
    drawLettering(lines, 100, top, style) +
    drawLettering([String(brief.year)], 100, 281, { ...style, largest: 6.5, weight: 0.13 })
  );
}
