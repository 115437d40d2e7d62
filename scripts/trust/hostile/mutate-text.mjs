/** Mutations of tables and other text: cells, lines, separators, quotes, encodings, lengths. */
import { gzipSync } from "node:zlib";
import { mutateBytes, pick } from "./mutate-bytes.mjs";
import { cells, fragments } from "./words.mjs";

const separators = ["\t", "::", ",", ";", "|"];

function separatorOf(text) {
  const counts = separators.map((one) => text.slice(0, 2000).split(one).length);
  return separators[counts.indexOf(Math.max(...counts))];
}

/** Changes one line of a text, by its fields. */
function inLine(change) {
  return (text, random) => {
    const lines = text.split("\n");
    const at = random.integer(lines.length);
    const separator = separatorOf(text);
    const fields = lines[at].split(separator);
    const changed = change(fields, random);
    lines[at] = Array.isArray(changed) ? changed.join(separator) : changed;
    return lines.join("\n");
  };
}

const setCell = inLine((fields, random) => {
  fields[random.integer(fields.length)] = pick(random, cells);
  return fields;
});

const swapCells = inLine((fields, random) => {
  const [one, other] = [random.integer(fields.length), random.integer(fields.length)];
  [fields[one], fields[other]] = [fields[other], fields[one]];
  return fields;
});

const dropCell = inLine((fields, random) => {
  fields.splice(random.integer(fields.length), 1);
  return fields;
});

const addCell = inLine((fields, random) => {
  fields.splice(random.integer(fields.length + 1), 0, pick(random, [...cells, ...fragments]));
  return fields;
});

const quoteCell = inLine((fields, random) => {
  const at = random.integer(fields.length);
  fields[at] = pick(random, [
    `"${fields[at]}"`,
    `"${fields[at]}`,
    `${fields[at]}"`,
    `""${fields[at]}""`,
  ]);
  return fields;
});

const longCell = inLine((fields, random) => {
  const piece = pick(random, ["9", " ", "x", "0", "(1999)", "1.", '"', "\u00e9", "a b ", "[", "-"]);
  const length = pick(random, [300, 70_000, 200_000]);
  const at = random.integer(fields.length);
  fields[at] += piece.repeat(Math.ceil(length / piece.length)) + pick(random, ["", "x", "1"]);
  return fields;
});

function changeLines(change) {
  return (text, random) => {
    const lines = text.split("\n");
    change(lines, random);
    return lines.join("\n");
  };
}

const dropLine = changeLines((lines, random) => lines.splice(random.integer(lines.length), 1));
const doubleLine = changeLines((lines, random) => {
  const line = pick(random, lines);
  lines.splice(random.integer(lines.length + 1), 0, line);
});
const swapLines = changeLines((lines, random) => {
  const [one, other] = [random.integer(lines.length), random.integer(lines.length)];
  [lines[one], lines[other]] = [lines[other], lines[one]];
});
const blankLine = changeLines((lines, random) => {
  lines.splice(random.integer(lines.length + 1), 0, pick(random, ["", " ", "\t", "\r", "#"]));
});
const manyLines = changeLines((lines, random) => {
  const line = pick(random, lines);
  // Thousands of a usual line, a few of one that is long by itself.
  const times = Math.min(3000, Math.ceil(2 ** 20 / (line.length + 1)));
  lines.push(...new Array(times).fill(line));
});

function insertFragment(text, random) {
  const at = random.integer(text.length + 1);
  return text.slice(0, at) + pick(random, fragments) + text.slice(at);
}

function windowsLines(text) {
  return text.replaceAll("\n", "\r\n");
}

function oldMacLines(text) {
  return text.replaceAll("\n", "\r");
}

function otherSeparator(text, random) {
  return text.replaceAll(separatorOf(text), pick(random, separators));
}

function byteOrderMark(text) {
  return `\ufeff${text}`;
}

const textMutations = [
  ...[setCell, setCell, setCell, swapCells, dropCell, addCell, quoteCell, longCell, dropLine],
  ...[doubleLine, swapLines, blankLine, insertFragment, insertFragment, windowsLines],
  ...[oldMacLines, otherSeparator, byteOrderMark],
];

/** A mutation of a text file. Bytes that are no UTF-8 pass through as Latin-1. */
export function mutateText(bytes, random, other) {
  const chance = random.uniform();
  if (chance < 0.25) return mutateBytes(bytes, random, other);
  if (chance < 0.27) return gzipSync(bytes);
  if (chance < 0.29) return mutateBytes(gzipSync(bytes), random, other);
  if (chance < 0.3) return Buffer.from(bytes.toString("latin1"), "utf16le");
  const change = chance < 0.305 ? manyLines : pick(random, textMutations);
  const utf8 = bytes.toString("utf8");
  const isUtf8 = !utf8.includes("\ufffd");
  if (isUtf8) return Buffer.from(change(utf8, random), "utf8");
  return Buffer.from(change(bytes.toString("latin1"), random), "latin1");
}
