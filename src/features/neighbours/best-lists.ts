/** The `size` best partners of each of `nRows` rows; equal scores go to the lower partner. */
export class BestLists {
  readonly size: number;
  /** `[nRows x size]` best first; -1 behind the end of a short list. */
  readonly partners: Int32Array;
  /** `[nRows x size]` */
  readonly scores: Float64Array;

  constructor(nRows: number, size: number) {
    this.size = size;
    this.partners = new Int32Array(nRows * size).fill(-1);
    this.scores = new Float64Array(nRows * size).fill(Number.NEGATIVE_INFINITY);
  }

  /** Offers a partner to a row; partners may come in any order, each once. */
  offer(row: number, partner: number, score: number): void {
    const { size, partners, scores } = this;
    const start = row * size;
    let at = start + size - 1;
    if (size === 0 || !isBetter(score, partner, scores[at], partners[at])) return;
    for (; at > start && isBetter(score, partner, scores[at - 1], partners[at - 1]); at--) {
      scores[at] = scores[at - 1];
      partners[at] = partners[at - 1];
    }
    scores[at] = score;
    partners[at] = partner;
  }
}

function isBetter(score: number, partner: number, other: number, otherPartner: number): boolean {
  return score > other || (score === other && (otherPartner < 0 || partner < otherPartner));
}
