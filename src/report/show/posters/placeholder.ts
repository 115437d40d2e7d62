import { escapeHtml } from "../html.js";

/** A drawn poster for a film without one: its title and year on a plain ground, as SVG markup. */
export function placeholderPoster(title: string, year: number | undefined): string {
  const lines = wrapWords(title, 14).slice(0, 5);
  const text = lines
    .map((line, at) => `<text x="60" y="${72 + at * 16}">${escapeHtml(line)}</text>`)
    .join("");
  const name = year === undefined ? title : `${title} (${year})`;
  const yearText = year === undefined ? "" : `<text x="60" y="164" opacity="0.7">${year}</text>`;
  return (
    `<svg role="img" aria-label="${escapeHtml(name)}, no poster" viewBox="0 0 120 180" width="92" height="138">` +
    `<rect width="120" height="180" fill="#3b4252"/>` +
    `<rect x="6" y="6" width="108" height="168" fill="none" stroke="#d8dee9" stroke-dasharray="4 3"/>` +
    `<g fill="#eceff4" font-family="system-ui, sans-serif" font-size="13" text-anchor="middle">` +
    `<text x="60" y="32" font-size="9" opacity="0.7">no poster</text>${text}${yearText}</g></svg>`
  );
}

function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.length > width ? `${word.slice(0, width - 1)}…` : word);
  }
  return lines;
}
