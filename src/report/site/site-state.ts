/** What a built site remembers of how it was made, so that an unchanged page is not made again. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { contentHash, fileHash } from "../../common/hash.js";
import { parseJson } from "../../common/json.js";

/** Name of the state's file in the site's folder. */
export const stateFileName = ".moviola-site.json";

/** The state of a built site. */
export interface SiteState {
  readonly schema: 1;
  readonly renderer: "builtin" | "quarto";
  /** Each file of the site: hash of all that it is made from, hash of its bytes. */
  readonly files: Readonly<Record<string, { readonly key: string; readonly hash: string }>>;
  /** Remarks that came up when the files were made, by file. */
  readonly warnings: Readonly<Record<string, readonly string[]>>;
}

const stateSchema: z.ZodType<SiteState> = z.object({
  schema: z.literal(1),
  renderer: z.enum(["builtin", "quarto"]),
  files: z.record(z.string(), z.object({ key: z.string(), hash: z.string() })),
  warnings: z.record(z.string(), z.array(z.string())),
});

/** The state of the site in `folder`; `undefined` when there is none that can be read. */
export async function readSiteState(folder: string): Promise<SiteState | undefined> {
  try {
    const text = await readFile(join(folder, stateFileName), "utf8");
    return stateSchema.parse(parseJson(text));
  } catch {
    return undefined;
  }
}

/** True when the file was made from the same things and still has the bytes that it was written with. */
export async function isUnchanged(
  folder: string,
  file: string,
  key: string,
  state: SiteState | undefined,
): Promise<boolean> {
  const known = state?.files[file];
  if (known?.key !== key) return false;
  return (await fileHash(join(folder, file)).catch(() => "")) === known.hash;
}

let rendererHashPromise: Promise<string> | undefined;

/** Hash of the renderer's own program files: another renderer makes other pages. */
export function rendererHash(): Promise<string> {
  rendererHashPromise ??= hashPrograms(fileURLToPath(new URL("..", import.meta.url)));
  return rendererHashPromise;
}

async function hashPrograms(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const programs = names.filter((name) => /(?<!\.d)\.(ts|js)$/.test(name)).sort();
  const hashes = await Promise.all(programs.map((name) => fileHash(join(folder, name))));
  return contentHash(programs.flatMap((name, at) => [name.replaceAll("\\", "/"), hashes[at]]));
}
