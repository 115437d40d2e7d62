/** The parts that there are: every `*.mjs` of a folder whose default export is one. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What reads best after what; parts that are not named here come last, by name. */
const order = [
  ...["leaks", "determinism", "goldens", "kills", "faults-of-machines", "hostile"],
  ...["mutants", "supply", "soak", "crowd", "house"],
];

/** `{ parts, broken }`: the parts in the order of the page, and files that are none, with the reason. */
export async function findParts(folder) {
  const parts = [];
  const broken = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs"))) {
    const path = join(folder, file);
    const name = basename(file, ".mjs");
    try {
      const { default: part } = await import(pathToFileURL(path).href);
      const what = wrongIn(part, name);
      if (what === undefined) parts.push({ ...part, path });
      else broken.push({ name, what });
    } catch (error) {
      broken.push({ name, what: error instanceof Error ? error.message : String(error) });
    }
  }
  const place = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
  parts.sort((one, other) => place(one) - place(other) || (one.name < other.name ? -1 : 1));
  return { parts, broken };
}

function wrongIn(part, name) {
  if (typeof part?.run !== "function") return "it exports no part";
  if (part.name !== name) return `its name is ${part.name}, its file’s ${name}`;
  const isSaid = ["title", "promise"].every((key) => typeof part[key] === "string" && part[key]);
  return isSaid ? undefined : "it has no title or promise";
}
