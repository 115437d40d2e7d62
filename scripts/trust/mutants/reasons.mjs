/** Why a mutant may live: `survivors.json`, by file, the text that was replaced and what by, not by line. */
import { readFileSync } from "node:fs";

const entries = JSON.parse(readFileSync(new URL("survivors.json", import.meta.url), "utf8"));

/** The reason of a survivor, or undefined; `in`, where given, is a piece of the line that it stands in. */
export function reasonOf({ path, text, replacement, context }) {
  const found = entries.find(
    (entry) =>
      entry.file === path &&
      flat(entry.text) === flat(text) &&
      flat(entry.replacement) === flat(replacement) &&
      (entry.in === undefined || context.includes(entry.in)),
  );
  return found?.reason;
}

/** Entries whose text no longer stands in their file. */
export function staleReasons(root, read = readFileSync) {
  return entries.filter(({ file, text }) => {
    try {
      return !flat(read(`${root}/${file}`, "utf8")).includes(flat(text));
    } catch {
      return true;
    }
  });
}

/** Text in one line: a formatter moves breaks. */
function flat(text) {
  return text.replace(/\s+/g, " ").trim();
}
