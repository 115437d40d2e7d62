import { expect, test } from "vitest";
import { parsePaper, verdicts } from "../../src/papers/index.js";
import { factNames } from "../../src/papers/data-facts.js";
import { fencesOf, readDocument } from "../support/documents.js";

const path = "docs/add-a-paper.md";
const text = readDocument(path);

test("the example of a paper's file is one", () => {
  const [example, ...others] = fencesOf({ path, text }).filter(({ info }) => info[0] === "json");
  expect(others).toEqual([]);
  const paper = parsePaper(example.text, path);
  const found = verdicts(paper, []).map(({ claim, protocol, finding }) => {
    return [claim, protocol, finding];
  });
  expect(found).toEqual([
    ["ahead", "faithful", "not testable here"],
    ["half-more", "faithful", "supported"],
    ["ahead", "corrected", "not testable here"],
  ]);
});

test("the guide names every kind, evidence, finding and fact", () => {
  const names = ["order", "difference", "improvement", "existence", "arithmetic"];
  const evidence = ["paper", "released-code", "external-table", "reconstruction"];
  for (const name of [...names, ...evidence, ...factNames]) expect(text).toContain(name);
  for (const finding of ["supported", "supported in part", "contradicted", "not distinguishable"]) {
    expect(text).toContain(`_${finding}_`);
  }
  expect(text).toContain("_not testable here_");
});
