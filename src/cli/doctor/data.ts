import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadRegistry } from "../../data/download/registry.js";
import { dataRoots } from "../../data/read/data-roots.js";
import { listDatasets } from "../../data/read/known-datasets.js";
import type { Finding } from "./finding.js";

/** The folders that are searched for data, in their order, and every known data set. */
export async function dataFindings(): Promise<Finding[]> {
  const roots = dataRoots();
  const searched = roots.map((root, at): Finding => {
    const found = `${root}${existsSync(root) ? "" : " (not there)"}`;
    return { part: `data folder ${at + 1}`, state: "ok", found, advice: "" };
  });
  const registry = await loadRegistry();
  const sets = (await listDatasets()).map(({ known, found }): Finding => {
    const part = `data ${known.name}`;
    if (found !== undefined) return { part, state: "ok", found: found.path, advice: "" };
    const canGet = registry.some(
      ({ name, addresses }) => name === known.name && addresses.length > 0,
    );
    const place = `put it into ${join(roots[0], known.folders[0])}`;
    const advice = canGet ? `\`moviola data get ${known.name}\`, or ${place}` : place;
    return { part, state: "missing", found: "in none of the data folders", advice };
  });
  const demo = { part: "data demo", state: "ok", found: "invented; made when asked for" } as const;
  return [...searched, ...sets, { ...demo, advice: "" }];
}
