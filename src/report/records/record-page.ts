/** A page that the site makes from what its reports tell: the ledger, the runs, the data. */
export interface RecordPage {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** HTML, escaped. */
  readonly content: string;
}

/** Text as a word for a filter: letters, digits, dots and hyphens. */
export function filterWord(text: string): string {
  return text.replace(/[^\w.@-]+/g, "-");
}
