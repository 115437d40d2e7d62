/**
 * Calls of npm, by any Node, without what this machine's settings would add. Limits of time are wide: a busy machine is
 * no fault of the package.
 */
import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** The program of npm that belongs to this Node, or the one that called us. */
export function npmProgram() {
  const beside = join(
    dirname(process.execPath),
    "..",
    "lib",
    "node_modules",
    "npm",
    "bin",
    "npm-cli.js",
  );
  const inPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "npm"));
  const found = [process.env.npm_execpath ?? "", beside, ...inPath].find(
    (path) => path !== "" && existsSync(path),
  );
  if (found === undefined) throw new Error("npm is not on this machine");
  return realpathSync(found);
}

/** Runs npm; resolves to `{ code, output, errors }` whatever happened. */
export function npm(words, { cwd, node = process.execPath, timeout = 1_800_000 }) {
  return call(node, [npmProgram(), ...words], { cwd, timeout, node });
}

/** Runs a program of this Node; its folder stands first in the path, so that what it starts is of this release too. */
export function call(program, words, { cwd, timeout = 1_800_000, env = {}, node = program }) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`;
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(npm_|NODE_OPTIONS|MOVIOLA_)/i.test(key)),
  );
  const options = { cwd, timeout, maxBuffer: 2 ** 28, env: { ...inherited, PATH: path, ...env } };
  return new Promise((done) => {
    execFile(program, words, options, (error, output, errors) => {
      done({ code: error === null ? 0 : (error.code ?? error.signal ?? 1), output, errors });
    });
  });
}
