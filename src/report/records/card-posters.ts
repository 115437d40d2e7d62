import type { NotebookPage } from "../notebook-page/notebook-page.js";
import { element } from "../show/html.js";

/** Most posters on a card, and how many characters of HTML they may take. */
const mostPosters = 7;
const mostCharacters = 48_000;

/**
 * Posters of the page's first strip as decoration of its card, named nowhere: the page names them. As
 * many as may weigh; empty for a page without.
 */
export function cardPosters(page: NotebookPage): string {
  for (const block of page.blocks) {
    if (block.kind !== "code" || !block.options.output) continue;
    for (const output of block.outputs) {
      if (output.kind !== "html" || !output.html.includes("moviola-posters")) continue;
      const sources = [
        ...output.html.matchAll(/<img src="(data:image\/jpeg;base64,[A-Za-z0-9+/=]+)"/g),
      ];
      let strip = "";
      let count = 0;
      for (const [, source] of sources.slice(0, mostPosters)) {
        if (strip.length + source.length > mostCharacters) break;
        strip += `<img src="${source}" alt="" width="46" height="69" loading="lazy">`;
        count++;
      }
      if (count < 3) continue;
      return element("div", { class: "card-posters", "aria-hidden": "true" }, strip);
    }
  }
  return "";
}
