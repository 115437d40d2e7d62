import type { FailedNotebook } from "../builtin/card-html.js";
import type { PageVerdict } from "../notebook-page/stamp.js";

/** Which renderer makes the pages: Quarto where a fitting one is found, ours elsewhere, by default. */
export type RendererChoice = "auto" | "quarto" | "builtin";

/** What {@link buildSite} is asked. */
export interface SiteOptions {
  /** Paths of executed notebooks; each becomes a page of its file's name. */
  readonly notebooks: readonly string[];
  /** Where the site goes, such as `reports/_site`; replaced as a whole. */
  readonly outputFolder: string;
  /** Default `auto`. */
  readonly renderer?: RendererChoice;
  /** Folder with `reports/`, `docs/` and `_quarto.yml`; default: the current folder. */
  readonly projectFolder?: string;
  /** Notebooks without a page, shown as failed on the index. */
  readonly failed?: readonly FailedNotebook[];
  /** False to make every page anew; default true. */
  readonly reuse?: boolean;
  /** Longest time for one call of Quarto; default 600 seconds. */
  readonly timeoutSeconds?: number;
}

/** One page of a built site. */
export interface BuiltPage {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** True when the page was taken from the site as it was. */
  readonly isReused: boolean;
  readonly verdict: PageVerdict | undefined;
}

/** A built site. */
export interface BuiltSite {
  /** Path of the page to open. */
  readonly indexPath: string;
  readonly renderer: "quarto" | "builtin";
  readonly pages: readonly BuiltPage[];
  /** Size of all its files. */
  readonly bytes: number;
  /** Remarks for the author, such as references that lead nowhere. */
  readonly warnings: readonly string[];
}
