import { MoviolaError } from "../common/errors.js";

/** Two-way map between the ids of a source (text) and positions 0 .. size - 1. */
export class IdMap {
  /** `[size]` id of each position. */
  readonly ids: readonly string[];
  readonly #indexOf: ReadonlyMap<string, number>;

  /** Throws `E_ID_DUPLICATE` when an id stands twice. */
  constructor(ids: readonly string[]) {
    const indexOf = new Map<string, number>();
    ids.forEach((id, index) => {
      const first = indexOf.get(id);
      if (first !== undefined) {
        throw new MoviolaError("E_ID_DUPLICATE", "An id stands twice in a list of ids", {
          where: `positions ${first} and ${index}`,
          got: JSON.stringify(id),
          remedy: "Give every user and item one id",
        });
      }
      indexOf.set(id, index);
    });
    this.ids = ids;
    this.#indexOf = indexOf;
  }

  get size(): number {
    return this.ids.length;
  }

  /** Position of `id`, or -1 when it is not there. */
  indexOf(id: string): number {
    return this.#indexOf.get(id) ?? -1;
  }

  /** Id of position `index`; throws `E_ID_RANGE` outside 0 .. size - 1. */
  idOf(index: number): string {
    const id = this.ids[index];
    if (id === undefined) {
      throw new MoviolaError("E_ID_RANGE", "No id at this position", {
        expected: `0 to ${this.size - 1}`,
        got: String(index),
      });
    }
    return id;
  }
}

/** Collects ids in order of first sight. */
export class IdMapBuilder {
  readonly #ids: string[] = [];
  readonly #indexOf = new Map<string, number>();

  /** Position of `id`, adding it when new. */
  add(id: string): number {
    const known = this.#indexOf.get(id);
    if (known !== undefined) return known;
    const index = this.#ids.length;
    this.#ids.push(id);
    this.#indexOf.set(id, index);
    return index;
  }

  build(): IdMap {
    return new IdMap(this.#ids);
  }
}
