import { MoviolaError } from "../../common/errors.js";
import type { ModelState } from "../state.js";

/** Throws `E_MODEL_STATE` unless a fit of `id` on so many users and items can start from `state`. */
export function checkWarmStart(
  state: ModelState,
  id: string,
  { nUsers, nItems }: { readonly nUsers: number; readonly nItems: number },
): void {
  if (state.id === id && state.nUsers === nUsers && state.nItems === nItems) return;
  throw new MoviolaError("E_MODEL_STATE", "This state cannot be the start of the fit", {
    where: "warmStart",
    expected: `${id}, ${nUsers} users, ${nItems} items`,
    got: `${state.id}, ${state.nUsers} users, ${state.nItems} items`,
    remedy: "Start from a fit on the same users and items, or without warmStart",
  });
}
