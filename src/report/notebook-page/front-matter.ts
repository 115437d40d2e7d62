/**
 * The flat part of YAML that front matter of pages uses: `key: value` lines with plain or quoted
 * text, numbers, truth values, `[a, b]` and `- a` lists, and folded or literal text (`>`, `|`).
 */

/** A value of front matter. */
export type FrontMatterValue = string | number | boolean | readonly string[];

/** Front matter and the text after it; `undefined` when the text does not begin with `---`. */
export function splitFrontMatter(
  text: string,
):
  | { readonly values: Readonly<Record<string, FrontMatterValue>>; readonly rest: string }
  | undefined {
  const match = /^\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (match === null) return undefined;
  return { values: parseFrontMatter(match[1]), rest: text.slice(match[0].length) };
}

/** The values of front matter without its `---` lines. Nested members are passed over. */
export function parseFrontMatter(text: string): Readonly<Record<string, FrontMatterValue>> {
  const lines = text.split(/\r?\n/);
  const values: Record<string, FrontMatterValue> = {};
  for (let at = 0; at < lines.length; at++) {
    const match = /^([A-Za-z][\w-]*):[ \t]*(.*)$/.exec(lines[at]);
    if (match === null) continue;
    const block = indentedLines(lines, at + 1);
    const [, key, inline] = match;
    if (/^[>|][+-]?$/.test(inline)) values[key] = block.join(inline.startsWith(">") ? " " : "\n");
    else if (inline !== "") values[key] = parseValue(inline);
    else if (block.length > 0 && block.every((line) => line.startsWith("- "))) {
      values[key] = block.map((line) => String(parseScalar(line.slice(2).trim())));
    }
    at += block.length;
  }
  return values;
}

/** Lines below `from` that belong to the key above: indented, or items of a list. */
function indentedLines(lines: readonly string[], from: number): string[] {
  const block: string[] = [];
  for (let at = from; at < lines.length && /^(\s+\S|- )/.test(lines[at]); at++) {
    block.push(lines[at].trim());
  }
  return block;
}

function parseValue(text: string): FrontMatterValue {
  const list = /^\[(.*)\]$/.exec(text.trim());
  if (list === null) return parseScalar(text.trim());
  return list[1]
    .split(",")
    .map((part) => String(parseScalar(part.trim())))
    .filter((part) => part !== "");
}

function parseScalar(text: string): string | number | boolean {
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(text);
  if (quoted?.[1] !== undefined) return quoted[1].replace(/\\(["\\])/g, "$1");
  if (quoted?.[2] !== undefined) return quoted[2].replaceAll("''", "'");
  const plain = text.replace(/\s+#.*$/, "");
  if (plain === "true" || plain === "false") return plain === "true";
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain;
}
