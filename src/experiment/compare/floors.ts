import { createModel, rankingModels, ratingModels } from "../../models/registry.js";

/** Ids of the models of a task that are floors: what any useful model must beat. */
export function floorIds(task: "ranking" | "rating"): string[] {
  const entries = task === "ranking" ? rankingModels : ratingModels;
  return entries.map(({ id }) => id).filter((id) => createModel(id).describe().floor);
}
