/**
 * Writes the reference pages out of the source: `docs/models.md` (every model with its header and settings)
 * and `docs/graph.md` (every function of training graphs with its docstring). Needs the built library.
 * `node scripts/reference.mjs` after a model, a setting or a docstring has changed; a test compares.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "./steps.mjs";

/** The text of `docs/models.md`. */
export async function modelsPage() {
  const { allModels } = await import(
    pathToFileURL(join(root, "dist", "models", "registry.js")).href
  );
  const entries = allModels();
  const lines = [
    "# Models",
    "",
    "What each model computes, where it comes from and where it departs from that, as its source says; with",
    "its settings. Written by `node scripts/reference.mjs`; `moviola models <id>` says the same in a terminal.",
    "",
    "| Model | Task | Item features | Items without training rows | Source |",
    "| --- | --- | --- | --- | --- |",
    ...entries.map((entry) => {
      const { title, source } = entry.create(entry.defaults).describe();
      const cold = entry.scoresColdItems === true ? "scored" : "not scored";
      const link = `[\`${entry.id}\`](#${entry.id})`;
      return `| ${link} ${title} | ${entry.task} | ${entry.features ?? "not used"} | ${cold} | ${source} |`;
    }),
    "",
    "The settings that models which are networks share: of the training,",
    "",
    ...quoted(docstringOf("src/models/shared/pair-network/settings.ts", "pairNetworkDefaults")),
    "",
    ...quoted(docstringOf("src/models/shared/graph/network-settings.ts", "networkDefaults")),
  ];
  for (const entry of entries) lines.push("", ...modelSection(entry));
  return `${lines.join("\n")}\n`;
}

function modelSection(entry) {
  const path = `src/models/${entry.id}/${entry.id}.ts`;
  const text = readFileSync(join(root, path), "utf8");
  return [
    `## ${entry.id}`,
    "",
    "```text",
    ...commentLines(/^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? ""),
    "```",
    "",
    ...settingsText(text),
    ...settingLines(entry),
    `Source: [${path}](../${path})`,
  ];
}

/** The docstring of the entry, which says what the settings do. */
function settingsText(text) {
  const match = /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\nexport const \w+: ModelEntry/.exec(text);
  return match === null ? [] : [...commentLines(match[1]), ""];
}

function settingLines({ defaults, searchSpace, create }) {
  const names = Object.keys(defaults);
  if (names.length === 0) return ["It has no settings.", ""];
  return [
    "| Setting | Default | Values | A search tries |",
    "| --- | --- | --- | --- |",
    ...names.map((name) => {
      const tried = searchSpace[name] === undefined ? "" : searched(searchSpace[name]);
      const values = valuesOf(defaults, name, create);
      return `| \`${name}\` | \`${JSON.stringify(defaults[name])}\` | ${values} | ${tried} |`;
    }),
    "",
  ];
}

/** What a setting may be, in the words of its refusal; empty where the model refuses nothing of the type. */
export function valuesOf(defaults, name, create) {
  const standard = defaults[name];
  if (typeof standard === "boolean") return "true, false";
  try {
    create({ ...defaults, [name]: typeof standard === "number" ? Number.NaN : "\0" });
    return "";
  } catch (error) {
    return error.details?.expected ?? "";
  }
}

function searched(values) {
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(", ");
  return `${values.low} to ${values.high}${values.scale === "log" ? ", logarithmic" : ""}`;
}

/** The text of a block comment, without its stars. */
function commentLines(comment) {
  return comment
    .split("\n")
    .map((line) => line.replace(/^ \*( |$)/, "").trimEnd())
    .join("\n")
    .trim()
    .split("\n");
}

const quoted = (text) => text.split("\n").map((line) => `> ${line}`.trimEnd());

function docstringOf(path, name) {
  const text = readFileSync(join(root, path), "utf8");
  const match = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*?)\\*/\\nexport const ${name}\\b`).exec(
    text,
  );
  if (match === null) throw new Error(`${path} has no docstring of ${name}`);
  return commentLines(match[1]).join("\n");
}

const chapters = [
  ["Graphs", "src/compute/graph/graph.ts"],
  ["Layers", "src/compute/graph/layers/"],
  ["Operators", "src/compute/graph/operators/"],
  ["Sparse matrices", "src/compute/graph/sparse/"],
  ["Optimisers", "src/compute/graph/optimisers/"],
  ["Learning rates", "src/compute/graph/schedules.ts"],
  ["Training, running, exporting", "src/compute/graph/"],
];

/** The text of `docs/graph.md`. */
export function graphPage() {
  const index = join(root, "src", "compute", "graph", "index.ts");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([index], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const found = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)))
    .map((symbol) => exportOf(checker, symbol))
    .filter((each) => each !== undefined);
  const lines = [
    "# Training graphs: reference",
    "",
    'Everything that `import { graph } from "moviola"` gives, by chapter, as its source says. Written by',
    "`node scripts/reference.mjs`. [add-a-model.md](add-a-model.md) shows a model being built with it, and the",
    "notebook `engine` trains one.",
  ];
  const left = new Set(found);
  for (const [title, start] of chapters) {
    const own = [...left].filter(({ path }) => path.startsWith(start));
    own.forEach((each) => left.delete(each));
    lines.push("", `## ${title}`);
    for (const each of own) lines.push("", ...exportLines(each));
  }
  return `${lines.join("\n")}\n`;
}

function exportOf(checker, alias) {
  const symbol =
    (alias.flags & ts.SymbolFlags.Alias) === 0 ? alias : checker.getAliasedSymbol(alias);
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return undefined;
  const file = declaration.getSourceFile();
  const path = relative(root, file.fileName).replaceAll("\\", "/");
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return { name: alias.name, path, text, code: codeOf(declaration, file) };
}

/** A declaration without its body. */
function codeOf(declaration, file) {
  const text = (node) => node.getText(file);
  if (ts.isFunctionDeclaration(declaration)) {
    return text(declaration)
      .slice(0, declaration.body.pos - declaration.getStart(file))
      .trim();
  }
  if (ts.isVariableDeclaration(declaration)) {
    return `const ${text(declaration.name)}${declaration.type ? `: ${text(declaration.type)}` : ""}`;
  }
  if (ts.isClassDeclaration(declaration)) return `class ${text(declaration.name)}`;
  return text(declaration);
}

function exportLines({ name, path, text, code }) {
  return [
    `### ${name}`,
    "",
    "```ts",
    ...code.replace(/^export /, "").split("\n"),
    "```",
    "",
    ...(text === "" ? [] : [text.replace(/\{@link (\w+)\}/g, "`$1`"), ""]),
    `[${path}](../${path})`,
  ];
}

/** The pages by their paths. */
export async function referencePages() {
  return { "docs/models.md": await modelsPage(), "docs/graph.md": graphPage() };
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(await referencePages())) {
    writeFileSync(join(root, path), text);
  }
}
