import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkOutputs, writeOutput } from "../../../src/cli/support/output-files.js";
import { dataFolder } from "../../support/data-files.js";
import { rejectionCode } from "./code-of.js";

describe("outputs", async () => {
  const { path: folder } = await dataFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at("input.tsv"), "kept");
  mkdirSync(at("folder"));

  it("pass where they can be written, in folders yet to be made too", async () => {
    await checkOutputs({
      files: { "--a": at("a.tsv"), "--b": at("new/deep/b.tsv"), "--c": undefined },
      folders: { "--out": at("other/runs") },
      inputs: [at("input.tsv"), undefined],
    });
  });

  it.each([
    ["an input", { files: { "--a": at("./folder/../input.tsv") }, inputs: [at("input.tsv")] }],
    ["a folder in the way", { files: { "--a": at("folder") } }],
    ["the same file twice", { files: { "--a": at("x.tsv"), "--b": at("x.tsv") } }],
    ["a file in place of a folder", { files: { "--a": at("input.tsv/x.tsv") } }],
    ["a file as folder", { folders: { "--out": at("input.tsv") } }],
    ["an empty path", { files: { "--a": "" } }],
  ])("are refused for %s with E_CLI_OUTPUT", async (_name, outputs) => {
    expect(await rejectionCode(checkOutputs(outputs))).toBe("E_CLI_OUTPUT");
  });

  it("are written whole, or refused with E_CLI_OUTPUT", async () => {
    await writeOutput(at("new/out.tsv"), "text");
    expect(readFileSync(at("new/out.tsv"), "utf8")).toBe("text");
    expect(await rejectionCode(writeOutput(at("input.tsv/x"), "text"))).toBe("E_CLI_OUTPUT");
  });
});
