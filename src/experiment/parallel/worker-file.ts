import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "../../common/folders.js";

/**
 * The built file that workers run: beside this one in the built library, else (under a test runner,
 * which reads TypeScript where Node does not) in the package's `dist`. Undefined when neither is there.
 */
export function workerFile(): string | undefined {
  const own = dirname(fileURLToPath(import.meta.url));
  const built = join(packageRoot(), "dist", "experiment", "parallel");
  return [own, built].map((folder) => join(folder, "worker.js")).find((path) => existsSync(path));
}
