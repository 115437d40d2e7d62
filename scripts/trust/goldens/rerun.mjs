/** Runs the Python script of a golden file again, in a folder of its own, and holds what it writes to what is kept. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Pythons to try: Debian's, whose packages have other versions than those of the path. */
const pythons = ["/usr/bin/python3", "python3"];
/** Where two builds of the same mathematics may differ in double precision, relative to the largest number. */
export const tolerance = 1e-9;
const isVersion = (key) => ["versions", "made_with", "numpy", "python"].includes(key);

/** `{ state, difference, python }`: same bytes, same numbers, other numbers, or why it was not run. */
export function rerun(root, { golden, script, needs, optional }, work) {
  if (script === undefined) return { state: "no script" };
  const wanted = optional ? needs.filter((name) => ["numpy", "scipy"].includes(name)) : needs;
  const python = pythons.find((program) => imports(program, wanted));
  if (python === undefined)
    return { state: "not run", why: `no Python here has ${wanted.join(", ")}` };
  const folder = join(work, script.replaceAll("/", "-"));
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(join(root, dirname(script))).filter((file) =>
    file.endsWith(".py"),
  )) {
    copyFileSync(join(root, dirname(script), name), join(folder, name));
  }
  try {
    const options = {
      ...{ cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26, timeout: 300_000 },
      stdio: ["ignore", "pipe", "pipe"],
    };
    const said = execFileSync(python, [basename(script)], options);
    const written = join(folder, basename(golden));
    const text = existsSync(written) ? readFileSync(written, "utf8") : said;
    return held(readFileSync(join(root, golden), "utf8"), text, optional);
  } catch (error) {
    const why = String(error.stderr || error.message)
      .trim()
      .split("\n")
      .at(-1)
      .slice(0, 200);
    return { state: /\bneeds?\b|No module named/.test(why) ? "not run" : "failed", why };
  }
}

function imports(python, names) {
  try {
    const code = names.map((name) => `import ${name}`).join("; ") || "pass";
    execFileSync(python, ["-c", code], { stdio: "ignore", timeout: 120_000 });
    return true;
  } catch {
    return false;
  }
}

function held(kept, written, isPartial) {
  if (kept.trim() === written.trim()) return { state: "same bytes", difference: 0 };
  const [one, other] = [JSON.parse(kept), JSON.parse(written)];
  const { difference, missing } = compare(one, other, isPartial);
  if (difference <= tolerance) {
    return { state: missing === 0 ? "same numbers" : "same numbers, in part", difference };
  }
  const why = otherVersions(one, other);
  // Another version of what a golden value is about may well say something else.
  if (why !== "") return { state: "other versions here", why };
  return difference === Infinity
    ? { state: "other content" }
    : { state: "other numbers", difference };
}

/** Largest difference of two documents, versions left out; infinite where more than numbers differ. */
function compare(one, other, isPartial) {
  if (typeof one === "number" && typeof other === "number") {
    return { difference: Math.abs(one - other) / Math.max(1, Math.abs(one)), missing: 0 };
  }
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
    if (other === undefined && isPartial) return { difference: 0, missing: 1 };
    return { difference: one === other ? 0 : Infinity, missing: 0 };
  }
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (key) => !isVersion(key),
  );
  const parts = keys.map((key) => compare(one[key], other[key], isPartial));
  return {
    difference: parts.reduce((most, part) => Math.max(most, part.difference), 0),
    missing: parts.reduce((sum, part) => sum + part.missing, 0),
  };
}

function otherVersions({ versions: before = {} }, { versions: now = {} }) {
  const changed = Object.keys(now).filter(
    (name) => before[name] !== undefined && before[name] !== now[name],
  );
  return changed.map((name) => `${name} ${now[name]} for ${before[name]}`).join(", ");
}
