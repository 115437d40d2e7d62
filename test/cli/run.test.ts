import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { kernelCommand } from "../../src/cli/kernel.js";
import { runCommand } from "../../src/cli/run.js";
import { notebookText } from "../notebook/support/notebooks.js";

/** Runs the program with one command and returns what it printed on standard output. */
async function moviola(command: Command, ...words: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const program = new Command("moviola").exitOverride().addCommand(command);
  await program.parseAsync(["node", "moviola", ...words]);
  return write.mock.calls.map(([text]) => String(text)).join("");
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("moviola run", () => {
  it("takes parameters, runs, and prints one JSON object", async () => {
    const folder = await mkdtemp(join(tmpdir(), "moviola-test-"));
    try {
      const notebook = join(folder, "a.ipynb");
      const cells = [
        { source: 'const greeting: string = "";\nconst n: number = 1;', tags: ["parameters"] },
        { source: "if (n !== 2 || greeting !== 'a=b') throw new Error(greeting);" },
      ];
      await writeFile(notebook, notebookText(cells));
      const out = join(folder, "out", "b.ipynb");
      const words = ["-p", "n=2", "-p", "greeting=a=b", "--out", out, "--no-cache", "--json"];
      const printed = await moviola(runCommand(), "run", notebook, ...words);
      expect(JSON.parse(printed)).toMatchObject({ status: "run", outputPath: out, cells: 3 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it.each(["topK", "=3", "two words=1"])("refuses the parameter %j", async (text) => {
    await expect(moviola(runCommand(), "run", "a.ipynb", "-p", text)).rejects.toThrow(
      "E_PARAMETER_FORM",
    );
  });

  it.each(["0", "-1", "soon", ""])("refuses the time limit %j", async (text) => {
    const work = moviola(runCommand().exitOverride(), "run", "a.ipynb", "--time-limit", text);
    await expect(work).rejects.toThrow("seconds above 0");
  });
});

describe("moviola kernel", () => {
  it("installs below a prefix and uninstalls again", async () => {
    const prefix = await mkdtemp(join(tmpdir(), "moviola-test-"));
    const installed = await moviola(kernelCommand(), "kernel", "install", "--prefix", prefix);
    expect(installed).toContain(join(prefix, "share", "jupyter", "kernels", "moviola"));
    vi.restoreAllMocks();
    const removed = await moviola(kernelCommand(), "kernel", "uninstall", "--prefix", prefix);
    expect(removed).toContain("removed");
    vi.restoreAllMocks();
    const again = await moviola(kernelCommand(), "kernel", "uninstall", "--prefix", prefix);
    expect(again).toBe("not installed\n");
    await rm(prefix, { recursive: true, force: true });
  });

  it("says so when there is no Python environment to install into", async () => {
    vi.stubEnv("PATH", "");
    await expect(moviola(kernelCommand(), "kernel", "install", "--sys-prefix")).rejects.toThrow(
      "E_KERNEL_PYTHON",
    );
  });
});
