import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { RandomStream } from "../random.js";
import type { SparseMatrix } from "../sparse.js";
import { dealNegatives, dealPairs } from "./bpr-deal.js";
import { bprRound, bprScratchBytes } from "./bpr.js";

/** How samples are drawn. */
export interface BprSampling {
  /** Negatives all alike, or in proportion to an item's number of training pairs. */
  readonly negatives: "uniform" | "popularity";
  /** True: as many random pairs as there are; false: each pair once an epoch. */
  readonly replacement: boolean;
  /** Draws of a negative, which may hit the user's own items, before a sample is given up. */
  readonly tries: number;
}

/** What is learned, in a workspace. */
export interface BprFactors {
  /** Numbers in a row, a multiple of `bprRowMultiple`; those behind the last factor are 0. */
  readonly width: number;
  /** `[nUsers x width]` */
  readonly userFactors: Float32Array;
  /** `[nItems x width]` */
  readonly itemFactors: Float32Array;
  /** `[nItems]` */
  readonly itemBias: Float32Array;
}

/** Sizes of steps; regularisation is that of a step, lr * reg being what a row loses. */
export interface BprRates {
  readonly learningRate: number;
  readonly user: number;
  readonly positive: number;
  readonly negative: number;
  readonly bias: number;
  /** False: biases stay as they are. */
  readonly learnsBias: boolean;
}

/** What an epoch did. */
export interface BprOutcome {
  /** Sum of -ln(1 / (1 + e^-x)) over the samples, each before its step. */
  readonly loss: number;
  readonly samples: number;
}

const mostBlocks = 8;
const leastItems = 64;
const leastUsers = 16;

/** Blocks of users, and of items, for a catalogue of this size; the threads do not matter. */
export function bprBlocks(nUsers: number, nItems: number): number {
  const fitting = Math.min(Math.floor(nItems / leastItems), Math.floor(nUsers / leastUsers));
  return Math.max(1, Math.min(mostBlocks, fitting));
}

/** Bytes that {@link BprEpochs} takes besides the factors. */
export function bprBytes(matrix: SparseMatrix, sampling: BprSampling): number {
  const pairs = matrix.columns.length;
  const drawn = sampling.negatives === "popularity" ? pairs : 0;
  return 4 * (3 * pairs + drawn + 2 * matrix.nRows + 4 * matrix.nColumns);
}

/**
 * Epochs of BPR by stratified stochastic gradient descent (Gemulla et al., KDD 2011): users and items
 * are dealt anew into blocks each epoch; in round r task b has user block b and item block
 * (b + r) mod nBlocks to itself, negatives included. So threads need no locks, nobody reads a stale
 * row, and the result depends on the random numbers alone. Over epochs a negative is any other item.
 */
export class BprEpochs {
  readonly #pool: ComputePool;
  readonly #sampling: BprSampling;
  readonly #factors: BprFactors;
  readonly #nBlocks: number;
  readonly #offsets: Int32Array;
  readonly #columns: Int32Array;
  /** `[nItems]` training pairs of each item. */
  readonly #counts: Int32Array;
  readonly #users: Int32Array;
  readonly #items: Int32Array;
  readonly #blockOfItem: Int32Array;
  readonly #userCuts: Int32Array;
  readonly #itemCuts: Int32Array;
  readonly #negatives: Int32Array;
  readonly #negativeCuts: Int32Array;
  readonly #strata: Int32Array;
  readonly #cursors: Int32Array;
  readonly #pairs: Int32Array;
  readonly #words: Int32Array;
  readonly #outcomes: Float64Array;
  readonly #scratch: Uint8Array;

  /** `matrix` holds the positives by user; it is copied into `workspace`. */
  constructor(
    pool: ComputePool,
    workspace: Workspace,
    matrix: SparseMatrix,
    sampling: BprSampling,
    factors: BprFactors,
  ) {
    const { nRows, nColumns, columns } = matrix;
    const nBlocks = bprBlocks(nRows, nColumns);
    this.#pool = pool;
    this.#sampling = sampling;
    this.#factors = factors;
    this.#nBlocks = nBlocks;
    this.#offsets = workspace.copyOf(matrix.offsets);
    this.#columns = workspace.copyOf(columns);
    this.#counts = workspace.int32(nColumns);
    for (const item of columns) this.#counts[item]++;
    this.#users = workspace.int32(nRows);
    this.#items = workspace.int32(nColumns);
    this.#blockOfItem = workspace.int32(nColumns);
    this.#userCuts = workspace.int32(nBlocks + 1);
    this.#itemCuts = workspace.int32(nBlocks + 1);
    const isUniform = sampling.negatives === "uniform";
    this.#negatives = isUniform ? this.#items : workspace.int32(columns.length);
    this.#negativeCuts = isUniform ? this.#itemCuts : workspace.int32(nBlocks + 1);
    this.#strata = workspace.int32(nBlocks * nBlocks + 1);
    this.#cursors = workspace.int32(nBlocks * nBlocks);
    this.#pairs = workspace.int32(2 * columns.length);
    this.#words = workspace.int32(4 * nBlocks * nBlocks);
    this.#outcomes = workspace.float64(2 * nBlocks * nBlocks);
    this.#scratch = workspace.scratch(bprScratchBytes);
  }

