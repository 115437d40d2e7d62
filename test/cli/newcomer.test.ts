/** What somebody does first: `--help`, a pipe into `head`, and the examples of the help texts. */
import { spawn } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram, commandEntries } from "../../src/cli/program.js";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola, programFile } from "./support/program.js";

/** Commands whose examples need the network, a project, minutes, or change the machine; tested on their own. */
const elsewhere =
  /moviola (run|reports|reproduce|check|kernel|quarto|features|models get|data (get|check|list))\b/;

/** What takes longer than two seconds says how far it is, a line at a time. */
function withoutProgress(text: string): string {
  return text.replace(/^[\w -]+: (\S+ of \S+ .*|done in .*)\n/gm, "");
}

describe.skipIf(!isBuilt)("a newcomer (needs npm run build)", async () => {
  const folder = await dataFolder();

  it("finds every command in the help, and the help of each by either way", async () => {
    const { code, stdout } = await moviola(folder.path, ["--help"]);
    expect(code).toBe(0);
    for (const { name, summary } of commandEntries) {
      expect(stdout).toMatch(new RegExp(`\\n {2}${name} +${summary}`));
    }
    const one = await moviola(folder.path, ["help", "score"]);
    const other = await moviola(folder.path, ["score", "--help"]);
    expect(one).toEqual(other);
    expect(one.stdout).toContain("Usage: moviola score");
  });

  it("gets the help on stderr and exit code 2 without a command", async () => {
    for (const words of [[], ["runs"]]) {
      const { code, stdout, stderr } = await moviola(folder.path, words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("Usage: moviola");
    }
  });

  it("gets the version", async () => {
    const { code, stdout } = await moviola(folder.path, ["--version"]);
    expect([code, /^\d+\.\d+\.\d+\n$/.test(stdout)]).toEqual([0, true]);
  });

  it("can pipe into a reader that stops early", async () => {
    // Enough JSON to fill a pipe that nobody empties.
    const words = ["recommend", "popularity", "--data", "demo", "--top-k", "50", "--json"];
    const child = spawn(process.execPath, [programFile, ...words], { cwd: folder.path });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("can follow the examples of every help text", async () => {
    const split = "data split demo --recipe per-user-random --threshold 4 --out .";
    expect(await moviola(folder.path, split.split(" "))).toMatchObject({ code: 0 });
    const lists = "evaluate item-knn --train train.tsv --valid valid.tsv --test test.tsv";
    for (const name of ["mine.tsv", "theirs.tsv"]) {
      const words = [...lists.split(" "), "--recommendations", name, "--json"];
      expect(await moviola(folder.path, words)).toMatchObject({ code: 0, stderr: "" });
    }
    await mkdir(join(folder.path, "hand-ins"));
    await copyFile(join(folder.path, "mine.tsv"), join(folder.path, "hand-ins/ada.tsv"));
    const sweep = { datasets: ["demo"], splits: ["per-user-random"], models: ["popularity"] };
    await writeFile(join(folder.path, "sweep.json"), JSON.stringify(sweep));
    const examples = await examplesOfHelp();
    expect(examples.length).toBeGreaterThan(12);
    for (const example of examples) {
      if (elsewhere.test(example)) continue;
      // A run's id stands for any run.
      const words = example.split(" ").slice(1);
      if (words.some((word) => /^[0-9a-f]{16}$/.test(word))) continue;
      const { code, stderr } = await moviola(folder.path, words);
      expect([code, withoutProgress(stderr)], example).toEqual([0, ""]);
    }
    // Some dozens of processes.
  }, 300_000);
});

async function examplesOfHelp(): Promise<string[]> {
  const program = await buildProgram();
  const commands = [program, ...program.commands].flatMap((one) => [one, ...one.commands]);
  const examples = commands.flatMap((command) => {
    let text = "";
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    return text
      .split("\n")
      .filter((line) => line.startsWith("  $ moviola"))
      .map((line) => line.slice(4).replace(/ {2,}.*$/, ""));
  });
  return [...new Set(examples)];
}
