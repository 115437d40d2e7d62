import { MoviolaError } from "../../common/errors.js";

/** Reads a repeated `-p name=value`; throws `E_PARAMETER_FORM`. */
export function addParameter(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const match = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text);
  if (match === null) {
    throw new MoviolaError("E_PARAMETER_FORM", "a parameter is written name=value", {
      expected: "a name, an equals sign and a value, such as -p topK=20",
      got: text,
      remedy: "write the name as the notebook's parameters cell does",
    });
  }
  return { ...before, [match[1]]: match[2] };
}
