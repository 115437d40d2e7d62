import { glyphOf } from "./glyphs.js";
import { decimal } from "./shapes.js";

/** Distance between two letters, in units of the alphabet. */
const letterGap = 3.4;

/** How one block of lettering is set. */
export interface LetteringStyle {
  readonly colour: string;
  /** Widest a line may become, in pixels. */
  readonly width: number;
  /** Largest height of a capital, in pixels. */
  readonly largest: number;
  /** Thickness of a stroke as a share of the capital's height. */
  readonly weight: number;
}

/** Breaks a title into as few lines as keep it below about `most` letters a line, evenly filled. */
export function breakLines(title: string, most: number): string[] {
  const words = title.toUpperCase().split(" ");
  const nLines = Math.min(words.length, Math.ceil(title.length / most));
  let best: string[] = [words.join(" ")];
  let bestWidth = Number.POSITIVE_INFINITY;
  for (const lines of partitions(words, nLines)) {
    const width = Math.max(...lines.map(lineWidth));
    if (width < bestWidth) [best, bestWidth] = [lines, width];
  }
  return best;
}

/** All ways to put words onto `nLines` lines in order. */
function partitions(words: readonly string[], nLines: number): string[][] {
  if (nLines <= 1) return [[words.join(" ")]];
  const ways: string[][] = [];
  for (let first = 1; first <= words.length - nLines + 1; first++) {
    const head = words.slice(0, first).join(" ");
    for (const rest of partitions(words.slice(first), nLines - 1)) ways.push([head, ...rest]);
  }
  return ways;
}

/** Width of a line in units of the alphabet. */
function lineWidth(text: string): number {
  const glyphs = Array.from(text, glyphOf);
  return glyphs.reduce((sum, glyph) => sum + glyph.width + letterGap, -letterGap);
}

/** Height in pixels of a capital when these lines are set in this style. */
export function capitalHeight(lines: readonly string[], style: LetteringStyle): number {
  const widest = Math.max(...lines.map(lineWidth));
  return Math.min(style.largest, (style.width / widest) * 14);
}

/** Lines centred on `x`, the first line's capitals from `top`; 1.5 heights from line to line. */
export function drawLettering(
  lines: readonly string[],
  x: number,
  top: number,
  style: LetteringStyle,
): string {
  const height = capitalHeight(lines, style);
  const scale = height / 14;
  const parts: string[] = [];
  lines.forEach((text, row) => {
    let left = x / scale - lineWidth(text) / 2;
    const y = (top + row * height * 1.5) / scale;
    for (const character of text) {
      const glyph = glyphOf(character);
      if (glyph.strokes !== "") {
        parts.push(
          `<path transform="translate(${decimal(left)} ${decimal(y)})" d="${glyph.strokes}"/>`,
        );
      }
      left += glyph.width + letterGap;
    }
  });
  return (
    `<g transform="scale(${scale.toFixed(3)})" fill="none" stroke="${style.colour}" ` +
    `stroke-width="${decimal(14 * style.weight)}" stroke-linecap="round" stroke-linejoin="round">` +
    `${parts.join("")}</g>`
  );
}
