/** What the library exports, and what the docstrings of it leave unsaid. */
import { join, relative } from "node:path";
import ts from "typescript";

/** Types whose values have a shape. */
const shaped = /\b(Float32Array|Float64Array|Int32Array|Uint8Array|Tensor)\b/;
/** A shape in brackets, or words that say what becomes of one. */
const shape =
  /\[[^\]]*\]|without axes|element by element|\bshapes?\b|\bax[ei]s\b|\bby (name|index)\b|\bbytes\b/i;

/** What is when a setting is left out. */
const unset = /default|absent|without|\bnone\b|; \d/i;

/** Gaps by rule: names of `src/index.ts`, as `path: name`. */
export function docstringGaps(root) {
  const index = join(root, "src", "index.ts");
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([index], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const gaps = { description: [], shape: [], default: [] };
  let count = 0;
  const seen = new Set();
  const visit = (source, prefix) => {
    for (const alias of checker.getExportsOfModule(checker.getSymbolAtLocation(source))) {
      const symbol =
        (alias.flags & ts.SymbolFlags.Alias) === 0 ? alias : checker.getAliasedSymbol(alias);
      if (seen.has(symbol)) continue;
      seen.add(symbol);
      const [declaration] = symbol.declarations ?? [];
      if (declaration === undefined) continue;
      if (ts.isSourceFile(declaration)) visit(declaration, `${alias.name}.`);
      else {
        count++;
        const path = relative(root, declaration.getSourceFile().fileName).replaceAll("\\", "/");
        const where = `${path}: ${prefix}${alias.name}`;
        look({ checker, symbol, declaration, where, gaps });
      }
    }
  };
  visit(program.getSourceFile(index), "");
  return { count, gaps };
}

function look({ checker, symbol, declaration, where, gaps }) {
  const described = textOf(checker, symbol);
  // What a file says at its top holds for all that is in it.
  const own = `${described} ${headerOf(declaration.getSourceFile().text)}`;
  if (described === "") gaps.description.push(where);
  if (ts.isFunctionDeclaration(declaration)) lookAtSignature(declaration, own, where, gaps);
  if (!ts.isInterfaceDeclaration(declaration)) return;
  for (const member of declaration.members) {
    const text = textOf(checker, checker.getSymbolAtLocation(member.name ?? member) ?? symbol);
    const name = `${where}.${member.name?.getText() ?? ""}`;
    if (ts.isMethodSignature(member)) lookAtSignature(member, `${text} ${own}`, name, gaps);
    if (!ts.isPropertySignature(member)) continue;
    const type = member.type?.getText() ?? "";
    if (shaped.test(type) && !type.includes("=>") && !shape.test(`${text} ${own}`))
      gaps.shape.push(name);
    const isSetting = /(Options|Settings|Specification)$/.test(declaration.name.text);
    const isNumber = member.questionToken !== undefined && type === "number";
    if (isSetting && isNumber && !unset.test(`${text} ${own}`)) gaps.default.push(name);
  }
}

/** The docstring that a file opens with, before its imports. */
function headerOf(text) {
  return /^\s*\/\*\*([\s\S]*?)\*\/\s*\n(?:import|export (?:\*|\{))/.exec(text)?.[1] ?? "";
}

function lookAtSignature(node, text, where, gaps) {
  const types = [...node.parameters.map(({ type }) => type), node.type];
  const isShaped = types.some((type) => type !== undefined && shaped.test(type.getText()));
  if (isShaped && !shape.test(text)) gaps.shape.push(where);
}

const textOf = (checker, symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
