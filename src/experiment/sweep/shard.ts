import { MoviolaError } from "../../common/errors.js";

/** Part `index` (from 1) of `count` parts of a sweep. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads a shard such as `2/5`. Throws `E_SWEEP_SHARD`. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const shard = { index: Number(match?.[1] ?? 0), count: Number(match?.[2] ?? 0) };
  checkShard(shard, text);
  return shard;
}

/** Throws `E_SWEEP_SHARD` unless 1 <= index <= count, both whole. */
function checkShard({ index, count }: Shard, got = `${index}/${count}`): void {
  if (Number.isSafeInteger(index) && Number.isSafeInteger(count) && index >= 1 && index <= count) {
    return;
  }
  throw new MoviolaError("E_SWEEP_SHARD", "There is no such part of a sweep", {
    expected: "i/n with i from 1 to n, such as 2/5",
    got: JSON.stringify(got),
    remedy: "Number the parts from 1",
  });
}

/**
 * The ids that belong to the shard: of all ids in ascending order, every `count`-th. The shards of one
 * count are disjoint, together hold every id, differ in size by one at most, and depend on nothing but
 * the set of ids.
 */
export function idsOfShard(ids: Iterable<string>, shard: Shard): Set<string> {
  checkShard(shard);
  const ordered = [...new Set(ids)].sort();
  return new Set(ordered.filter((_id, at) => at % shard.count === shard.index - 1));
}
