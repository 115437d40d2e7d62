/** From notebooks that were run to the site of reports. */
import { Option } from "commander";
import { buildSite } from "../../report/site/build-site.js";
import type { BuiltSite, RendererChoice } from "../../report/site/site-options.js";
import type { ReportFolders, ReportRun } from "./report-runs.js";

/** `--renderer`. */
export function rendererOption(): Option {
  return new Option(
    "--renderer <name>",
    "who makes the pages; auto takes Quarto where it is installed",
  )
    .choices(["auto", "quarto", "builtin"])
    .default("auto");
}

/** Renders the pages of `runs`; with `reuse` those that did not change are kept. Sets exit code 1 when one failed. */
export async function buildReportSite(
  runs: readonly ReportRun[],
  folders: ReportFolders,
  renderer: RendererChoice,
  reuse: boolean,
): Promise<BuiltSite> {
  const site = await buildSite({
    notebooks: runs.flatMap((run) => (run.executedPath === undefined ? [] : [run.executedPath])),
    failed: runs.flatMap(({ name, error, executedPath }) =>
      error === undefined || executedPath !== undefined ? [] : [{ name, message: error.message }],
    ),
    outputFolder: folders.site,
    projectFolder: folders.project,
    renderer,
    reuse,
  });
  if (runs.some((run) => run.error !== undefined)) process.exitCode = 1;
  return site;
}
