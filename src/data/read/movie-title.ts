/** A film's title and the year that stood behind it. */
export interface TitleAndYear {
  readonly title: string;
  readonly year?: number;
}

const TITLE_WITH_YEAR =
  /^(.*\S)\s*\((\d{4})(?:\s*[-\u2013/]\s*\d{0,4})?\)\s*(?:\([A-Za-z]+\)\s*)?$/;

/**
 * Splits `"Toy Story (1995)"` into title and year. A span of years gives the first; a mark such as
 * `(V)` or `(TV)` behind the year is left out; a text without a year is the title as it is.
 */
export function splitTitle(text: string): TitleAndYear {
  const match = TITLE_WITH_YEAR.exec(text);
  if (match === null) return { title: text.trim() };
  return { title: match[1], year: Number(match[2]) };
}
