/**
 * The folder that cases run in: `in` with the mutated files, `out` where a reader may write, and around
 * them a guard that shows whether anything was written elsewhere.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const guardText = "do not touch";

/** Makes a sandbox; deep enough that `../../..` stays inside it. */
export function makeSandbox(root = newRoot()) {
  const box = join(root, "a", "b", "c");
  const sandbox = { root, in: join(box, "in"), out: join(box, "out"), home: join(root, "home") };
  for (const folder of [sandbox.in, sandbox.out, sandbox.home])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, "guard"), guardText);
  return sandbox;
}

/** In memory where the machine has such a folder: a case is a handful of small files. */
function newRoot() {
  const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  return mkdtempSync(join(place, "moviola-hostile-"));
}

/** Puts the files of a case in place of those of the last one; returns their names. */
export function fillSandbox(sandbox, files, place = "") {
  for (const folder of [sandbox.in, sandbox.out]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(sandbox.in, place, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return namesIn(sandbox.in);
}

function namesIn(folder) {
  return readdirSync(folder, { recursive: true }).sort().join("\n");
}

/** What was written where it should not be; undefined when nothing was. */
export function trespass(sandbox, namesBefore, { writes = false, refused = false } = {}) {
  const { root, in: inside, out, home } = sandbox;
  if (readFileSync(join(root, "guard"), "utf8") !== guardText) return "the guard was changed";
  const expected = ["a,guard,home", "b", "c", "in,out"];
  const folders = [root, join(root, "a"), join(root, "a", "b"), join(root, "a", "b", "c")];
  for (const [at, folder] of folders.entries()) {
    const names = readdirSync(folder).sort().join(",");
    if (names !== expected[at]) return `${names} beside the case`;
  }
  if (readdirSync(home).length > 0) return `${readdirSync(home).join(", ")} in the working folder`;
  if (namesIn(inside) !== namesBefore) return "the folder of the input was changed";
  const made = readdirSync(out).join(",");
  if (made === "") return undefined;
  if (!writes) return `${made} was written by a reader`;
  if (refused) return `${made} was left after a refusal`;
  return made === "set" ? undefined : `${made} in place of the target`;
}
