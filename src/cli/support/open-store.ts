import { stat } from "node:fs/promises";
import { MoviolaError } from "../../common/errors.js";
import { RunStore } from "../../experiment/store/run-store.js";

/** A store that was named must be there; the usual one may not be made yet. Throws `E_RUN_STORE`. */
export async function openStore({ store }: { readonly store?: string }): Promise<RunStore> {
  if (store === undefined) return new RunStore();
  const found = await stat(store).catch(() => undefined);
  if (found?.isDirectory() === true) return new RunStore(store);
  throw new MoviolaError("E_RUN_STORE", "There is no run store at this place", {
    where: `--store ${store}`,
    expected: "a folder of runs",
    got: found === undefined ? "nothing" : "a file",
    remedy: "Name the folder that `moviola evaluate --out` was given",
  });
}
