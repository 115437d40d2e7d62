import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";
import { html } from "./rendered.js";

/** A card of key numbers: large figures over small words. */
export function facts(entries: Readonly<Record<string, string>>): Displayable {
  const items = Object.entries(entries).map(([name, value]) =>
    element("div", {}, element("dt", {}, escapeHtml(name)) + element("dd", {}, escapeHtml(value))),
  );
  const text = Object.entries(entries).map(([name, value]) => `${name}: ${value}`);
  return html(element("dl", { class: "moviola-facts" }, items.join("")), text.join("\n"));
}
