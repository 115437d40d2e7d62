import { isMoviolaError } from "../../common/errors.js";
import { RunStore } from "../../experiment/store/run-store.js";
import { checkOutputs } from "../support/output-files.js";
import { counted } from "../support/words.js";
import type { Finding } from "./finding.js";

/** The run store: how many runs it holds, and whether it takes more. Nothing is made. */
export async function storeFinding(): Promise<Finding> {
  const store = new RunStore();
  const part = "run store";
  try {
    await checkOutputs({ folders: { MOVIOLA_RUNS: store.directory } });
    const runs = await store.list({ part: "any" });
    const found = `${counted(runs.length, "run")} in ${store.directory}`;
    return { part, state: "ok", found, advice: "" };
  } catch (error) {
    const { got = "" } = isMoviolaError(error) ? error.details : {};
    const found = `${store.directory} cannot be written: ${got}`;
    const advice = "set MOVIOLA_RUNS to a folder that can be written";
    return { part, state: "broken", found, advice };
  }
}
