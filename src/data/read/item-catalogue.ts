import type { ItemContent, RejectedRows, UserAttributes } from "../dataset.js";
import { IdMapBuilder, type IdMap } from "../id-map.js";
import type { RejectionLog } from "./rejection-log.js";

/** Ids with what is known of each, in the order of a file of users or films. */
export class Catalogue<T> {
  readonly ids: IdMapBuilder = new IdMapBuilder();
  readonly #log: RejectionLog;
  readonly #duplicates: "fault" | "permitted";
  readonly #entries: T[] = [];

  /**
   * `duplicates` says whether an id that stands twice is a fault of the file or is known to happen;
   * the first entry counts in both cases.
   */
  constructor(log: RejectionLog, duplicates: "fault" | "permitted" = "fault") {
    this.#log = log;
    this.#duplicates = duplicates;
  }

  /** Adds an entry; refuses an empty id and one that was there before. */
  add(line: number, id: string, entry: T): void {
    if (id === "") {
      this.#log.add(line, "the id is empty");
    } else if (this.ids.add(id) === this.#entries.length) {
      this.#entries.push(entry);
    } else if (this.#duplicates === "fault") {
      this.#log.add(line, `id ${id} stands twice`);
    } else {
      this.#log.addPermitted(line, `id ${id} stands twice`);
    }
  }

  /** Throws `E_DATA_ROW` when too many rows were refused. */
  check(maximumRejectedShare: number): void {
    this.#log.check(this.#entries.length, maximumRejectedShare);
  }

  rejected(): RejectedRows {
    return this.#log.rows();
  }

  /** `[map.size]` entry of every id of `map`; `otherwise` makes those of ids not in the catalogue. */
  entriesFor(map: IdMap, otherwise: (id: string) => T): T[] {
    return map.ids.map((id, index) => this.#entries[index] ?? otherwise(id));
  }
}

/** What is said of an item that only the ratings know. */
export function bareItem(id: string): ItemContent {
  return { title: id, genres: [] };
}

/** What is said of a user that only the ratings know. */
export function bareUser(): UserAttributes {
  return {};
}
