import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { kernelNodeOptions } from "../kernel/node-options.js";
import { packageRoot } from "../kernel/package-root.js";

/** Name of the kernel's folder and of the kernel in a notebook's metadata. */
export const kernelName = "moviola";

/** Name of the kernel as Jupyter and VS Code show it. */
const kernelTitle = "Moviola (TypeScript)";

/** The kernelspec of a notebook's metadata. */
export const kernelspecMetadata: Readonly<Record<string, string>> = {
  name: kernelName,
  display_name: kernelTitle,
  language: "typescript",
};

/**
 * The files of the kernel's folder by name. `kernel.json` names the program of Node that installs
 * it; the launcher beside it, found by `{resource_dir}`, knows where this package is.
 */
export function kernelFiles(): ReadonlyMap<string, string> {
  const spec = {
    argv: [
      process.execPath,
      ...kernelNodeOptions,
      "{resource_dir}/launch.mjs",
      "{connection_file}",
    ],
    display_name: kernelTitle,
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  return new Map([
    ["kernel.json", `${JSON.stringify(spec, null, 2)}\n`],
    ["launch.mjs", launcher()],
    ["logo-svg.svg", logo],
  ]);
}

function launcher(): string {
  const main = pathToFileURL(join(packageRoot, "dist", "notebook", "kernel", "main.js")).href;
  return `// Starts the notebook kernel of Moviola. Written by "moviola kernel install".
try {
  await import(${JSON.stringify(main)});
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  process.stderr.write(
    "Moviola is no longer where this kernel was installed from: run \\"moviola kernel install\\" again.\\n" +
      String(error.message) + "\\n",
  );
  process.exit(1);
}
`;
}

/** A strip of film. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect x="4" y="8" width="56" height="48" rx="6" fill="#26303f"/>
  <g fill="#f4f1ea">
    <rect x="9" y="12" width="6" height="5" rx="1"/><rect x="21" y="12" width="6" height="5" rx="1"/>
    <rect x="37" y="12" width="6" height="5" rx="1"/><rect x="49" y="12" width="6" height="5" rx="1"/>
    <rect x="9" y="47" width="6" height="5" rx="1"/><rect x="21" y="47" width="6" height="5" rx="1"/>
    <rect x="37" y="47" width="6" height="5" rx="1"/><rect x="49" y="47" width="6" height="5" rx="1"/>
  </g>
  <rect x="9" y="21" width="46" height="22" rx="2" fill="#f0b429"/>
  <path d="M16 38l9-10 7 6 6-8 10 12z" fill="#26303f"/>
</svg>
`;
