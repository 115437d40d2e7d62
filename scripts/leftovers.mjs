/** What earlier builds left behind. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes what the compiler once made in `output` of files that are no longer in `sources`; names of the files removed.
 * A file that stays would count as code: in the identity of runs, and in the package.
 */
export function removeLeftovers(sources, output) {
  if (!existsSync(output)) return [];
  const names = readdirSync(output, { recursive: true }).map(String).sort();
  const left = names.filter((name) => {
    const stem = /^(.+?)(\.d\.ts|\.js)(\.map)?$/.exec(name)?.[1];
    return stem !== undefined && !existsSync(join(sources, `${stem}.ts`));
  });
  for (const name of left) rmSync(join(output, name));
  return left;
}