  /** One epoch with the numbers of `random`. */
  run(random: RandomStream, rates: BprRates): BprOutcome {
    this.#dealUsers(random.stream("users"));
    this.#dealItems(random.stream("items"));
    const blocks = random.stream("block");
    for (let stratum = 0; stratum < this.#nBlocks ** 2; stratum++) {
      this.#words.set(blocks.stream(String(stratum)).words(), 4 * stratum);
    }
    for (let round = 0; round < this.#nBlocks; round++) this.#round(round, rates);
    let loss = 0;
    let samples = 0;
    for (let at = 0; at < this.#outcomes.length; at += 2) {
      loss += this.#outcomes[at];
      samples += this.#outcomes[at + 1];
    }
    return { loss, samples };
  }

  /** User blocks of about as many pairs each. */
  #dealUsers(random: RandomStream): void {
    const offsets = this.#offsets;
    const nPairs = this.#columns.length;
    this.#users.set(random.permutation(this.#users.length));
    let block = 0;
    let before = 0;
    for (const [at, user] of this.#users.entries()) {
      for (; block < this.#nBlocks && before * this.#nBlocks >= block * nPairs; block++) {
        this.#userCuts[block] = at;
        this.#strata[block * this.#nBlocks] = before;
      }
      before += offsets[user + 1] - offsets[user];
    }
    for (; block < this.#nBlocks; block++) {
      this.#userCuts[block] = this.#users.length;
      this.#strata[block * this.#nBlocks] = nPairs;
    }
    this.#userCuts[this.#nBlocks] = this.#users.length;
    this.#strata[this.#nBlocks ** 2] = nPairs;
  }

  /** Item blocks of as many items each, then the pairs and negatives of every stratum. */
  #dealItems(random: RandomStream): void {
    const nBlocks = this.#nBlocks;
    const nItems = this.#items.length;
    this.#items.set(random.permutation(nItems));
    for (let block = 0; block < nBlocks; block++) {
      this.#itemCuts[block + 1] = Math.floor(((block + 1) * nItems) / nBlocks);
      for (let at = this.#itemCuts[block]; at < this.#itemCuts[block + 1]; at++) {
        this.#blockOfItem[this.#items[at]] = block;
      }
    }
    this.#pool.run(
      dealPairs,
      nBlocks,
      nBlocks,
      this.#users,
      this.#userCuts,
      this.#blockOfItem,
      this.#offsets,
      this.#columns,
      this.#strata,
      this.#cursors,
      this.#pairs,
    );
    if (this.#sampling.negatives === "popularity") this.#repeatItems();
  }

  #repeatItems(): void {
    const cuts = this.#negativeCuts;
    for (let block = 0; block < this.#nBlocks; block++) {
      cuts[block + 1] = cuts[block];
      for (let at = this.#itemCuts[block]; at < this.#itemCuts[block + 1]; at++) {
        cuts[block + 1] += this.#counts[this.#items[at]];
      }
    }
    this.#pool.run(
      dealNegatives,
      this.#nBlocks,
      this.#items,
      this.#itemCuts,
      this.#counts,
      cuts,
      this.#negatives,
    );
  }

  #round(round: number, rates: BprRates): void {
    const { learningRate } = rates;
    const { width, userFactors, itemFactors, itemBias } = this.#factors;
    this.#pool.run(
      bprRound,
      this.#nBlocks,
      round,
      this.#nBlocks,
      this.#strata,
      this.#pairs,
      this.#negatives,
      this.#negativeCuts,
      this.#offsets,
      this.#columns,
      this.#words,
      this.#sampling.replacement ? 1 : 0,
      this.#sampling.tries,
      width,
      userFactors,
      itemFactors,
      itemBias,
      learningRate,
      1 - learningRate * rates.user,
      1 - learningRate * rates.positive,
      1 - learningRate * rates.negative,
      rates.learnsBias ? learningRate : 0,
      rates.learnsBias ? 1 - learningRate * rates.bias : 1,
      this.#scratch,
      this.#outcomes,
    );
  }
}
