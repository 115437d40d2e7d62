/** What is known of each mutant, a line a result, appended as it comes: a run that is stopped goes on where it was. */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "./tools.mjs";

export function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export function hashOfFiles(root, paths) {
  return hashOf(
    paths.map((path) => `${path} ${hashOf(readFileSync(join(root, path)))}`).join("\n"),
  );
}

/** The results of a folder: a map by mutant, and `add`. */
export function openResults(root, name) {
  const file = join(cacheFolder(root), "results", `${name}.jsonl`);
  mkdirSync(dirname(file), { recursive: true });
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const results = new Map();
  for (const line of lines.filter((one) => one.endsWith("}"))) {
    const result = JSON.parse(line);
    results.set(result.id, result);
  }
  return {
    results,
    add(batch) {
      for (const result of batch) results.set(result.id, result);
      appendFileSync(file, batch.map((result) => `${JSON.stringify(result)}\n`).join(""));
    },
  };
}
