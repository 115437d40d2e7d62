import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram, commandEntries } from "../../src/cli/program.js";

describe("the program", async () => {
  const program = await buildProgram();

  it("has every command of the list, with the summary of the list and a description of its own", () => {
    expect(commandEntries.map(({ name }) => name)).toEqual([
      "evaluate",
      "score",
      "tune",
      "recommend",
      "search",
      "sweep",
      "runs",
      "verdicts",
      "models",
      "features",
      "run",
      "reports",
      "reproduce",
      "check",
      "kernel",
      "quarto",
      "data",
      "doctor",
    ]);
    for (const entry of commandEntries) {
      const command = program.commands.find((candidate) => candidate.name() === entry.name);
      expect(command?.summary(), entry.name).toBe(entry.summary);
      expect(command?.description(), entry.name).not.toBe("");
    }
  });

  it.each(leaves(program))(
    "shows an example and --json or files in the help of %s",
    (path, help) => {
      expect(help).toMatch(/\nExamples?\b.*:\n( {2}\$ .*\n?)+/);
      expect(help).toContain(`  $ ${path.replace(/ build$/, "")}`);
      expect(help).toContain("--debug");
      expect(help).toMatch(/--json {2,}\S/);
    },
  );

  it("keeps the lines of every help within 120 characters", () => {
    for (const [path, help] of leaves(program)) {
      for (const line of help.split("\n"))
        expect(line.length, `${path}: ${line}`).toBeLessThan(121);
    }
  });

  it("loads only the commands that the words name", async () => {
    const partial = await buildProgram(["runs", "list"]);
    const withOptions = partial.commands.filter(
      (command) => command.options.length > 0 || command.commands.length > 0,
    );
    expect(withOptions.map((command) => command.name())).toEqual(["runs"]);
    expect(partial.helpInformation()).toContain("evaluate");
  });
});

/** Every command that does something: its path and its help. */
function leaves(command: Command, path = "moviola"): [string, string][] {
  return command.commands.flatMap((inner): [string, string][] => {
    if (inner.name() === "help") return [];
    const innerPath = `${path} ${inner.name()}`;
    if (inner.commands.length > 0) return leaves(inner, innerPath);
    let text = "";
    inner.configureOutput({ writeOut: (part) => (text += part) });
    inner.outputHelp();
    return [[innerPath, text]];
  });
}
