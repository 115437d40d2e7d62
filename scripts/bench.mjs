/** `npm run bench [name ...]`: compiles the benchmarks and runs all of them, or the named ones. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, install, root, run, runPackage } from "./steps.mjs";

await install();
await build();
const outFolder = join("node_modules", ".cache", "moviola", "bench");
const compiled = await runPackage("typescript", "tsc", [
  "-p",
  "tsconfig.bench.json",
  "--outDir",
  outFolder,
]);
if (compiled !== 0) process.exit(compiled);

const wanted = process.argv.slice(2);
const names = readdirSync(join(root, outFolder, "bench"))
  .filter((file) => file.endsWith(".js"))
  .map((file) => file.slice(0, -3))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
for (const name of names) {
  process.stdout.write(`\n== ${name}\n`);
  const code = await run(process.execPath, [join(root, outFolder, "bench", `${name}.js`)]);
  if (code !== 0) process.exitCode = code;
}
