import { expect, test } from "vitest";
import { CsvSplitter, type SplitLine } from "../../../src/data/read/csv-splitter.js";
import { createRandom } from "../../../src/compute/index.js";

/** What the lines of `text` become, one after the other. */
function split(text: string, separator = ","): SplitLine[] {
  const splitter = new CsvSplitter(separator);
  return text.split("\n").map((line) => splitter.take(line));
}

const fields = (...given: string[]): SplitLine => ({ fields: given });

test.each<[string, SplitLine[]]>([
  ["a,b,c", [fields("a", "b", "c")]],
  ["", [fields("")]],
  [",", [fields("", "")]],
  ['"a","b"', [fields("a", "b")]],
  ['"a,b",c', [fields("a,b", "c")]],
  ['"a""b","""",""', [fields('a"b', '"', "")]],
  ['a"b,7" disc,c""', [fields('a"b', '7" disc', 'c""')]],
  [' "a",b', [fields(' "a"', "b")]],
  ['"a"b,c', ["faulty"]],
  ['"a" ,c', ["faulty"]],
  ['"a\nb",c', ["open", fields("a\nb", "c")]],
  ['x,"a\n\n""b""\n",c\nd', ["open", "open", "open", fields("x", 'a\n\n"b"\n', "c"), fields("d")]],
  ['"a\nb"c\nd,e', ["open", "faulty", fields("d", "e")]],
  ['a,"', ["open"]],
  ['a,"""\nb', ["open", "open"]],
])("%j", (text, lines) => {
  expect(split(text)).toEqual(lines);
});

test("a separator may be longer than a character", () => {
  expect(split('a::"b::c"::d', "::")).toEqual([fields("a", "b::c", "d")]);
});

test("what is written by the rules is read back", () => {
  const random = createRandom(1, "csv");
  const alphabet = ["a", ",", '"', "\n", " ", "ü", ""];
  const draw = (): string => alphabet[random.integer(alphabet.length)];
  for (let round = 0; round < 300; round++) {
    const record = Array.from({ length: 1 + random.integer(4) }, () =>
      Array.from({ length: random.integer(6) }, draw).join(""),
    );
    const isQuoted = (field: string): boolean => /[",\n]/.test(field) || random.integer(2) === 0;
    const written = record.map((field) =>
      isQuoted(field) ? `"${field.replaceAll('"', '""')}"` : field,
    );
    expect(split(written.join(",")).at(-1)).toEqual({ fields: record });
  }
});

test("it tells whether a quote is open, and how much it holds", () => {
  const splitter = new CsvSplitter(",");
  splitter.take('a,"bcd');
  expect([splitter.isOpen, splitter.length]).toEqual([true, 3]);
  splitter.take("ef");
  expect([splitter.isOpen, splitter.length]).toEqual([true, 6]);
  splitter.take('"');
  expect([splitter.isOpen, splitter.length]).toEqual([false, 0]);
});
