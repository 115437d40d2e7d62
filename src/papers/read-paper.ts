/** Reading `papers/<key>.json`. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { packageRoot } from "../common/folders.js";
import { parseJson } from "../common/json.js";
import { didYouMean } from "../common/suggest.js";
import { checkReferences } from "./check-references.js";
import { paperError, shown } from "./paper-error.js";
import type { Paper } from "./paper.js";
import { paperSchema } from "./schema.js";

/** The folder with the papers' files. */
export function papersFolder(): string {
  return join(packageRoot(), "papers");
}

/** The paper whose file is `<key>.json` in `folder` (default: the project's). Throws `E_PAPER_FILE`. */
export async function loadPaper(key: string, folder: string = papersFolder()): Promise<Paper> {
  const file = `${key}.json`;
  const keys = await paperKeys(folder);
  if (!keys.includes(key)) {
    throw paperError(file, [], `one of ${keys.join(", ") || "(there is no paper)"}`, key, {
      remedy: `${didYouMean(key, keys)}Name a paper of ${folder}, or add its file; docs/add-a-paper.md says how`,
    });
  }
  const paper = parsePaper(await readFile(join(folder, file), "utf8"), file);
  if (paper.key !== key) throw paperError(file, ["key"], `"${key}", as the file's name`, paper.key);
  return paper;
}

/** All papers in `folder` (default: the project's), by key. Throws `E_PAPER_FILE`. */
export async function allPapers(folder: string = papersFolder()): Promise<Paper[]> {
  const papers: Paper[] = [];
  for (const key of await paperKeys(folder)) papers.push(await loadPaper(key, folder));
  return papers;
}

async function paperKeys(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/**
 * A paper from the text of its file, whose name errors show. Throws `E_PAPER_FILE` naming the path in the JSON of
 * the first fault: no JSON, a member that is missing, unknown or of another form, an id that stands twice, a name of
 * a data set, model, number or fact that is not there, a formula that does not read.
 */
export function parsePaper(text: string, file: string): Paper {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw paperError(file, [], "JSON", (cause as Error).message, { cause });
  }
  const parsed = paperSchema.safeParse(value);
  if (!parsed.success) throw schemaError(file, value, parsed.error.issues[0]);
  checkReferences(file, parsed.data);
  return parsed.data;
}

function schemaError(file: string, value: unknown, issue: z.core.$ZodIssue): Error {
  if (issue.code === "unrecognized_keys") {
    const [first] = issue.keys;
    return paperError(file, [...issue.path, first], "only members that a paper knows", first);
  }
  return paperError(file, issue.path, expectationOf(issue), shown(valueAt(value, issue.path)));
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return issue.discriminator === undefined ? issue.message : `a known ${issue.discriminator}`;
    case "too_small":
      return issue.origin === "number" ? `at least ${issue.minimum}` : "not empty";
    default:
      return issue.message;
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== "object") return undefined;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}
