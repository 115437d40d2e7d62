/** Small signs of the themes, about 12 across and centred on 0, as SVG path data. */
const emblems: readonly string[] = [
  "M0 -7L1.6 -1.6L7 0L1.6 1.6L0 7L-1.6 1.6L-7 0L-1.6 -1.6Z",
  "M0 6C-10 -1 -6 -7 -2.6 -6C-1 -5.6 0 -4.4 0 -3.4C0 -4.4 1 -5.6 2.6 -6C6 -7 10 -1 0 6Z",
  "M0 -7A3.6 3.6 0 0 1 2 -0.4L3.4 7H-3.4L-2 -0.4A3.6 3.6 0 0 1 0 -7Z",
  "M0 6C-1.4 3 -3 4.4 -4 2C-5.6 0 -8 1 -9 3C-9 -2 -6 -4 -3 -3L-2 -5L0 -3.4L2 -5L3 -3C6 -4 9 -2 9 3C8 1 5.6 0 4 2C3 4.4 1.4 3 0 6Z",
  "M0 -7L1.9 -2.4L6.7 -2.2L3 0.9L4.2 5.7L0 3L-4.2 5.7L-3 0.9L-6.7 -2.2L-1.9 -2.4Z",
  "M-1 -3V-7H1V-3H4V-1.4H1V4C3.4 3.6 4.6 2.4 5 0.4L6.6 1.4C6 5 3 6.8 0 7C-3 6.8 -6 5 -6.6 1.4L-5 0.4C-4.6 2.4 -3.4 3.6 -1 4V-1.4H-4V-3Z",
  "M-1 4.4V-7C3 -5.6 5.4 -3 4 1C3.6 -1.6 2 -2.8 0.4 -3.2V4.6A2.8 2.2 0 1 1 -1 3Z",
  "M0 -7L4 -2H2.4L5.6 3H1V7H-1V3H-5.6L-2.4 -2H-4Z",
];

/** The sign of a theme around a point. */
export function drawEmblem(theme: number, x: number, y: number, fill: string): string {
  return `<path transform="translate(${x} ${y})" d="${emblems[theme]}" fill="${fill}"/>`;
}
