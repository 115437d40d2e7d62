/** The LaTeX of BibTeX fields as plain Unicode text. */

const combining: Readonly<Record<string, string>> = {
  "`": "\u0300",
  "'": "\u0301",
  "^": "\u0302",
  "~": "\u0303",
  "=": "\u0304",
  u: "\u0306",
  ".": "\u0307",
  '"': "\u0308",
  r: "\u030a",
  H: "\u030b",
  v: "\u030c",
  c: "\u0327",
  k: "\u0328",
};

const letters: Readonly<Record<string, string>> = {
  ss: "ß",
  ae: "æ",
  AE: "Æ",
  oe: "œ",
  OE: "Œ",
  o: "ø",
  O: "Ø",
  l: "ł",
  L: "Ł",
  aa: "å",
  AA: "Å",
  i: "ı",
  j: "ȷ",
};

/** `M{\"u}ller \& S{\o}n` becomes `Müller & Søn`; braces go, dashes and spaces become what they mean. */
export function latexToText(latex: string): string {
  const accents = /\\([`'^~=."]|[urHvck](?![a-zA-Z]))\s*(?:\{\s*(\\?[a-zA-Z])\s*\}|(\\?[a-zA-Z]))/g;
  return latex
    .replace(accents, (_whole, accent: string, inBraces?: string, bare?: string) => {
      const letter = (inBraces ?? bare ?? "").replace(/^\\([ij])$/, "$1").replace("\\", "");
      return `${letter}${combining[accent]}`.normalize("NFC");
    })
    .replace(
      /\\([a-zA-Z]+)(?:\{\}|\s+|(?![a-zA-Z]))/g,
      (whole, name: string) => letters[name] ?? whole,
    )
    .replace(/\\(?:emph|textit|textbf|texttt|textsc|url|mathrm)\s*\{/g, "{")
    .replace(/\\([&%$#_{}])/g, (_whole, character: string) =>
      character === "{" ? "\u0001" : character === "}" ? "\u0002" : character,
    )
    .replace(/[{}]/g, "")
    .replaceAll("\u0001", "{")
    .replaceAll("\u0002", "}")
    .replace(/---/g, "—")
    .replace(/--/g, "–")
    .replace(/``/g, "“")
    .replace(/''/g, "”")
    .replace(/(?<!\\)~/g, "\u00a0")
    .replace(/\\[ ,]/g, " ")
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
}
