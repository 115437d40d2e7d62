/** What a part ran on: code, machine, settings. */
import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Everything of a part's manifest but how long it took. */
export async function manifestOf(name, { root, seed, isQuick }) {
  const quick = isQuick ? " --quick" : "";
  return {
    ...commitOf(root),
    codeHash: await codeHashOf(root),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    seed,
    isQuick,
    started: new Date().toISOString(),
    command: `npm run trust -- --only ${name} --seed ${seed}${quick}`,
  };
}

/** Facts that are written on the way do not make the code another one. */
function commitOf(root) {
  const git = (...words) =>
    execFileSync("git", ["--no-optional-locks", "-C", root, ...words], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    const status = git("status", "--porcelain", "--", ".", ":(exclude)reports/trust");
    return { commit: git("rev-parse", "HEAD"), isClean: status === "" };
  } catch {
    return { commit: "unknown", isClean: false };
  }
}

async function codeHashOf(root) {
  const path = join(root, "dist", "experiment", "manifest", "code-identity.js");
  const { codeIdentity } = await import(pathToFileURL(path).href);
  return (await codeIdentity()).hash;
}
