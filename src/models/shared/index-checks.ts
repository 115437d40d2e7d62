import { MoviolaError } from "../../common/errors.js";

/** Throws `E_MODEL_USER` when one of `users` lies outside 0 .. nUsers - 1. */
export function checkUsers(users: Int32Array, nUsers: number): void {
  const position = firstOutside(users, nUsers);
  if (position >= 0) throw outsideError("E_MODEL_USER", "user", users[position], position, nUsers);
}

/** Throws `E_MODEL_ITEM` when one of `items` lies outside 0 .. nItems - 1. */
export function checkItems(items: Int32Array, nItems: number): void {
  const position = firstOutside(items, nItems);
  if (position >= 0) throw outsideError("E_MODEL_ITEM", "item", items[position], position, nItems);
}

function firstOutside(indices: Int32Array, count: number): number {
  for (let position = 0; position < indices.length; position++) {
    if (indices[position] < 0 || indices[position] >= count) return position;
  }
  return -1;
}

function outsideError(
  code: "E_MODEL_USER" | "E_MODEL_ITEM",
  name: string,
  got: number,
  position: number,
  count: number,
): MoviolaError {
  return new MoviolaError(code, `This ${name} is outside the training matrix`, {
    where: `position ${position}`,
    expected: `an index from 0 to ${count - 1}`,
    got: String(got),
    remedy: `Fit on a data set that lists the ${name}, if only without ratings`,
  });
}
