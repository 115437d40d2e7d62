import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Packages whose version can change a number. */
const packages = ["@huggingface/transformers", "onnxruntime-node", "sharp"] as const;

/** What a package does for an extractor. */
const tasks = {
  tokenises: "@huggingface/transformers",
  computes: "onnxruntime-node",
  decodes: "sharp",
} as const;

let known: Readonly<Record<string, string>> | undefined;

/** Versions of what extracts: `moviola`, `node` and the packages of the models and images. */
export function extractionVersions(): Readonly<Record<string, string>> {
  known ??= { ...readVersions(), node: process.versions.node };
  return known;
}

/**
 * Versions of the packages that do these tasks, for an extractor's identity: vectors of another version
 * are other vectors, so that none is served from the store in place of those that were asked for.
 */
export function packagesThat(
  ...wanted: readonly (keyof typeof tasks)[]
): Readonly<Record<string, string>> {
  const versions = extractionVersions();
  const names = wanted.map((task) => tasks[task]).sort();
  return Object.fromEntries(names.map((name) => [name, versions[name] ?? "unknown"]));
}

function readVersions(): Record<string, string> {
  const versions: Record<string, string> = {};
  const here = dirname(fileURLToPath(import.meta.url));
  const own = findUpwards(here, "package.json");
  if (own !== undefined) versions.moviola = own;
  for (const name of packages) {
    const version = findUpwards(here, join("node_modules", name, "package.json"));
    if (version !== undefined) versions[name] = version;
  }
  return versions;
}

/** The version in the nearest such file at or above `folder`. */
function findUpwards(folder: string, file: string): string | undefined {
  try {
    const text = readFileSync(join(folder, file), "utf8");
    return (JSON.parse(text) as { version?: string }).version;
  } catch {
    return dirname(folder) === folder ? undefined : findUpwards(dirname(folder), file);
  }
}
