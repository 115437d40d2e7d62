/** Stryker's mutants of some files, and the mutated file as JavaScript. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.mjs";
import { messageFinder } from "./messages.mjs";

const options = { plugins: null, excludedMutations: [], ignorers: [] };

/**
 * The mutants of `paths`: `{ id, path, line, mutator, text, replacement, context, start, end }`; `context` is the
 * line around the text. `nMessages` counts those left out as words to people.
 */
export async function enumerate(root, paths, instrumenter) {
  const mutants = [];
  let nMessages = 0;
  for (const path of paths) {
    const content = readFileSync(join(root, path), "utf8");
    const files = [{ name: path, mutate: true, content }];
    const { mutants: found } = await instrumenter.instrument(files, options);
    const lines = lineStarts(content);
    const isMessage = messageFinder(content, path);
    const seen = new Map();
    for (const mutant of found) {
      const made = place(mutant, path, content, lines);
      if (made.mutator === "StringLiteral" && isMessage(made.start)) nMessages++;
      else mutants.push({ ...made, id: identify(made, seen) });
    }
  }
  return { mutants, nMessages };
}

function place({ location, mutatorName, replacement }, path, content, lines) {
  const start = lines[location.start.line] + location.start.column;
  const end = lines[location.end.line] + location.end.column;
  return {
    path,
    line: location.start.line + 1,
    mutator: mutatorName,
    text: content.slice(start, end),
    replacement,
    context: content.slice(lines[location.start.line], end).split("\n")[0].trim(),
    start,
    end,
  };
}

/** A name that stays while lines move: file, the line's text, what is replaced by what, and how often before. */
function identify({ path, context, mutator, text, replacement }, seen) {
  const name = [path, context, mutator, text, replacement].join("\u0000");
  const nBefore = seen.get(name) ?? 0;
  seen.set(name, nBefore + 1);
  return `${name}\u0000${nBefore}`;
}

/**
 * `{ code, at }`: the whole mutated file in JavaScript, and its first character that differs; undefined where it
 * does not parse or is the same.
 */
export function compileMutant(root, { path, start, end, mutator, replacement }) {
  const content = readFileSync(join(root, path), "utf8");
  const isStatement = mutator === "BlockStatement" || /^(case|default)\b/.test(replacement);
  const written = isStatement ? replacement : `(${replacement})`;
  const code = compile(content.slice(0, start) + written + content.slice(end), path);
  const original = originalOf(path, content);
  if (code === undefined || code === original) return undefined;
  return { code, at: firstDifference(original, code) };
}

const originals = new Map();

function originalOf(path, content) {
  const known = originals.get(path);
  if (known?.content === content) return known.code;
  const code = compile(content, path);
  originals.set(path, { content, code });
  return code;
}

function lineStarts(content) {
  const starts = [0];
  for (let at = content.indexOf("\n"); at >= 0; at = content.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

function firstDifference(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
