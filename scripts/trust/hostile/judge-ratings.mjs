/**
 * What must hold of ratings that were read from a mutated file, whatever the mutation: nothing out of
 * range, and, where a plain second reader can decide it, the same rows and the same count of refusals.
 */

const decimal = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** A fault of a data set as such; undefined when it is sound. */
export function datasetFault(dataset) {
  const { nRatings, nUsers, nItems, interactions, ratingScale, rejected } = dataset;
  const { userIndex, itemIndex, rating, timestamp } = interactions;
  if (nRatings !== interactions.nRows) return `nRatings ${nRatings}, rows ${interactions.nRows}`;
  for (const column of [userIndex, itemIndex, rating, timestamp ?? rating]) {
    if (column.length !== nRatings) return `a column of ${column.length} for ${nRatings} rows`;
  }
  for (let row = 0; row < nRatings; row++) {
    if (!(userIndex[row] >= 0 && userIndex[row] < nUsers))
      return `row ${row}: user ${userIndex[row]}`;
    if (!(itemIndex[row] >= 0 && itemIndex[row] < nItems))
      return `row ${row}: item ${itemIndex[row]}`;
    const isInScale = rating[row] >= ratingScale.minimum && rating[row] <= ratingScale.maximum;
    if (!isInScale) return `row ${row}: rating ${rating[row]} outside the scale`;
    if (timestamp !== undefined && Math.abs(timestamp[row]) === Infinity)
      return `row ${row}: endless time`;
  }
  if (dataset.itemContent.length !== nItems) return `${dataset.itemContent.length} contents`;
  if (dataset.userAttributes.length !== nUsers)
    return `${dataset.userAttributes.length} attributes`;
  if (new Set(dataset.users.ids).size !== nUsers) return "a user's id stands twice";
  if (new Set(dataset.items.ids).size !== nItems) return "an item's id stands twice";
  if (!(rejected.count >= rejected.examples.length)) return "fewer refusals than examples";
  return undefined;
}

/** Lines as every editor counts them; undefined for packed files. */
function plainLines(bytes) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return undefined;
  return bytes
    .toString("latin1")
    .split("\n")
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
    .filter((line) => line.trim() !== "");
}

/**
 * Compares ratings with what a reader of ten lines finds in a file `user item rating time`: the same
 * rows in the same order, every other line refused. `others` are files whose refusals count too.
 */
export function linesFault(dataset, files, name, separator, [minimum, maximum], others) {
  const lines = plainLines(files[name]);
  if (lines === undefined || others.some((other) => plainLines(files[other]) === undefined))
    return undefined;
  const good = [];
  for (const line of lines) {
    const [user, item, rating, time, ...more] = line.split(separator);
    if (time === undefined || more.length > 0 || user === "" || item === "") continue;
    const value = decimal.test(rating) ? Number(rating) : NaN;
    if (!(value >= minimum && value <= maximum)) continue;
    good.push({ user, item, value: Math.fround(value), time });
  }
  // Whether a date in words is a time is the reader's own business.
  if (good.some(({ time }) => !decimal.test(time))) return undefined;
  if (good.some(({ time }) => !Number.isFinite(Number(time)))) return undefined;
  const { interactions, users, items } = dataset;
  if (interactions.nRows !== good.length)
    return `${interactions.nRows} rows in place of ${good.length}`;
  for (const [row, { user, item, value, time }] of good.entries()) {
    const got = [users.ids[interactions.userIndex[row]], items.ids[interactions.itemIndex[row]]];
    if (got[0] !== user || got[1] !== item)
      return `row ${row}: ${got.join(" ")} in place of ${user} ${item}`;
    if (interactions.rating[row] !== value)
      return `row ${row}: rating ${interactions.rating[row]}, not ${value}`;
    if (interactions.timestamp[row] !== Number(time)) return `row ${row}: another time`;
  }
  const refused = lines.length - good.length;
  if (dataset.rejected.count < refused) return `${dataset.rejected.count} refused, not ${refused}`;
  return undefined;
}

/** Compares rows with what `JSON.parse` of every line gives. */
export function jsonLinesFault(read, bytes) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return undefined;
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  if (!text.trimStart().startsWith("{")) return undefined;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const total = read.nRows + read.rejected.count;
  if (total !== lines.length) return `${total} rows taken or refused of ${lines.length}`;
  let row = 0;
  for (const line of lines) {
    const value = parsed(line);
    if (value === undefined) continue;
    const plain = [value.user, value.item].every(
      (id) => typeof id === "string" || typeof id === "number",
    );
    if (!plain || typeof value.rating !== "number") return undefined;
    if (typeof value.timestamp !== "number" || value.user === "" || value.item === "")
      return undefined;
    // A rating that 32 bits cannot hold is refused.
    if (!Number.isFinite(Math.fround(value.rating)) || !Number.isFinite(value.timestamp)) continue;
    if (read.user[row] !== String(value.user)) return `row ${row}: user ${read.user[row]}`;
    if (read.item[row] !== String(value.item)) return `row ${row}: item ${read.item[row]}`;
    if (read.rating[row] !== Math.fround(value.rating))
      return `row ${row}: rating ${read.rating[row]}`;
    row++;
  }
  return undefined;
}

function parsed(line) {
  try {
    const value = JSON.parse(line);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
