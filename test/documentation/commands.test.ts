/** What the documents say of the program `moviola`, held against the built program itself. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { SPLIT_NAMES } from "../../src/data/split/index.js";
import { allPresets } from "../../src/features/registry.js";
import { allModels } from "../../src/models/registry.js";
import { builtLibrary } from "../support/built-library.js";
import { fencesOf, readDocument, readDocuments } from "../support/documents.js";

const dist = builtLibrary();
const program = join(dist ?? "", "cli", "main.js");
const runProgram = promisify(execFile);
const helpTexts = new Map<string, Promise<string>>();

/** The help of a command such as `runs list`; empty when there is no such command. */
function helpOf(command: string): Promise<string> {
  let help = helpTexts.get(command);
  if (help === undefined) {
    const words = command.split(" ").filter(Boolean);
    help = runProgram(process.execPath, [program, ...words, "--help"]).then(
      ({ stdout }) => stdout,
      () => "",
    );
    helpTexts.set(command, help);
  }
  return help;
}

/** Names of the commands below a command, as its help lists them. */
async function commandsBelow(command: string): Promise<string[]> {
  const help = await helpOf(command);
  const usage = /^Usage: moviola(?: .*)? \[command\]$/m.test(help);
  if (!usage) return [];
  const names = Array.from(help.matchAll(/^ {2}([a-z]+)(?= |$)/gm), (match) => match[1]);
  return [...new Set(names)].filter((name) => name !== "help");
}

/** The command at the start of `words`, such as `runs list`. */
async function commandOf(words: readonly string[]): Promise<string> {
  const [first, second] = words;
  if (!(await commandsBelow("")).includes(first)) return "";
  return (await commandsBelow(first)).includes(second) ? `${first} ${second}` : first;
}

interface Mention {
  readonly path: string;
  /** What stands behind `moviola`. */
  readonly words: readonly string[];
}

/** Models that the documents have the reader write. */
const examples = new Set(["two-means", "gated-content"]);

/** The words behind an option, up to the next one. */
function valuesOf(words: readonly string[], option: string): readonly string[] {
  const start = words.indexOf(option);
  if (start < 0) return [];
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => word.startsWith("-"));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Models, settings of models, recipes and presets of features that a command names and that there are not. */
function unknownNames(words: readonly string[]): readonly string[] {
  const [command, name] = words;
  const takesModel = ["evaluate", "recommend", "tune", "models"].includes(command);
  const isId = takesModel && /^[a-z][a-z-]*$/.test(name) && name !== "get";
  const model = allModels().find(({ id }) => id === name);
  const isUnknown = isId && model === undefined && !examples.has(name);

  const presets = new Set(allPresets().map(({ preset }) => preset.id));
  return [
    ...(isUnknown ? [name] : []),
    ...(model === undefined ? [] : valuesOf(words, "--set")).filter(
      (word) => word.includes("=") && !Object.hasOwn(model!.defaults, word.split("=")[0]),
    ),
    ...valuesOf(words, "--recipe").filter((recipe) => !SPLIT_NAMES.includes(recipe)),
    ...valuesOf(words, "--features").filter((word) => {
      const preset = word.split("=")[1] ?? "";
      return /^[a-z][a-z0-9-]*$/.test(preset) && !presets.has(preset);
    }),
  ];
}

