import { element, escapeHtml } from "../show/html.js";

/** One choice of a list of filters: the rows' `data-<name>` must hold the word chosen. */
export interface Filter {
  readonly name: string;
  readonly title: string;
  /** The words that rows have, and how they are written. */
  readonly choices: readonly (readonly [word: string, text: string])[];
}

/**
 * Selects and a field for text over the rows of the element `target`. Without JavaScript they are not
 * shown, and all rows are. `more` is HTML behind the filters.
 */
export function filtersHtml(target: string, filters: readonly Filter[], more = ""): string {
  const selects = filters
    .filter(({ choices }) => choices.length > 1)
    .map(({ name, title, choices }) => {
      const options = choices.map(([word, text]) =>
        element("option", { value: word }, escapeHtml(text)),
      );
      const select = element(
        "select",
        { name },
        `<option value="">all</option>${options.join("")}`,
      );
      return element("label", {}, `${escapeHtml(title)} ${select}`);
    });
  const field = `<label>Text <input type="search" name="text" autocomplete="off"></label>`;
  const attributes = { class: "filters", "data-filters": target, hidden: true };
  const count = `<output class="filter-count" aria-live="polite"></output>`;
  return element("form", attributes, selects.join("") + field + more + count);
}

/** The distinct values of a list as choices, in order of first sight. */
export function choicesOf(pairs: readonly (readonly [string, string])[]): Filter["choices"] {
  return [...new Map(pairs).entries()];
}
