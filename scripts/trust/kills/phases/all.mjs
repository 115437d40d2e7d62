/**
 * The eight phases. Each has a `name`; `command`, the user's words for it; `kinds`, how many kinds of case it has, told apart by `place %
 * kinds`; `lay`, which puts a case's inputs into `folder`; `words`, what Node is called with; `groupOf(path)`, the group of
 * files that are whole or absent together, undefined for work that nobody reads as finished; `judge`, faults that the
 * library's own readers find after a kill; `says({ folder, group })`, true where a group itself says that it is not finished; and where needed `environment`, `prepare`, `open`.
 */
import { download } from "./download.mjs";
import { extraction } from "./extraction.mjs";
import { notebookRun, render } from "./notebooks.mjs";
import { runStore, sweep, tuning } from "./runs.mjs";
import { training } from "./training.mjs";

export const phases = [
  download,
  extraction,
  training,
  tuning,
  sweep,
  runStore,
  notebookRun,
  render,
];