/** Every command line `moviola ...` in code of the documents. */
const mentions: Mention[] = readDocuments().flatMap(({ path, text }) => {
  const inline = Array.from(text.matchAll(/`(?:npx )?moviola( [^`\n]+)`/g), (match) => match[1]);
  const shell = Array.from(text.matchAll(/^(?:\$ )?npx moviola( .+)$/gm), (match) => match[1]);
  return [...inline, ...shell].map((line) => ({ path, words: line.trim().split(/\s+/) }));
});

test("commands name models, settings, recipes and presets that there are", () => {
  const wrong = mentions
    .filter(({ words }) => words.length > 1 && !words[1].startsWith("<"))
    .flatMap(({ path, words }) =>
      unknownNames(words).map((name) => `${path}: moviola ${words.join(" ")}: ${name}`),
    );
  expect(wrong).toEqual([]);
  const shown = mentions.map(({ words }) => words.join(" "));
  expect(
    shown.filter((line) => /^(evaluate|recommend|tune) [a-z]/.test(line)).length,
  ).toBeGreaterThan(8);
  expect(unknownNames("evaluate no-such --set x=1".split(" "))).toEqual(["no-such"]);
  expect(unknownNames("evaluate vbpr --set epoch=1".split(" "))).toEqual(["epoch=1"]);
  expect(unknownNames("tune ease --features a=b c=d.npy".split(" "))).toEqual(["a=b"]);
  expect(unknownNames("data split demo --recipe new".split(" "))).toEqual(["new"]);
});

describe.skipIf(dist === undefined)("commands in the documents (needs the built program)", () => {
  test("exist, with their options", async () => {
    expect(mentions.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    for (const { path, words } of mentions) {
      const shown = `${path}: moviola ${words.join(" ")}`;
      if (words[0].startsWith("<")) continue;
      const command = words[0].startsWith("-") ? "" : await commandOf(words);
      if (command === "" && !words[0].startsWith("-")) wrong.push(shown);
      const help = await helpOf(command);
      const options = words.filter((word) => /^--?[a-z]/.test(word) && word !== "--help");
      const isKnown = (option: string): boolean =>
        new RegExp(`(^|[\\s,])${option}(?=[\\s,=<]|$)`, "m").test(help);
      wrong.push(...options.filter((option) => !isKnown(option)).map((o) => `${shown}: ${o}`));
    }
    expect(wrong).toEqual([]);
  });

  test("run as shown, one after another, where the fence says so", async () => {
    const shown = readDocuments()
      .flatMap(fencesOf)
      .filter(({ info }) => info.join(" ") === "sh run");
    expect(shown.length).toBeGreaterThan(0);
    for (const { text } of shown) {
      const folder = await mkdtemp(join(tmpdir(), "moviola-shown-"));
      try {
        for (const line of text.trim().split("\n")) {
          const words = line.replace(/^npx moviola /, "").split(" ");
          const options = {
            cwd: folder,
            env: { ...process.env, MOVIOLA_RUNS: join(folder, "runs") },
          };
          const { stdout } = await runProgram(process.execPath, [program, ...words], options);
          expect(stdout, line).not.toBe("");
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
  });

  test("are all in the README's table", async () => {
    const top = await commandsBelow("");
    const all = await Promise.all(
      top.map(async (name) => {
        const below = await commandsBelow(name);
        return below.length === 0 ? [name] : below.map((inner) => `${name} ${inner}`);
      }),
    );
    const readme = readDocument("README.md");
    const hidden = ["kernel uninstall", "quarto find"];
    const missing = all.flat().filter((command) => {
      return (
        !hidden.includes(command) && !new RegExp(`^\\| \`moviola ${command}[ \`]`, "m").test(readme)
      );
    });
    expect(missing).toEqual([]);
  });

  test("have an example in their help", async () => {
    for (const name of await commandsBelow("")) {
      const below = await commandsBelow(name);
      const commands = below.length === 0 ? [name] : below.map((inner) => `${name} ${inner}`);
      for (const command of commands) {
        expect(await helpOf(command), command).toMatch(
          /^Examples?\b.*:\n\s+(\$ )?(\w+=\S+ )?moviola /m,
        );
      }
    }
  });
});

test("scripts that the documents name are in package.json", () => {
  const { scripts } = JSON.parse(readDocument("package.json")) as { scripts: object };
  const named = readDocuments().flatMap(({ text }) =>
    Array.from(text.matchAll(/\bnpm (?:run ([\w-]+)|(test))\b/g), (match) => match[1] ?? match[2]),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
