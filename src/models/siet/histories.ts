/**
 * Training ratings of each user in the order of their times, and of each pair those before it: what is as old
 * as the pair's own rating, or younger, is never read.
 */
import type { TrainPart } from "../../data/split/parts.js";
import type {
  NetworkData,
  NetworkFacts,
  NetworkTable,
  PairEncoder,
} from "../shared/graph/network-types.js";

/** One training rating with its time. */
interface Rated {
  readonly item: number;
  readonly rating: number;
  readonly time: number;
}

/**
 * Tables `historyOffsets` `[nUsers + 1]`, and by user, then by time, then by item: `historyItems`,
 * `historyRatings`, `historyTimes` (`[n x 2]`, the halves of 64-bit numbers). A part without times has no
 * histories. A pair that stands twice counts once, with its later row.
 */
export function historyData({ nUsers, interactions }: TrainPart): NetworkData {
  const { userIndex, itemIndex, rating, timestamp } = interactions;
  if (timestamp === undefined) return { numbers: { historyCount: 0 } };
  const byUser = Array.from({ length: nUsers }, () => new Map<number, Rated>());
  timestamp.forEach((time, row) => {
    const item = itemIndex[row];
    byUser[userIndex[row]].set(item, { item, rating: rating[row], time });
  });
  const sorted = byUser.map((own) =>
    [...own.values()].sort((one, other) => one.time - other.time || one.item - other.item),
  );
  const offsets = new Int32Array(nUsers + 1);
  sorted.forEach((own, user) => (offsets[user + 1] = offsets[user] + own.length));
  const all = sorted.flat();
  const times = Float64Array.from(all, ({ time }) => time);
  const column = (values: NetworkTable["values"]): NetworkTable => ({ rows: all.length, values });
  return {
    numbers: { historyCount: all.length },
    tables: {
      historyOffsets: { rows: nUsers + 1, values: offsets },
      historyItems: column(Int32Array.from(all, ({ item }) => item)),
      historyRatings: column(Float32Array.from(all, (entry) => entry.rating)),
      // Single precision cannot tell seconds of our time apart.
      historyTimes: column(new Int32Array(times.buffer)),
    },
  };
}

/**
 * Encoder of sequences `[batch x (length + 1)]`: gaps, then at most `length` older ratings, the latest last,
 * then the pair itself. Gives `films`, `levels` (0 for gaps and the pair itself, else the place of the rating
 * on its scale from 1), and `present` (false for gaps).
 */
export function historyEncoder(facts: NetworkFacts, length: number): PairEncoder {
  const shape = ["batch", length + 1] as const;
  const histories = facts.number("historyCount") === 0 ? undefined : new Histories(facts);
  const { minimum, step } = facts.ratingScale;
  return {
    inputs: {
      films: { shape, type: "int32" },
      levels: { shape, type: "int32" },
      present: { shape, type: "bool" },
    },
    encode: (users, items, timestamps) => {
      const nPlaces = users.length * (length + 1);
      const [films, levels] = [new Int32Array(nPlaces), new Int32Array(nPlaces)];
      const present = new Uint8Array(nPlaces);
      users.forEach((user, pair) => {
        let place = (pair + 1) * (length + 1) - 1;
        films[place] = items[pair];
        present[place] = 1;
        if (histories === undefined) return;
        const [start, end] = histories.before(user, items[pair], timestamps?.[pair]);
        for (let at = end - 1; at >= Math.max(start, end - length); at--) {
          place--;
          films[place] = histories.items[at];
          levels[place] = 1 + Math.round((histories.ratings[at] - minimum) / step);
          present[place] = 1;
        }
      });
      return { feeds: { films, levels, present } };
    },
  };
}

class Histories {
  readonly items: Int32Array;
  readonly ratings: Float32Array;
  readonly #offsets: Int32Array;
  readonly #times: Float64Array;
  readonly #nItems: number;
  /** Times of the training ratings, by `user * nItems + item`. */
  readonly #known: Map<number, number> = new Map();

  /** Throws `E_MODEL_STATE` where a table is missing. */
  constructor(facts: NetworkFacts) {
    this.items = facts.table("historyItems").values as Int32Array;
    this.ratings = facts.table("historyRatings").values as Float32Array;
    this.#offsets = facts.table("historyOffsets").values as Int32Array;
    this.#times = new Float64Array(facts.table("historyTimes").values.slice().buffer);
    this.#nItems = facts.nItems;
    for (let user = 0; user < facts.nUsers; user++) {
      for (let at = this.#offsets[user]; at < this.#offsets[user + 1]; at++) {
        this.#known.set(user * this.#nItems + this.items[at], this.#times[at]);
      }
    }
  }

  /**
   * Start and end of the user's ratings that are older than `time`; by default than the training rating of
   * the pair itself, and all where there is none.
   */
  before(user: number, item: number, time?: number): readonly [number, number] {
    const limit = time ?? this.#known.get(user * this.#nItems + item) ?? Number.POSITIVE_INFINITY;
    const start = this.#offsets[user];
    let [low, high] = [start, this.#offsets[user + 1]];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#times[middle] < limit) low = middle + 1;
      else high = middle;
    }
    return [start, low];
  }
}
