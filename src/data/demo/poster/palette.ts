/** The colours of one poster, `#rrggbb`. */
export interface Palette {
  /** Top and bottom of the sky. */
  readonly sky: readonly [string, string];
  /** Three layers of ground, the last the nearest. */
  readonly far: string;
  readonly mid: string;
  readonly near: string;
  /** Sun, moon, lamp. */
  readonly light: string;
  /** The colour of what the eye should find first. */
  readonly accent: string;
  /** Lettering on `near`. */
  readonly ink: string;
}

/** Colours in the order: top and bottom of the sky, far, mid, near, light, accent, ink. */
function palette(colours: string): Palette {
  const [top, bottom, far, mid, near, light, accent, ink] = colours.split(" ");
  return { sky: [top, bottom], far, mid, near, light, accent, ink };
}

/** `[nThemes]` a bright and a dark palette of each theme. */
export const palettes: readonly { readonly bright: Palette; readonly dark: Palette }[] = [
  {
    bright: palette("#f4b183 #fde6c8 #d9775f #8c4a5f #3a2a4d #fff3d6 #2c8c99 #fde6c8"),
    dark: palette("#070b24 #27316e #3d4a94 #1d2450 #0a0d22 #ffd9a0 #ff7a4d #e8ecff"),
  },
  {
    bright: palette("#ffc2b0 #fff0dc #f59a8e #d9687b #9c3a5c #fff7d1 #e6395b #fff0dc"),
    dark: palette("#3b1743 #b8446b #7b2a5c #551d4c #2b0f2f #ffd3b8 #ff6b81 #ffe1d6"),
  },
  {
    bright: palette("#f2c230 #f9e29a #d99a1c #8a5a1a #1e1b18 #fff6cf #c4281b #f9e29a"),
    dark: palette("#15171c #3c4048 #2c3038 #1d2026 #0b0c0f #f2c230 #d6322a #f4e3a8"),
  },
  {
    bright: palette("#b9c9a3 #eef0d5 #8fa38a #566b63 #2a3538 #fffbe0 #7a3b8f #eef0d5"),
    dark: palette("#140b24 #47306b #35234f #201432 #0a0612 #d8f0a0 #8fd14f #dfe8c8"),
  },
  {
    bright: palette("#7cc3c9 #fbe3b1 #e0985a #c1622f #6b2f1d #fff4c7 #a82c1f #fbe3b1"),
    dark: palette("#2a1533 #e0582f #8f3327 #5c2023 #260d14 #ffc94d #ff9248 #ffe0a8"),
  },
  {
    bright: palette("#9adbe6 #f3fbf0 #4fb3c8 #2084a6 #0f4f73 #fffbe3 #f0603c #f3fbf0"),
    dark: palette("#04202f #14566b #10475c #0b3244 #041723 #f7e7a6 #f2a03d #d8f1ee"),
  },
  {
    bright: palette("#ffb347 #ffe7a3 #f2705b #c43b6b #5b1f5e #fffbe6 #1fa3a3 #ffe7a3"),
    dark: palette("#12081f #5a1650 #451245 #2b0b32 #0f0416 #ffcf56 #ff3f7f #ffe3b0"),
  },
  {
    bright: palette("#a8e0d1 #fdf7d4 #9ccc6c #5aa15a #26694a #fff6b8 #f2753d #fdf7d4"),
    dark: palette("#0f2b3a #3d7a78 #2b6359 #1b4744 #0c2629 #fff0b3 #ffb347 #e6f5da"),
  },
];

/** A colour between two, `share` 0 to 1 of the way. */
export function mix(from: string, to: string, share: number): string {
  const channel = (start: number): string => {
    const a = Number.parseInt(from.slice(start, start + 2), 16);
    const b = Number.parseInt(to.slice(start, start + 2), 16);
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
