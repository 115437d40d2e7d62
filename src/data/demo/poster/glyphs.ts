/**
 * A small alphabet of our own, drawn as strokes, so that the lettering of a poster depends on no font
 * of the machine. A capital is 14 high, from y = 0 at its top to y = 14 on the line.
 */

/** One letter: how wide it is, and its strokes as SVG path data. */
export interface Glyph {
  readonly width: number;
  readonly strokes: string;
}

const letters: Readonly<Record<string, readonly [number, string]>> = {
  A: [11, "M0 14L5.5 0L11 14M2.2 9.4H8.8"],
  B: [8.5, "M0 0V14H5A3.9 3.9 0 0 0 5 6.5H0M0 0H4.4A3.2 3.2 0 0 1 4.4 6.5"],
  C: [11, "M10.6 2.6A6.6 7 0 1 0 10.6 11.4"],
  D: [10, "M0 0V14H3.4A6.6 7 0 0 0 3.4 0Z"],
  E: [7.5, "M7.5 0H0V14H7.5M0 6.8H6.4"],
  F: [7, "M7 0H0V14M0 6.8H6"],
  G: [11.6, "M10.8 2.6A6.6 7 0 1 0 11.6 7.6H7"],
  H: [9.4, "M0 0V14M9.4 0V14M0 6.8H9.4"],
  I: [0, "M0 0V14"],
  J: [6.4, "M6.4 0V9.8A3.2 4.2 0 0 1 0 10.4"],
  K: [8.8, "M0 0V14M8.6 0L0 8M3 5.4L8.8 14"],
  L: [7, "M0 0V14H7"],
  M: [12.4, "M0 14V0L6.2 9.6L12.4 0V14"],
  N: [9.8, "M0 14V0L9.8 14V0"],
  O: [13.2, "M6.6 0A6.6 7 0 1 0 6.6 14A6.6 7 0 1 0 6.6 0Z"],
  P: [8, "M0 14V0H4.2A3.8 3.8 0 0 1 4.2 7.6H0"],
  Q: [13.2, "M6.6 0A6.6 7 0 1 0 6.6 14A6.6 7 0 1 0 6.6 0ZM8.4 10.2L12.8 14.8"],
  R: [8.6, "M0 14V0H4.2A3.7 3.7 0 0 1 4.2 7.4H0M4.2 7.4L8.6 14"],
  S: [8, "M7.4 2A3.7 3.5 0 1 0 4 7A3.7 3.6 0 1 1 0.2 11.8"],
  T: [9.4, "M0 0H9.4M4.7 0V14"],
  U: [9.2, "M0 0V9A4.6 5 0 0 0 9.2 9V0"],
  V: [10.6, "M0 0L5.3 14L10.6 0"],
  W: [15.4, "M0 0L4 14L7.7 2L11.4 14L15.4 0"],
  X: [9.6, "M0 0L9.6 14M9.6 0L0 14"],
  Y: [9.8, "M0 0L4.9 7.2L9.8 0M4.9 7.2V14"],
  Z: [9, "M0.4 0H9L0 14H9"],
  É: [7.5, "M7.5 0H0V14H7.5M0 6.8H6.4M2.6 -2.6L5.2 -4.6"],
  "0": [8.4, "M4.2 0A4.2 7 0 1 0 4.2 14A4.2 7 0 1 0 4.2 0Z"],
  "1": [3, "M0 2.4L3 0V14"],
  "2": [7.8, "M0.3 3.6A3.8 3.8 0 1 1 7 6.2L0 14H7.8"],
  "3": [7.6, "M0.4 2.2A3.5 3.4 0 1 1 3.4 6.6A3.8 3.7 0 1 1 0.1 11.6"],
  "4": [8.6, "M6.6 14V0L0 9.8H8.6"],
  "5": [7.6, "M7 0H1.4L0.6 6.2A4.2 4.2 0 1 1 0.2 12"],
  "6": [8, "M6 0L1 7.4M4 5.8A4.1 4.1 0 1 0 4.1 5.8Z"],
  "7": [7.6, "M0 0H7.6L2.4 14"],
  "8": [
    7.8,
    "M3.9 0A3.2 3.2 0 1 0 3.9 6.4A3.2 3.2 0 1 0 3.9 0ZM3.9 6.4A3.8 3.8 0 1 0 3.9 14A3.8 3.8 0 1 0 3.9 6.4Z",
  ],
  "9": [8, "M2 14L7 6.6M4 0A4.1 4.1 0 1 0 4.1 0Z"],
  "’": [1.4, "M1.4 -0.4L0.2 3.4"],
  "-": [4.6, "M0 7.4H4.6"],
  " ": [3.4, ""],
};

/** The glyph of a character; one that the alphabet lacks is an empty space. */
export function glyphOf(character: string): Glyph {
  const [width, strokes] = letters[character] ?? letters[" "];
  return { width, strokes };
}
