/** Runs the probe in a process of its own, with whatever is varied. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const probe = join(import.meta.dirname, "probe.mjs");
/** Beside the project itself: a copy elsewhere has other neighbours, and must find the same sets. */
const besideProject = resolve(import.meta.dirname, "../../../../shared/data");
/** Settings of the shell that would change what is varied here. */
const cleared = [
  "TZ",
  "LANG",
  "LC_ALL",
  "LANGUAGE",
  "MOVIOLA_THREADS",
  "MOVIOLA_KERNELS",
  "MOVIOLA_RUNS",
];

/** What the library needs to run, elsewhere; the packages are shared. */
export function copyOf(root, folder) {
  mkdirSync(folder);
  const names = ["dist", "data", "papers", "reports", "docs", "notebooks"];
  const files = ["package.json", "package-lock.json", "_quarto.yml", "CITATION.cff"];
  for (const name of [...names, ...files]) {
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Hashes by name, metrics by name; or how the process ended. */
export function compute(root, folder, settings, { node = process.execPath, flags = [], env = {} }) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !cleared.includes(key)),
  );
  const own = {
    MOVIOLA_CACHE: join(folder, "cache"),
    MOVIOLA_DATA: [process.env.MOVIOLA_DATA, besideProject].filter(Boolean).join(delimiter),
  };
  mkdirSync(folder, { recursive: true });
  const words = [
    ...flags,
    "--no-warnings",
    probe,
    join(root, "dist"),
    folder,
    JSON.stringify(settings),
  ];
  return new Promise((done) => {
    let said = "";
    const child = spawn(node, words, {
      cwd: folder,
      env: { ...inherited, TZ: "UTC", LANG: "C.UTF-8", ...own, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.on("data", (text) => (said = `${said}${text}`.slice(-2000)));
    child.on("close", (code) => {
      if (code !== 0)
        return done({ prints: {}, failure: `ended with ${code}: ${said.trim().slice(-400)}` });
      const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
      done({ prints: read("prints"), values: read("values") });
    });
  });
}
