import { expect, test } from "vitest";
import { codeRows, readDocument } from "../support/documents.js";
import { readSources } from "../support/source-files.js";

const rows = codeRows(readDocument("docs/errors.md"));
const listed = rows.map(([code]) => code);
const raised = new Set(
  readSources("src").flatMap(({ text }) =>
    Array.from(text.matchAll(/"(E_[A-Z0-9]+(?:_[A-Z0-9]+)*)"/g), (match) => match[1]),
  ),
);

test("docs/errors.md lists every code that src/ raises, and none that it does not", () => {
  expect([...raised].filter((code) => !listed.includes(code))).toEqual([]);
  expect(listed.filter((code) => !raised.has(code))).toEqual([]);
});

test("docs/errors.md lists each code once, with a meaning and a remedy", () => {
  expect(listed.filter((code, index) => listed.indexOf(code) !== index)).toEqual([]);
  expect(rows.filter((cells) => cells.length !== 3 || cells.includes(""))).toEqual([]);
});

test("every code is named by a test", () => {
  const text = readSources("test")
    .filter(({ path }) => !path.startsWith("test/documentation/"))
    .map((file) => file.text)
    .join("\n");
  const named = new Set(text.match(/\bE_[A-Z0-9]+(?:_[A-Z0-9]+)*\b/g));
  expect([...raised].filter((code) => !named.has(code))).toEqual([]);
});
