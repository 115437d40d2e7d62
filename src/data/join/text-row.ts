/** One row of a table of texts. */
export interface TextRow {
  readonly id: string;
  readonly texts: readonly string[];
  readonly externalIds: Readonly<Record<string, string>>;
}
