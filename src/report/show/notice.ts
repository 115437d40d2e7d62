import type { Dataset } from "../../data/dataset.js";
import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";
import { html } from "./rendered.js";

/** A warning that a reader must not miss. */
export function warning(text: string): Displayable {
  return notice("moviola-warning", "Warning", text);
}

/** A remark on how to read what stands beside it. */
export function note(text: string): Displayable {
  return notice("moviola-note-box", "Note", text);
}

/**
 * The label of generated data, shown wherever such data is; nothing for real data.
 */
export function dataNotice(dataset: Pick<Dataset, "name" | "invented">): Displayable {
  if (!dataset.invented) return html("", "");
  return notice(
    "moviola-invented",
    "Invented data",
    `Everything here rests on the generated set "${dataset.name}": users, films, plots and posters are made up. It shows how the report works, not how any model does on films.`,
  );
}

function notice(className: string, title: string, text: string): Displayable {
  const words = `${element("strong", {}, `${escapeHtml(title)}:`)} ${escapeHtml(text)}`;
  const content = element("p", {}, words);
  return html(element("div", { class: className, role: "note" }, content), `${title}: ${text}`);
}
