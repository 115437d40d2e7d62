import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { proseOf, readDocuments, type DocumentText } from "../support/documents.js";
import { readSources, ROOT } from "../support/source-files.js";

const documents = readDocuments();

/** Addresses of the links and images in a document's prose. */
function addressesOf(document: DocumentText): string[] {
  const prose = proseOf(document).replace(/`[^`\n]*`/g, "");
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), (match) => match[1]);
}

/** What a heading is called in an address. */
function anchorsOf(document: DocumentText): string[] {
  return Array.from(proseOf(document).matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function isBroken(document: DocumentText, address: string): boolean {
  if (/^[a-z]+:/.test(address)) return false;
  const [path, anchor] = address.split("#");
  const target = path === "" ? document.path : join(dirname(document.path), path);
  if (path.startsWith("/") || !existsSync(join(ROOT, target))) return true;
  if (anchor === undefined) return false;
  const linked = documents.find((candidate) => candidate.path === target);
  return linked === undefined || !anchorsOf(linked).includes(anchor);
}

describe.each(documents.map((document) => [document.path, document] as const))(
  "%s",
  (path, document) => {
    test("links to what is there", () => {
      const broken = addressesOf(document).filter((address) => isBroken(document, address));
      expect(broken).toEqual([]);
    });

    test("names no absolute path and has a text for every picture", () => {
      expect(document.text).not.toMatch(/(?<![\w.<])\/(work|home|root|Users|tmp)\//);
      expect(document.text).not.toMatch(/!\[\s*\]/);
    });

    test("names files of the project that are there", () => {
      const named = Array.from(
        proseOf(document).matchAll(/`((?:src|test|scripts|bench|reports|notebooks)\/[\w./-]+)`/g),
        (match) => match[1],
      );
      const made = /^reports\/_|two-means|\.executed\.ipynb$/;
      const missing = named.filter((name) => !made.test(name) && !existsSync(join(ROOT, name)));
      expect(missing, path).toEqual([]);
    });
  },
);

test("the README links to every document", () => {
  const readme = documents.find(({ path }) => path === "README.md")!;
  const reached = new Set(["README.md", ...addressesOf(readme)]);
  for (const path of [...reached]) {
    const linked = documents.find((document) => document.path === path);
    if (linked === undefined || path === "README.md") continue;
    for (const address of addressesOf(linked))
      reached.add(join(dirname(path), address.split("#")[0]));
  }
  expect(documents.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test("docs/conventions.md names every variable of the environment that the code reads", () => {
  const conventions = documents.find(({ path }) => path === "docs/conventions.md")!.text;
  const read = readSources("src").flatMap(({ text }) => text.match(/\bMOVIOLA_[A-Z_]+\b/g) ?? []);
  expect([...new Set(read)].filter((name) => !conventions.includes(`\`${name}\``))).toEqual([]);
});

test("docs/architecture.md names every folder of src", () => {
  const architecture = documents.find(({ path }) => path === "docs/architecture.md")!.text;
  const folders = readSources("src").flatMap(({ path }) => /^src\/[^/]+(?=\/)/.exec(path) ?? []);
  const missing = [...new Set(folders)].filter((name) => !architecture.includes(`| \`${name}\``));
  expect(missing).toEqual([]);
});
