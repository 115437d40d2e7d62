const abbreviations = new Set(["ndcg", "map", "mrr", "auc", "rmse", "mae"]);

/** A metric's name as a heading: `ndcg@10` becomes "NDCG@10", `hit-rate@5` "Hit rate@5". */
export function metricTitle(name: string): string {
  const [base, cutOff] = name.split("@");
  const [first, ...rest] = base.split("-");
  const head = abbreviations.has(first)
    ? first.toUpperCase()
    : first.slice(0, 1).toUpperCase() + first.slice(1);
  return [head, ...rest].join(" ") + (cutOff === undefined ? "" : `@${cutOff}`);
}
