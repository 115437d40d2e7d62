/** The metrics written down a second time, plainly: full sort, explicit lists, no shared code. */
export interface NaiveUser {
  readonly scores: number[];
  readonly excluded: number[];
  readonly relevant: number[];
  readonly grades: number[];
}

/** Candidates from best to worst; equal scores by lower index. */
export function naiveRanking({ scores, excluded }: NaiveUser): number[] {
  return scores
    .map((score, item) => ({ score, item }))
    .filter(({ item }) => !excluded.includes(item))
    .sort((first, second) => second.score - first.score || first.item - second.item)
    .map(({ item }) => item);
}

/** Values of one user at list length `k`, by metric name. */
export function naiveMetrics(user: NaiveUser, k: number): Record<string, number> {
  const ranking = naiveRanking(user);
  const grade = (item: number): number => user.grades[user.relevant.indexOf(item)] ?? 0;
  const top = ranking.slice(0, k);
  const isHit = top.map((item) => user.relevant.includes(item));
  const hits = isHit.filter(Boolean).length;
  const n = user.relevant.length;
  const dcg = (gains: number[]): number =>
    gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
  const ndcg = (gain: (grade: number) => number): number =>
    dcg(top.map((item) => (grade(item) > 0 ? gain(grade(item)) : 0))) /
    dcg(
      [...user.grades]
        .sort((first, second) => second - first)
        .slice(0, k)
        .map(gain),
    );
  const precisions = isHit.map((hit, index) =>
    hit ? isHit.slice(0, index + 1).filter(Boolean).length / (index + 1) : 0,
  );
  const precisionSum = precisions.reduce((sum, precision) => sum + precision, 0);
  const first = isHit.indexOf(true);
  const others = ranking.filter((item) => !user.relevant.includes(item));
  const pairs = user.relevant.flatMap((item) => others.map((other) => ({ item, other })));
  const place = (item: number): number => ranking.indexOf(item);
  const right = pairs.filter(({ item, other }) => place(item) < place(other)).length;
  const half = pairs.reduce((sum, { item, other }) => {
    return sum + (Math.sign(user.scores[item] - user.scores[other]) + 1) / 2;
  }, 0);
  return {
    recall: hits / n,
    precision: hits / k,
    "hit-rate": hits > 0 ? 1 : 0,
    ndcg: ndcg(() => 1),
    "ndcg-linear": ndcg((value) => value),
    "ndcg-exponential": ndcg((value) => 2 ** value - 1),
    map: precisionSum / Math.min(k, n),
    "map-all": precisionSum / n,
    mrr: first === -1 ? 0 : 1 / (first + 1),
    auc: pairs.length === 0 ? 1 : right / pairs.length,
    "auc-half-ties": pairs.length === 0 ? 1 : half / pairs.length,
    "implicit-auc": limitedAuc(isHit, n, user.scores.length),
  };
}

function limitedAuc(isHit: boolean[], nRelevant: number, nItems: number): number {
  const nOthers = nItems - nRelevant;
  if (nOthers === 0) return 1;
  let found = 0;
  let misses = 0;
  let area = 0;
  for (const hit of isHit) {
    if (hit) found++;
    else {
      misses++;
      area += found;
    }
  }
  return (area + ((found + nRelevant) / 2) * (nOthers - misses)) / (nRelevant * nOthers);
}
