/**
 * The vocabulary of one theme. Sentences may hold slots: `{name}` (the hero in full), `{first}` (the
 * hero's first name), `{other}` (somebody else in full), `{role}`, `{place}`, `{thing}` (from this
 * theme's lists) and `{town}` (an invented town).
 */
export interface ThemeWords {
  /** With their article: "a salvage pilot". */
  readonly roles: readonly string[];
  /** With their article, to follow "in", "at" or "to": "the far side of a dead moon". */
  readonly places: readonly string[];
  /** With their article: "a distress call in an unknown language". */
  readonly things: readonly string[];
  /** First sentences; they introduce `{name}` and `{role}`. */
  readonly openings: readonly string[];
  /** Later sentences; they speak of `{first}`. */
  readonly turns: readonly string[];
  /** Nouns of a title, in the singular and without article. */
  readonly titleNouns: readonly string[];
  /** Plural nouns for titles that count. */
  readonly titlePlurals: readonly string[];
  /** Adjectives of a title. */
  readonly titleAdjectives: readonly string[];
}
