import { expect, test } from "vitest";
import { codeRows, readDocument } from "../support/documents.js";

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

const { packages } = JSON.parse(readDocument("package-lock.json")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const locked = Object.entries(packages).filter(([path]) => path !== "");
const sections = readDocument("docs/dependencies.md").split("\n## ");
const rowsOf = (title: string): string[] => {
  const section = sections.find((text) => text.startsWith(`${title}\n`))!;
  return codeRows(section).map(([name]) => name);
};

test("every package of the lockfile is pinned by version and hash, from the registry alone", () => {
  const loose = locked.filter(([, { version, integrity, resolved = "", link }]) => {
    const isPinned = /^\d+\.\d+\.\d+/.test(version) && /^sha512-/.test(integrity ?? "");
    return link === true || !isPinned || /^(git|file|http:)/.test(resolved);
  });
  expect(loose.map(([path]) => path)).toEqual([]);
});

test("docs/dependencies.md names every licence of the lockfile, and no other", () => {
  const licences = new Set(locked.map(([path, { license }]) => license ?? `none: ${path}`));
  expect(rowsOf("Licences")).toEqual([...licences].sort());
});

test("docs/dependencies.md names every package with an install script; npm runs none of them", () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(rowsOf("Install scripts")).toEqual(names.sort());
  expect(readDocument(".npmrc").split("\n")).toContain("ignore-scripts=true");
});
