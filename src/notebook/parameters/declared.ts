import { tagsOf, type Notebook } from "../file/notebook.js";
import type { NotebookParameter, ParameterType } from "./parameter.js";
import { readDeclarations, type Declaration } from "./syntax.js";

/** Tag of the cell that declares parameters. */
const parametersTag = "parameters";

/** The place of the cell that declares parameters, if the notebook has one. */
export function parametersCell(notebook: Notebook): number | undefined {
  const place = notebook.cells.findIndex(
    (cell) => cell.type === "code" && tagsOf(cell).includes(parametersTag),
  );
  return place < 0 ? undefined : place;
}

/**
 * The parameters of a notebook: every variable with a default that its cell tagged `parameters`
 * declares and whose type is one of number, string, boolean, number[], string[] or a choice among
 * string literals. Other declarations of that cell are no parameters.
 */
export function notebookParameters(notebook: Notebook): NotebookParameter[] {
  const place = parametersCell(notebook);
  if (place === undefined) return [];
  return readDeclarations(notebook.cells[place].source).flatMap(toParameter);
}

function toParameter({ name, typeText, defaultText }: Declaration): NotebookParameter[] {
  const choices = typeText === undefined ? undefined : readChoices(typeText);
  if (choices !== undefined) {
    return [{ name, type: "string", choices, defaultText, typeText: typeText! }];
  }
  const type = typeText === undefined ? typeOfLiteral(defaultText) : readType(typeText);
  return type === undefined ? [] : [{ name, type, defaultText, typeText: typeText ?? type }];
}

function readType(text: string): ParameterType | undefined {
  const plain = text
    .replace(/^readonly\s+/, "")
    .replace(/^(?:Readonly)?Array<\s*(\w+)\s*>$/, "$1[]")
    .replace(/\s+/g, "");
  const types: readonly ParameterType[] = ["number", "string", "boolean", "number[]", "string[]"];
  return types.find((type) => type === plain);
}

const stringLiteral = /^(?:"[^"\\]*"|'[^'\\]*')$/;

function readChoices(text: string): string[] | undefined {
  const members = text
    .replace(/^\s*\|/, "")
    .split("|")
    .map((member) => member.trim());
  if (!members.every((member) => stringLiteral.test(member))) return undefined;
  return members.map((member) => member.slice(1, -1));
}

function typeOfLiteral(text: string): ParameterType | undefined {
  if (/^(?:true|false)$/.test(text)) return "boolean";
  if (/^[-+]?[\d.]/.test(text) && Number.isFinite(Number(text.replaceAll("_", ""))))
    return "number";
  if (/^["'`]/.test(text)) return "string";
  const first = /^\[\s*([^\s,\]]+)/.exec(text)?.[1];
  const element = first === undefined ? undefined : typeOfLiteral(first);
  return element === "number" || element === "string" ? `${element}[]` : undefined;
}
