/** Options that every reader of a known layout takes. */
export interface ReaderOptions {
  /** Name of the data set; each reader has its default. */
  readonly name?: string;
  /**
   * `catalogue`: every item of the item file counts, rated or not; `rated`: only items with a
   * rating. Default `catalogue`. Users likewise.
   */
  readonly items?: "catalogue" | "rated";
  /** Share of faulty rows, 0 to 1, above which reading fails with `E_DATA_ROW`; default 0.01. */
  readonly maximumRejectedShare?: number;
}
