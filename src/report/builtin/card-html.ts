import { element, escapeHtml } from "../show/html.js";
import { formatSeconds } from "../show/format.js";
import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { cardPosters } from "../records/card-posters.js";
import { cardVerdicts } from "../records/card-verdicts.js";

/** A notebook that has no page because it failed before it had anything to show. */
export interface FailedNotebook {
  readonly name: string;
  /** What went wrong, in a line. */
  readonly message: string;
}

/** The card of a page on the index: title, what it shows, what it found, its state. */
export function cardHtml(page: NotebookPage, title: string, description: string): string {
  const { data, seconds } = page.stamp;
  const facts = [
    data.length === 0 ? "" : data.join(", "),
    seconds === undefined ? "" : formatSeconds(seconds),
  ].filter((fact) => fact !== "");
  const badges = [
    page.failure === undefined ? "" : badge("failed", "failed"),
    page.isInvented ? badge("invented", "invented data") : "",
    page.title.status === undefined ? "" : badge("status", page.title.status),
    page.verdict === undefined ? "" : badge(verdictState(page), page.verdict.text),
  ].join("");
  return element(
    "li",
    { class: "card" },
    `<h2><a href="${escapeHtml(page.name)}.html">${title}</a></h2>` +
      (description === "" ? "" : `<p>${description}</p>`) +
      cardVerdicts(page) +
      cardPosters(page) +
      (badges === "" ? "" : `<p class="badges">${badges}</p>`) +
      (facts.length === 0 ? "" : `<p class="card-facts">${escapeHtml(facts.join(" · "))}</p>`),
  );
}

/** The card of a notebook without a page. */
export function failedCardHtml(failed: FailedNotebook): string {
  const message = failed.message.split("\n")[0];
  return element(
    "li",
    { class: "card" },
    `<h2>${escapeHtml(failed.name)}</h2><p>${escapeHtml(message)}</p><p class="badges">${badge("failed", "failed")}</p>`,
  );
}

function verdictState(page: NotebookPage): string {
  const { held, of } = page.verdict ?? {};
  if (held === undefined || of === undefined) return "verdict";
  return held === of ? "verdict held" : held === 0 ? "verdict failed" : "verdict mixed";
}

function badge(className: string, text: string): string {
  return element("span", { class: `badge ${className}` }, escapeHtml(text));
}
