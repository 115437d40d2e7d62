import { Command } from "commander";
import { afterEach, describe, expect, test, vi } from "vitest";
import { modelsGetCommand } from "../../src/cli/models-get.js";
import { temporaryFolder } from "../support/onnx/model-folder.js";

/** Runs the command and gives what it wrote to standard output. */
async function run(...words: string[]): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const program = new Command().addCommand(modelsGetCommand().exitOverride());
  try {
    await program.parseAsync(["get", ...words], { from: "user" });
  } finally {
    vi.restoreAllMocks();
  }
  return written.join("");
}

afterEach(() => vi.unstubAllEnvs());

describe("moviola models get", () => {
  test("offline nothing is fetched, and what is fetched by hand is said", async () => {
    vi.stubEnv("MOVIOLA_OFFLINE", "1");
    const to = ["--to", temporaryFolder(), "--json"];
    await expect(run("minilm", ...to)).rejects.toThrow("E_DOWNLOAD_OFFLINE");
    await expect(run("bert-cls", ...to)).rejects.toThrow(/E_DOWNLOAD_MANUAL[^]*optimum-cli/);
    await expect(run("resnet50", ...to)).rejects.toThrow("E_DOWNLOAD_MANUAL");
    await expect(run("vit-cls", ...to)).rejects.toThrow("E_DOWNLOAD_UNVERIFIED");
    await expect(run("nonsense", ...to)).rejects.toThrow("E_FEATURE_PRESET");
    await expect(run("custom", ...to)).rejects.toThrow("E_FEATURE_PRESET");
  });

  test("a precision that does not exist is refused", async () => {
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    await expect(run("minilm", "--precision", "int3")).rejects.toThrow("fp32, fp16, q8");
  });
});
