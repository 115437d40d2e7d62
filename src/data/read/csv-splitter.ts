/** What a line made of the record that it belongs to. */
export type SplitLine =
  | { readonly fields: readonly string[] }
  /** A quoted field goes on in the next line. */
  | "open"
  /** Text follows a closing quote. */
  | "faulty";

/**
 * Splits the lines of a CSV table into fields, one line after the other (RFC 4180): a field that begins with `"`
 * ends at the next single `"`, may hold separators and line ends, and has `""` for a quote. A quote elsewhere in a
 * field is a character like others.
 */
export class CsvSplitter {
  readonly #separator: string;
  #fields: string[] = [];
  /** Pieces of the quoted field that is open, and their length. */
  #pieces: string[] = [];
  #length = 0;
  #isOpen = false;

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** True when the next line goes on with a quoted field. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Characters of the quoted field that is open. */
  get length(): number {
    return this.#length;
  }

  take(line: string): SplitLine {
    if (!this.#isOpen && !line.includes('"')) return { fields: line.split(this.#separator) };
    let at = 0;
    if (this.#isOpen) this.#keep("\n");
    else this.#fields = [];
    for (;;) {
      if (this.#isOpen || line[at] === '"') {
        const end = this.#quoted(line, this.#isOpen ? at : at + 1);
        if (end < 0) return "open";
        at = end;
      } else {
        const end = line.indexOf(this.#separator, at);
        this.#fields.push(line.slice(at, end < 0 ? line.length : end));
        at = end < 0 ? line.length : end;
      }
      if (at === line.length) return this.#end({ fields: this.#fields });
      if (!line.startsWith(this.#separator, at)) return this.#end("faulty");
      at += this.#separator.length;
    }
  }

  /** Reads a quoted field from behind its opening quote; returns the place behind it, -1 where the line ends first. */
  #quoted(line: string, from: number): number {
    for (;;) {
      const end = line.indexOf('"', from);
      this.#isOpen = end < 0;
      if (end < 0) {
        this.#keep(line.slice(from));
        return end;
      }
      const isDoubled = line[end + 1] === '"';
      this.#keep(line.slice(from, isDoubled ? end + 1 : end));
      from = end + 2;
      if (isDoubled) continue;
      this.#fields.push(this.#pieces.join(""));
      [this.#pieces, this.#length] = [[], 0];
      return end + 1;
    }
  }

  #keep(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  #end(result: SplitLine): SplitLine {
    [this.#pieces, this.#length, this.#isOpen] = [[], 0, false];
    return result;
  }
}
