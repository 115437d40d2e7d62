/** The planted factors of the demo set: what a film can be about, and where that shows. */

/** Where a factor can be seen besides in the ratings. */
export type FactorTrace = "genres" | "text" | "picture";

/** One planted factor. */
export interface DemoFactor {
  readonly name: string;
  /** Where it shows; empty for a factor that only ratings reveal. */
  readonly shownIn: readonly FactorTrace[];
}

/** The eight themes; a theme's position is the position of its factor. */
export const themes: readonly { readonly name: string; readonly genre: string }[] = [
  { name: "space", genre: "Science Fiction" },
  { name: "romance", genre: "Romance" },
  { name: "heist", genre: "Crime" },
  { name: "haunting", genre: "Horror" },
  { name: "western", genre: "Western" },
  { name: "sea", genre: "Adventure" },
  { name: "music", genre: "Musical" },
  { name: "woodland", genre: "Family" },
];

export const nThemes: number = themes.length;

/** Position of the factor from dark (negative) to bright, which only the poster shows. */
export const brightnessFactor: number = nThemes;

/** Position of the factor from quiet (negative) to loud, which only the plot text shows. */
export const paceFactor: number = nThemes + 1;

/** All factors in the order of the columns of the factor matrices. */
export const demoFactors: readonly DemoFactor[] = [
  ...themes.map(({ name }) => ({ name, shownIn: ["genres", "text", "picture"] as const })),
  { name: "brightness", shownIn: ["picture"] },
  { name: "pace", shownIn: ["text"] },
  { name: "hidden 1", shownIn: [] },
  { name: "hidden 2", shownIn: [] },
];

export const nFactors: number = demoFactors.length;
