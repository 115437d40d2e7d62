const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** `text` with the five characters that HTML gives a meaning replaced; safe in text and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** Attributes of an element: text is escaped, `true` stands alone, `false` and `undefined` are left out. */
export type HtmlAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** One element around `content`, which must be HTML already; attribute values are escaped. */
export function element(name: string, attributes: HtmlAttributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escapeHtml(String(value))}"`));
  return `<${name}${written.join("")}>${content}</${name}>`;
}

/** Of a cell of text: notebooks draw cells to the right, where sentences are hard to read. */
export const textCell: HtmlAttributes = { style: "text-align:left" };

/** An HTML file up to its title, inside the head. `contentPolicy` says what the page may load. */
export function documentStart(title: string, contentPolicy: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>`;
}
