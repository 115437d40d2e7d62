import { MoviolaError } from "../../common/index.js";
import {
  listParameters,
  type NotebookParameter,
  type ParameterType,
  type ParameterValue,
} from "./parameter.js";

/**
 * Checks the given values against a notebook's parameters and brings texts, as a command line
 * gives them, to the declared type. Throws `E_PARAMETER_UNKNOWN` or `E_PARAMETER_TYPE`; both list
 * the parameters there are.
 */
export function resolveParameters(
  declared: readonly NotebookParameter[],
  given: Readonly<Record<string, ParameterValue>>,
  where: string,
): ReadonlyMap<NotebookParameter, ParameterValue> {
  const resolved = new Map<NotebookParameter, ParameterValue>();
  for (const [name, value] of Object.entries(given)) {
    const parameter = declared.find((candidate) => candidate.name === name);
    if (parameter === undefined) throw unknownParameter(declared, name, where);
    const typed = toType(parameter, value);
    if (typed === undefined) throw wrongType(declared, parameter, value, where);
    resolved.set(parameter, typed);
  }
  return resolved;
}

function toType(parameter: NotebookParameter, value: ParameterValue): ParameterValue | undefined {
  const typed = typeof value === "string" ? fromText(parameter.type, value) : value;
  if (typed === undefined || !isOfType(parameter.type, typed)) return undefined;
  const { choices } = parameter;
  return choices === undefined || choices.includes(typed as string) ? typed : undefined;
}

function fromText(type: ParameterType, text: string): ParameterValue | undefined {
  switch (type) {
    case "string":
      return text;
    case "number":
      return toNumber(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "string[]":
    case "number[]":
      return toList(type, text);
  }
}

function toNumber(text: string): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A list is written as JSON or with commas: `[5,10]`, `5,10`. */
function toList(type: "string[]" | "number[]", text: string): ParameterValue | undefined {
  if (text.trim().startsWith("[")) {
    try {
      return JSON.parse(text) as ParameterValue;
    } catch {
      return undefined;
    }
  }
  const members = text === "" ? [] : text.split(",");
  if (type === "string[]") return members;
  const numbers = members.map(toNumber);
  return numbers.includes(undefined) ? undefined : (numbers as number[]);
}

function isOfType(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "string":
    case "boolean":
      return typeof value === type;
    case "string[]":
      return Array.isArray(value) && value.every((member) => isOfType("string", member));
    case "number[]":
      return Array.isArray(value) && value.every((member) => isOfType("number", member));
  }
}

function unknownParameter(
  declared: readonly NotebookParameter[],
  name: string,
  where: string,
): MoviolaError {
  return new MoviolaError("E_PARAMETER_UNKNOWN", `the notebook has no parameter ${name}`, {
    where,
    expected:
      declared.length === 0
        ? "no parameters: the notebook declares none"
        : listParameters(declared),
    got: name,
    remedy:
      declared.length === 0
        ? 'give the cell that declares them the tag "parameters"'
        : "use one of these names",
  });
}

function wrongType(
  declared: readonly NotebookParameter[],
  parameter: NotebookParameter,
  value: ParameterValue,
  where: string,
): MoviolaError {
  return new MoviolaError("E_PARAMETER_TYPE", `${parameter.name} is a ${parameter.typeText}`, {
    where,
    expected: listParameters(declared),
    got: `${parameter.name} = ${JSON.stringify(value)}`,
    remedy: `give ${parameter.name} a value of type ${parameter.typeText}`,
  });
}
