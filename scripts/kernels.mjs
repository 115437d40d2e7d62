/**
 * Compiles the kernels of `src/compute/assembly` to `dist/compute/kernels.wasm`; nothing is done when
 * nothing changed. `node scripts/kernels.mjs --text` writes the readable form into the cache folder too.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, runPackage } from "./steps.mjs";

const sources = join(root, "src", "compute", "assembly");
const folder = join(root, "dist", "compute");
const target = join(folder, "kernels.wasm");
const cache = join(root, "node_modules", ".cache", "moviola");
const stampPath = join(cache, "kernels.stamp");

// Data of the compiled code lies below 64 KiB; from there on the memory is the library's heap.
const options = [
  "-O3",
  "--noAssert",
  "--converge",
  "--runtime",
  "stub",
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
  "--memoryBase",
  "1024",
  "--enable",
  "simd",
  "--enable",
  "threads",
];

/** Resolves to an exit code. */
export async function buildKernels({ text = false } = {}) {
  const stamp = fingerprint();
  const isKnown = existsSync(target) && existsSync(stampPath);
  if (!text && isKnown && readFileSync(stampPath, "utf8") === stamp) return 0;
  for (const needed of [folder, cache]) mkdirSync(needed, { recursive: true });
  const unfinished = join(cache, `kernels-${process.pid}.wasm`);
  const code = await runPackage("assemblyscript", "asc", [
    join("src", "compute", "assembly", "index.ts"),
    ...options,
    "--outFile",
    unfinished,
    ...(text ? ["--textFile", join(cache, "kernels.wat")] : []),
  ]);
  if (code !== 0) return code;
  renameSync(unfinished, target);
  writeFileSync(stampPath, stamp);
  return 0;
}

/** Changes with the sources, the options and the compiler. */
function fingerprint() {
  const hash = createHash("sha256");
  const manifest = join(root, "node_modules", "assemblyscript", "package.json");
  hash.update(JSON.parse(readFileSync(manifest, "utf8")).version).update(options.join(" "));
  for (const name of readdirSync(sources).sort()) {
    hash.update(name).update(readFileSync(join(sources, name)));
  }
  return hash.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await buildKernels({ text: process.argv.includes("--text") });
}
