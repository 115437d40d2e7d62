/** Mutations of JSON: values of other types, keys, prototypes, depth, and the text itself. */
import { mutateBytes, pick } from "./mutate-bytes.mjs";
import { mutateText } from "./mutate-text.mjs";
import { cells, fragments, paths } from "./words.mjs";

const hostileValues = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1e308,
  -1e308,
  1e21,
  5e-324,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  4e9,
  "",
  [],
  {},
  [null],
  [[]],
  { a: { a: {} } },
  "x".repeat(100_000),
];

/** Every place of a document: the object or list that holds it, and its key. */
function placesOf(root) {
  const places = [];
  const open = [{ "": root }];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      const value = holder[key];
      if (value !== null && typeof value === "object") open.push(value);
    }
    if (places.length > 5000) break;
  }
  return places;
}

function hostileValue(random) {
  const kind = random.integer(4);
  if (kind === 0) return pick(random, cells);
  if (kind === 1) return pick(random, [...fragments, ...paths]);
  return structuredClone(pick(random, hostileValues));
}

/** Sets an own member whatever its name. */
function define(holder, key, value) {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function changeAt([holder, key], random, places) {
  switch (random.integer(8)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case 1:
      define(
        holder,
        pick(random, ["__proto__", "constructor", "prototype", "toString", "", "length2"]),
        {
          polluted: true,
          schema: 1,
        },
      );
      return;
    case 2:
      if (typeof holder[key] === "number")
        holder[key] *= pick(random, [-1, 10, 0.1, 1e300, 2 ** 31]);
      else holder[key] = hostileValue(random);
      return;
    case 3: {
      const [other, otherKey] = pick(random, places);
      define(holder, key, structuredClone(other[otherKey]));
      return;
    }
    case 4:
      if (Array.isArray(holder[key])) holder[key].push(structuredClone(holder[key][0] ?? null));
      else define(holder, key, [holder[key]]);
      return;
    default:
      define(holder, key, hostileValue(random));
  }
}

/** JSON whose value at a place lies `depth` lists or objects deep; text, since it may be too deep to write. */
function deepText(text, random) {
  const depth = pick(random, [100, 3000, 200_000]);
  const [open, close] = pick(random, [
    ["[", "]"],
    ['{"a":', "}"],
  ]);
  const nest = `${open.repeat(depth)}1${close.repeat(depth)}`;
  if (random.uniform() < 0.3) return nest;
  const matches = [...text.matchAll(/"[^"\\]*"\s*:\s*/g)];
  if (matches.length === 0) return nest;
  const match = pick(random, matches);
  const at = match.index + match[0].length;
  return `${text.slice(0, at)}${nest},"after":${text.slice(at)}`;
}

/** Writes a key a second time, which `JSON.parse` takes without a word. */
function twiceKey(text, random) {
  const matches = [...text.matchAll(/[{,]\s*("[^"\\]*"\s*:)/g)];
  if (matches.length === 0) return text;
  const { 0: all, 1: key, index } = pick(random, matches);
  const at = index + all.length - key.length;
  return `${text.slice(0, at)}${key}${pick(random, ["null", "0", '""', "[]", "1e999"])},${text.slice(at)}`;
}

/** Changes some places of a parsed document. */
export function changeDocument(root, random) {
  const holder = { "": root };
  for (let n = 1 + random.integer(3); n > 0; n--) {
    const places = placesOf(holder[""] ?? {});
    if (places.length === 0) break;
    changeAt(pick(random, places), random, places);
  }
  return holder[""];
}

/** A mutation of a JSON file; `seal` recomputes hashes of a document, where the format has them. */
export function mutateJson(bytes, random, other, seal) {
  const chance = random.uniform();
  if (chance < 0.12) return mutateBytes(bytes, random, other);
  if (chance < 0.2) return mutateText(bytes, random, other);
  const text = bytes.toString("utf8");
  if (chance < 0.24) return Buffer.from(deepText(text, random));
  if (chance < 0.28) return Buffer.from(twiceKey(text, random));
  try {
    let root = changeDocument(JSON.parse(text), random);
    if (seal !== undefined && random.uniform() < 0.6) root = seal(root);
    return Buffer.from(JSON.stringify(root) ?? "null");
  } catch {
    // No JSON any more, or deeper than it can be written.
    return mutateBytes(bytes, random, other);
  }
}
