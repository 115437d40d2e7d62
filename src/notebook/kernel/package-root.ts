import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the nearest `package.json` at or above `start` that `accept` agrees to. */
function findPackage(
  start: string,
  accept: (content: Readonly<Record<string, unknown>>) => boolean = () => true,
): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      const content = parseObject(readFileSync(path, "utf8"));
      if (content !== undefined && accept(content)) return folder;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The folder of this package: where its `package.json` and `dist` are. */
export const packageRoot: string = findPackage(dirname(fileURLToPath(import.meta.url)))!;

/**
 * Where cells run: the folder of the nearest package that is Moviola or depends on it, so that
 * paths mean the same in a notebook and on the command line; else the notebook's own folder.
 */
export function workingFolder(notebookFolder: string): string {
  const root = findPackage(notebookFolder, (content) => {
    const lists = [content.dependencies, content.devDependencies] as (object | undefined)[];
    return content.name === "moviola" || lists.some((list) => list && "moviola" in list);
  });
  return root ?? notebookFolder;
}
