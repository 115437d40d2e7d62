/**
 * `npm run reports`: installs, builds, runs the notebooks and renders the site to `reports/_site/`.
 * Arguments after `--` go to `moviola reports build`.
 */
import { join } from "node:path";
import { build, install, root, run } from "./steps.mjs";

await install();
await build();
const program = join(root, "dist", "cli", "main.js");
process.exitCode = await run(process.execPath, [
  program,
  "reports",
  "build",
  ...process.argv.slice(2),
]);
