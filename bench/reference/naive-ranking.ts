/** Ranking metrics as a plain program computes them: a full sort of each row, then one metric at a time. */
export interface NaiveUser {
  readonly scores: Float32Array;
  readonly excluded: ReadonlySet<number>;
  readonly relevant: ReadonlySet<number>;
}

/** Recall, precision, NDCG and MAP of one user at each K, in this order, and the AUC at the end. */
export function naiveUserMetrics(user: NaiveUser, topK: readonly number[]): number[] {
  const ranking = [...user.scores.keys()]
    .filter((item) => !user.excluded.has(item))
    .sort((first, second) => user.scores[second] - user.scores[first] || first - second);
  const values: number[] = [];
  for (const k of topK) {
    const isHit = ranking.slice(0, k).map((item) => user.relevant.has(item));
    const hits = isHit.filter(Boolean).length;
    values.push(hits / user.relevant.size, hits / k);
    const ideal = Math.min(k, user.relevant.size);
    values.push(
      gain(isHit) / gain(new Array<boolean>(ideal).fill(true)),
      precisions(isHit) / ideal,
    );
  }
  const nOthers = ranking.length - user.relevant.size;
  let othersAhead = 0;
  let right = 0;
  for (const item of ranking) {
    if (user.relevant.has(item)) right += nOthers - othersAhead;
    else othersAhead++;
  }
  values.push(right / (nOthers * user.relevant.size));
  return values;
}

function gain(isHit: readonly boolean[]): number {
  return isHit.reduce((sum, hit, index) => sum + (hit ? 1 / Math.log2(index + 2) : 0), 0);
}

function precisions(isHit: readonly boolean[]): number {
  let found = 0;
  return isHit.reduce((sum, hit, index) => sum + (hit ? ++found / (index + 1) : 0), 0);
}
