/** A value that a notebook can be given. */
export type ParameterValue = string | number | boolean | readonly string[] | readonly number[];

/** The types that a parameter can have. */
export type ParameterType = "number" | "string" | "boolean" | "number[]" | "string[]";

/** One parameter of a notebook, as its cell tagged `parameters` declares it. */
export interface NotebookParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The only values allowed, where the declaration lists them, as in `"rating" | "ranking"`. */
  readonly choices?: readonly string[];
  /** The default, as written in the cell. */
  readonly defaultText: string;
  /** The type as written in the cell, or as its default shows it. */
  readonly typeText: string;
}

/** Parameters as lines for a reader: `  name: type = default`. */
export function listParameters(parameters: readonly NotebookParameter[]): string {
  return parameters
    .map(({ name, typeText, defaultText }) => `${name}: ${typeText} = ${defaultText}`)
    .join("; ");
}
