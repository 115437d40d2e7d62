import { describe, expect, test } from "vitest";
import { codeRows, readDocument } from "../support/documents.js";

type Versions = Readonly<Record<string, string>>;

const manifest = JSON.parse(readDocument("package.json")) as {
  dependencies: Versions;
  devDependencies: Versions;
  version: string;
};
const [atRunTime, forDevelopment] = readDocument("docs/dependencies.md")
  .split("\n## ")
  .slice(1, 3)
  .map(codeRows);

describe("docs/dependencies.md", () => {
  test.each([
    ["dependencies", atRunTime],
    ["devDependencies", forDevelopment],
  ] as const)("lists all %s with their versions, each once, and no others", (kind, rows) => {
    expect(rows.map(([name, version]) => [name, version])).toEqual(Object.entries(manifest[kind]));
  });

  test("gives a reason for each", () => {
    for (const [name, , reason] of [...atRunTime, ...forDevelopment]) {
      expect(reason.length, name).toBeGreaterThan(10);
    }
  });

  test("says why the three others are not used", () => {
    const text = readDocument("docs/dependencies.md");
    const notUsed = text.slice(text.indexOf("## What is not used"));
    for (const name of ["@tensorflow/tfjs-node-gpu", "@xenova/transformers", "danfojs-node"]) {
      expect(notUsed).toContain(`**\`${name}\`**`);
      expect(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })).not.toContain(
        name,
      );
    }
  });

  test("explains every line of .npmrc", () => {
    const text = readDocument("docs/dependencies.md");
    const lines = readDocument(".npmrc").split("\n").filter(Boolean);
    expect(lines.filter((line) => !text.includes(`\`${line}\``))).toEqual([]);
  });
});

test("versions are exact", () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test("the version is the same in package.json, CITATION.cff and the head of CHANGELOG.md", () => {
  expect(/^version: (.*)$/m.exec(readDocument("CITATION.cff"))?.[1]).toBe(manifest.version);
  expect(/^## (\S+)/m.exec(readDocument("CHANGELOG.md"))?.[1]).toBe(manifest.version);
});
