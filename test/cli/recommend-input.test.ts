import { describe, expect, it } from "vitest";
import { checkInput } from "../../src/cli/recommend-input.js";

const given = { topK: 10, seed: 1, data: "demo" };
const users = ["u001"];

describe("options of moviola recommend", () => {
  it.each([
    ["no source of rows", { data: undefined, users }],
    ["two sources of rows", { train: "train.tsv", users }],
    ["nowhere to put the lists of all users", {}],
    ["reasons in a file of lists", { out: "lists.tsv", explain: true }],
    ["similar items for a user", { similarTo: ["f001"], users }],
    ["similar items in a file of lists", { similarTo: ["f001"], out: "lists.tsv" }],
    ["reasons for similar items", { similarTo: ["f001"], explain: true }],
  ])("refuse %s", (_what, options) => {
    expect(() => checkInput({ ...given, ...options })).toThrow("E_CLI_INPUT");
  });

  it.each([
    { users },
    { users, explain: true },
    { json: true, explain: true },
    { out: "lists.tsv" },
    { similarTo: ["f001"] },
    { similarTo: ["f001"], json: true },
  ])("take %o", (options) => {
    expect(() => checkInput({ ...given, ...options })).not.toThrow();
  });
});
