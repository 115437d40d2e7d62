import type { Config } from "../../common/json.js";
import { modelEntry } from "../../models/registry.js";
import { completeConfig } from "../../models/shared/preset.js";
import { isRange, type SearchSpace } from "../../models/search-space.js";
import type { RungLimits } from "./rungs.js";
import type { SearchRung } from "./search-record.js";

/** What the rungs of a halving search grant more and more of. */
export interface HalvingResource {
  readonly kind: SearchRung["resource"]["kind"];
  /** What the last rung has: epochs, or 1 for all users. */
  readonly full: number;
  /** The space without what is a resource. */
  readonly space: SearchSpace;
  readonly limits: RungLimits;
  /** What a reader should know of the choice. */
  readonly notes: readonly string[];
}

const eta = 3;
/** Fewest epochs of a first rung: after one, models differ by their random start as much as by merit. */
const fewestEpochs = 2;
/** Fewest users of a first rung. */
const fewestUsers = 100;
/** Longest way from the first rung to the last. */
const smallestShares = { epochs: 1 / 27, users: 1 / 9 };

/**
 * Epochs for a model that has them: up to those that are fixed, else the most of the space, else the
 * default. A share of the users for any other model, or nothing (which makes it a random search) where
 * there are too few users for a share to tell anything.
 */
export function halvingResource(
  model: string,
  space: SearchSpace,
  fixed: Config,
  nUsers: number,
): HalvingResource {
  const { epochs: choices, ...others } = space;
  const standard = completeConfig(modelEntry(model), fixed).epochs;
  if (typeof standard === "number" && Object.hasOwn(modelEntry(model).defaults, "epochs")) {
    const most = choices === undefined ? [standard] : isRange(choices) ? [choices.high] : choices;
    const full = Math.max(...most.map(Number));
    const smallestShare = Math.max(smallestShares.epochs, fewestEpochs / full);
    const notes = choices === undefined ? [] : [`epochs are the resource, up to ${full}`];
    return { kind: "epochs", full, space: others, limits: { eta, smallestShare }, notes };
  }
  const smallestShare = Math.max(smallestShares.users, fewestUsers / nUsers);
  const note =
    smallestShare * eta <= 1
      ? "the model has no epochs: early rungs learn from a share of the users instead"
      : `the model has no epochs, and ${nUsers} users are too few for shares: a random search`;
  const kind = smallestShare * eta <= 1 ? "users" : "full";
  return { kind, full: 1, space, limits: { eta, smallestShare }, notes: [note] };
}
