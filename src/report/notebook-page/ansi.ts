/** Terminal text (colours, carriage returns) as HTML. */
import { escapeHtml } from "../show/html.js";

const colourNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

interface Style {
  colour: string | undefined;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

const plainStyle: Style = {
  colour: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

const colourSequence = /\u001b\[([\d;]*)m/;
const otherSequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-ln-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

/**
 * Terminal output as HTML: the sixteen colours and bold, dim, italic, underline become
 * `<span class="ansi-…">`; other control sequences are dropped; a carriage return overwrites its line.
 */
export function ansiToHtml(text: string): string {
  const parts = overwriteLines(text.replace(otherSequence, "")).split(colourSequence);
  const style = { ...plainStyle };
  let html = "";
  parts.forEach((part, at) => {
    if (at % 2 === 1) applyCodes(style, part);
    else if (part !== "") html += spanned(part, style);
  });
  return html;
}

/** The text without any control sequence. */
export function stripAnsi(text: string): string {
  return overwriteLines(text.replace(otherSequence, ""))
    .split(colourSequence)
    .filter((_part, at) => at % 2 === 0)
    .join("");
}

/** Keeps of each line what a terminal would show last: the text after its last carriage return. */
function overwriteLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").replace(/^[^]*\r/, ""))
    .join("\n");
}

function spanned(text: string, style: Style): string {
  const classes = [
    style.colour === undefined ? "" : `ansi-${style.colour}`,
    style.bold ? "ansi-bold" : "",
    style.dim ? "ansi-dim" : "",
    style.italic ? "ansi-italic" : "",
    style.underline ? "ansi-underline" : "",
  ].filter(Boolean);
  const escaped = escapeHtml(text);
  return classes.length === 0 ? escaped : `<span class="${classes.join(" ")}">${escaped}</span>`;
}

/** Applies one `ESC[…m` to the style; 256-colour and true-colour codes are passed over. */
function applyCodes(style: Style, text: string): void {
  const codes = text.split(";").map(Number);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) Object.assign(style, plainStyle);
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code === 39) style.colour = undefined;
    else if (code >= 30 && code <= 37) style.colour = colourNames[code - 30];
    else if (code >= 90 && code <= 97) style.colour = `bright-${colourNames[code - 90]}`;
    else if (code === 38 || code === 48) at += codes[at + 1] === 5 ? 2 : 4;
  }
}
