/** What the commands of `package.json` share: installing once, building once, running a step. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { removeLeftovers } from "./leftovers.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stampPath = join(root, "node_modules", ".cache", "moviola", "installed");

/** Runs a command in the project and resolves to its exit code; its output goes to the terminal. */
export function run(command, commandArguments, options = {}) {
  const quiet = options.quiet === true;
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd: root,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
      env: { ...process.env, ...options.env },
    });
    let output = "";
    child.stdout?.on("data", (data) => (output += data));
    child.stderr?.on("data", (data) => (output += data));
    child.on("error", reject);
    child.on("close", (code) => {
      if (quiet && code !== 0) process.stdout.write(output);
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs the program `name` of an installed package. The package is named because another one brings
 * programs of the same names: which of them `node_modules/.bin` holds is left to chance.
 */
export function runPackage(packageName, name, programArguments, options) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const program = join(folder, typeof bin === "string" ? bin : bin[name]);
  return run(process.execPath, [program, ...programArguments], options);
}

/** Runs a named step, printing its name and its time; ends the process when `fatal` and it fails. */
export async function step(name, action, { fatal = false } = {}) {
  const start = performance.now();
  const code = await action();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
  if (code !== 0 && fatal) process.exit(code);
  return code === 0;
}

/** Installs the locked packages unless they are already there. */
export async function install() {
  const lockfile = readFileSync(join(root, "package-lock.json"));
  const stamp = createHash("sha256").update(lockfile).digest("hex");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return;
  await step("install the locked packages", () => run("npm", ["ci", "--loglevel=error"]), {
    fatal: true,
  });
  mkdirSync(join(stampPath, ".."), { recursive: true });
  writeFileSync(stampPath, stamp);
}

/** Compiles `src/` and its kernels to `dist/`; nothing is done when nothing changed. */
export async function build() {
  const compile = () => runPackage("typescript", "tsc", ["-p", "tsconfig.json", "--pretty"]);
  await step("build", compile, { fatal: true });
  removeLeftovers(join(root, "src"), join(root, "dist"));
  const { buildKernels } = await import("./kernels.mjs");
  await step("build the kernels", () => buildKernels(), { fatal: true });
  const program = join(root, "dist", "cli", "main.js");
  if (existsSync(program)) chmodSync(program, 0o755);
}
