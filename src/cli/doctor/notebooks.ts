import { existsSync } from "node:fs";
import { join } from "node:path";
import { isMoviolaError } from "../../common/errors.js";
import { kernelFolder } from "../../notebook/spec/install.js";
import { chooseQuarto } from "../../report/quarto/find-quarto.js";
import { quartoRange } from "../../report/quarto/version.js";
import type { Finding } from "./finding.js";

/** The kernel for Jupyter and VS Code, and Quarto: both optional. */
export async function notebookFindings(): Promise<Finding[]> {
  return [await kernelFinding(), await quartoFinding()];
}

async function kernelFinding(): Promise<Finding> {
  const folder = await kernelFolder();
  const part = "Jupyter kernel";
  if (existsSync(join(folder, "kernel.json")))
    return { part, state: "ok", found: folder, advice: "" };
  const advice =
    "`moviola kernel install`, to open notebooks in JupyterLab or VS Code; `moviola run` needs none";
  return { part, state: "missing", found: "not installed for this user", advice };
}

async function quartoFinding(): Promise<Finding> {
  const part = "Quarto";
  try {
    const { quarto, warnings } = await chooseQuarto(".", false);
    if (quarto !== undefined) {
      const found = `${quarto.version} at ${quarto.path}, found by ${quarto.source}`;
      return { part, state: "ok", found, advice: "" };
    }
    const advice =
      "`moviola quarto install`, or QUARTO_PATH; without it the built-in renderer makes the pages";
    const found = warnings[0] ?? `no Quarto ${quartoRange.text}`;
    return { part, state: "missing", found, advice };
  } catch (error) {
    if (!isMoviolaError(error)) throw error;
    const { where = "", got = "", remedy = "" } = error.details;
    return { part, state: "broken", found: `${where}: ${got}`, advice: remedy };
  }
}
