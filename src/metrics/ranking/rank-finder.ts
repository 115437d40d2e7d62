/**
 * Finds the places of a user's relevant items without sorting the row: the relevant items are sorted,
 * each candidate is looked up among them by bisection and counted once, and running sums of the
 * counts are the places. Candidates below the last relevant item cost one comparison.
 */
import { checkScores } from "./errors.js";
import { checkGrades, RelevantItems, twice } from "./relevant-items.js";
import { sortRanks } from "./given-ranks.js";
import type { UserRanks } from "./user-ranks.js";

/** Works out {@link UserRanks} for one user after another, reusing its memory. */
export class RankFinder implements UserRanks {
  readonly nItems: number;
  nCandidates = 0;
  listLength = 0;
  nRelevant = 0;
  nRanked = 0;
  ranks: Int32Array = new Int32Array(64);
  grades: Float64Array = new Float64Array(64);
  idealGrades: Float64Array = new Float64Array(64);
  tieCorrection = 0;

  readonly #withTies: boolean;
  readonly #relevantItems: RelevantItems;
  readonly #listed: Int32Array;
  #listStamp = 0;
  /** Relevant items from best to worst, with their scores. */
  #items: Int32Array = new Int32Array(64);
  #scores: Float64Array = new Float64Array(64);
  #ahead: Int32Array = new Int32Array(65);

  /** `withTies` asks for `tieCorrection`. */
  constructor(nItems: number, withTies: boolean) {
    this.nItems = nItems;
    this.#withTies = withTies;
    this.#relevantItems = new RelevantItems(nItems);
    this.#listed = new Int32Array(nItems);
  }

  /** Ranks by score, equal scores by lower item index. See `RankingEvaluator.addScores`. */
  fromScores(
    userIndex: number,
    scores: Float32Array,
    excluded: Int32Array,
    relevant: Int32Array,
    grades: Float32Array | undefined,
  ): void {
    checkScores(userIndex, scores, this.nItems);
    this.#take(userIndex, relevant, grades);
    this.#relevantItems.checkExcluded(userIndex, excluded);
    this.nCandidates = this.nItems - excluded.length;
    this.listLength = this.nCandidates;
    this.nRanked = relevant.length;
    const order = [...relevant.keys()].sort(
      (first, second) =>
        scores[relevant[second]] - scores[relevant[first]] || relevant[first] - relevant[second],
    );
    order.forEach((position, place) => {
      this.#items[place] = relevant[position];
      this.#scores[place] = scores[relevant[position]];
      this.grades[place] = grades === undefined ? 1 : grades[position];
    });
    this.#countAllAhead(scores, excluded);
  }

  /** Ranks as given. See `RankingEvaluator.addRanking`. */
  fromRanking(
    userIndex: number,
    ranked: Int32Array,
    relevant: Int32Array,
    grades: Float32Array | undefined,
    nExcluded: number,
  ): void {
    this.#take(userIndex, relevant, grades);
    this.nCandidates = this.nItems - nExcluded;
    this.listLength = ranked.length;
    this.tieCorrection = 0;
    const gradeOf = new Map<number, number>();
    if (grades !== undefined) relevant.forEach((item, index) => gradeOf.set(item, grades[index]));
    this.#listStamp++;
    let nRanked = 0;
    for (let place = 0; place < ranked.length; place++) {
      const item = ranked[place];
      this.#relevantItems.checkRange(userIndex, item, "ranked");
      if (this.#listed[item] === this.#listStamp) throw twice(userIndex, item, "ranked");
      this.#listed[item] = this.#listStamp;
      if (!this.#relevantItems.has(item)) continue;
      this.ranks[nRanked] = place + 1;
      this.grades[nRanked++] = gradeOf.get(item) ?? 1;
    }
    this.nRanked = nRanked;
  }

  /** Takes places over that were found elsewhere. See `RankingEvaluator.addRanks`. */
  fromRanks(
    userIndex: number,
    ranks: Int32Array,
    grades: Float32Array | undefined,
    nExcluded: number,
    tieCorrection: number,
  ): void {
    this.#takeGrades(userIndex, ranks.length, grades);
    this.nCandidates = this.nItems - nExcluded;
    this.listLength = this.nCandidates;
    this.nRanked = ranks.length;
    this.tieCorrection = this.#withTies ? tieCorrection : 0;
    sortRanks(userIndex, ranks, grades, this);
  }

  #take(userIndex: number, relevant: Int32Array, grades: Float32Array | undefined): void {
    this.#relevantItems.take(userIndex, relevant);
    this.#takeGrades(userIndex, relevant.length, grades);
  }

  #takeGrades(userIndex: number, nRelevant: number, grades: Float32Array | undefined): void {
    this.nRelevant = nRelevant;
    this.#grow(nRelevant);
    const ideal = this.idealGrades.subarray(0, nRelevant);
    if (grades === undefined) {
      ideal.fill(1);
      return;
    }
    checkGrades(userIndex, nRelevant, grades);
    ideal.set(grades);
    ideal.sort().reverse();
  }

  #grow(length: number): void {
    if (length <= this.ranks.length) return;
    const capacity = Math.max(length, 2 * this.ranks.length);
    this.ranks = new Int32Array(capacity);
    this.grades = new Float64Array(capacity);
    this.idealGrades = new Float64Array(capacity);
    this.#items = new Int32Array(capacity);
    this.#scores = new Float64Array(capacity);
    this.#ahead = new Int32Array(capacity + 1);
  }

  #countAllAhead(scores: Float32Array, excluded: Int32Array): void {
    this.tieCorrection = 0;
    this.#ahead.fill(0, 0, this.nRelevant + 1);
    let start = 0;
    for (const item of excluded) {
      this.#countAhead(scores, start, item);
      start = item + 1;
    }
    this.#countAhead(scores, start, this.nItems);
    let rank = 1;
    for (let place = 0; place < this.nRelevant; place++) {
      rank += this.#ahead[place];
      this.ranks[place] = rank;
    }
  }

  /** Counts each item of `start .. end - 1` at the best relevant item that it stands ahead of. */
  #countAhead(scores: Float32Array, start: number, end: number): void {
    const relevantScores = this.#scores;
    const relevantItems = this.#items;
    const ahead = this.#ahead;
    const nRelevant = this.nRelevant;
    const withTies = this.#withTies;
    const lowest = relevantScores[nRelevant - 1];
    for (let item = start; item < end; item++) {
      const score = scores[item];
      if (score < lowest) continue;
      let low = 0;
      let high = nRelevant;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const other = relevantScores[middle];
        if (score > other || (score === other && item < relevantItems[middle])) high = middle;
        else low = middle + 1;
      }
      ahead[low]++;
      if (withTies && isTied(relevantScores, low, score)) {
        this.#addTies(score, item);
      }
    }
  }

  /** Of each tied pair with this item, one half instead of the 0 or 1 that the index gave. */
  #addTies(score: number, item: number): void {
    if (this.#relevantItems.has(item)) return;
    let place = this.#scores.subarray(0, this.nRelevant).indexOf(score);
    if (place === -1) return;
    for (; place < this.nRelevant && this.#scores[place] === score; place++) {
      this.tieCorrection += this.#items[place] < item ? -0.5 : 0.5;
    }
  }
}

/** True when the score equals that of the relevant item before or at `place`, where it belongs. */
function isTied(relevantScores: Float64Array, place: number, score: number): boolean {
  return (
    (place > 0 && relevantScores[place - 1] === score) ||
    (place < relevantScores.length && relevantScores[place] === score)
  );
}
