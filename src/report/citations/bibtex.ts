/** A reader of BibTeX files: entries, `@string` names, `@comment`, joined values. */
import { MoviolaError } from "../../common/errors.js";

/** One entry as written: field names lower-case, values with their LaTeX but without outer braces. */
export interface BibtexEntry {
  readonly key: string;
  /** Lower-case, such as `article`. */
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
}

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * Entries of a BibTeX file by key, in the file's order. Throws `E_BIBLIOGRAPHY` with the line when an
 * entry cannot be read or a key occurs twice.
 */
export function parseBibtex(text: string, path: string): Map<string, BibtexEntry> {
  const reader = new BibtexReader(text, path);
  const entries = new Map<string, BibtexEntry>();
  for (let entry = reader.next(); entry !== undefined; entry = reader.next()) {
    if (entries.has(entry.key)) reader.fail("a key that occurs once", `a second "${entry.key}"`);
    entries.set(entry.key, entry);
  }
  return entries;
}

class BibtexReader {
  readonly #text: string;
  readonly #path: string;
  readonly #strings = new Map<string, string>(monthNames.map((name) => [name, name]));
  #at = 0;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  /** The next entry, or `undefined` at the end. */
  next(): BibtexEntry | undefined {
    for (;;) {
      const start = this.#text.indexOf("@", this.#at);
      if (start < 0) return undefined;
      this.#at = start + 1;
      const type = this.#match(/[A-Za-z]+/y)?.toLowerCase();
      if (type === undefined) continue;
      this.#skipSpace();
      if (type === "comment" || type === "preamble") {
        if (this.#text[this.#at] === "{") this.#bracedText();
        continue;
      }
      // An @ in the text between entries, such as an address, begins no entry.
      if (this.#text[this.#at] !== "{") continue;
      this.#at++;
      if (type === "string") {
        for (const [name, value] of this.#fields()) this.#strings.set(name, value);
        continue;
      }
      this.#skipSpace();
      const key = this.#match(/[^\s,{}"]+/y) ?? this.fail("a key", this.#here());
      this.#skipSpace();
      if (this.#text[this.#at] === ",") this.#at++;
      return { key, type, fields: Object.fromEntries(this.#fields()) };
    }
  }

  fail(expected: string, got: string): never {
    const line = this.#text.slice(0, this.#at).split("\n").length;
    throw new MoviolaError("E_BIBLIOGRAPHY", "The bibliography cannot be read", {
      where: `${this.#path}, line ${line}`,
      expected,
      got,
      remedy: "entries look like @article{key, author = {A and B}, title = {…}, year = {2020}}",
    });
  }

  /** Fields up to and with the closing brace of the entry. */
  #fields(): [string, string][] {
    const fields: [string, string][] = [];
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === "}") {
        this.#at++;
        return fields;
      }
      const name = this.#match(/[A-Za-z][\w-]*/y) ?? this.fail("a field or }", this.#here());
      this.#expect("=");
      fields.push([name.toLowerCase(), this.#value()]);
      this.#skipSpace();
      if (this.#text[this.#at] === ",") this.#at++;
      else if (this.#text[this.#at] !== "}") this.fail(", or }", this.#here());
    }
  }

  #value(): string {
    let value = "";
    for (;;) {
      this.#skipSpace();
      const first = this.#text[this.#at];
      if (first === "{") value += this.#bracedText();
      else if (first === '"') value += this.#quotedText();
      else {
        const word = this.#match(/[^\s,{}"#=]+/y) ?? this.fail("a value", this.#here());
        value += /^\d+$/.test(word) ? word : (this.#strings.get(word.toLowerCase()) ?? word);
      }
      this.#skipSpace();
      if (this.#text[this.#at] !== "#") return value;
      this.#at++;
    }
  }

  #bracedText(): string {
    const start = this.#at + 1;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === "\\") this.#at++;
      else if (character === "{") depth++;
      else if (character === "}" && --depth === 0) return this.#text.slice(start, this.#at++);
    }
    this.#at = start;
    return this.fail("a } for this {", "the end of the file");
  }

  #quotedText(): string {
    const start = ++this.#at;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (character === "\\") this.#at++;
      else if (character === "{") depth++;
      else if (character === "}") depth--;
      else if (character === '"' && depth === 0) return this.#text.slice(start, this.#at++);
    }
    this.#at = start;
    return this.fail('a closing "', "the end of the file");
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #expect(character: string): void {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) this.fail(character, this.#here());
    this.#at++;
  }

  #skipSpace(): void {
    this.#match(/\s+/y);
  }

  #here(): string {
    const rest = this.#text.slice(this.#at, this.#at + 12).split("\n")[0];
    return rest === "" ? "the end of the line or file" : `"${rest}"`;
  }
}
