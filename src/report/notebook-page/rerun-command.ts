import { isRecord } from "./notebook-file.js";

/** The command that runs a notebook again as it was run: its name, and the values that its parameters had. */
export function rerunCommand(name: string, metadata: Readonly<Record<string, unknown>>): string {
  const moviola = isRecord(metadata.moviola) ? metadata.moviola : {};
  const parameters = isRecord(moviola.parameters) ? moviola.parameters : {};
  const values = Object.entries(parameters).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return ` -p ${quoted(`${key}=${text}`)}`;
  });
  return `npx moviola run notebooks/${name}.ipynb${values.join("")}`;
}

/** As a shell needs it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
