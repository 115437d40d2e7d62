/** Places in the code that hold the same lines. */

/** Lines of code that make two places the same. */
const window = 6;

/**
 * Lines that count, white space folded: not blank, no comment, no import, no lone punctuation. A statement over several
 * lines counts each.
 */
function codeLines({ path, text }) {
  let isImport = false;
  let isComment = false;
  return text.split("\n").flatMap((raw, at) => {
    const line = raw.trim().replace(/\s+/g, " ");
    if (
      /^(import|export)\b(?!.*(=|\bfunction|\bclass))/.test(line) &&
      !/^export (const|interface|type \w)/.test(line)
    )
      isImport = true;
    if (line.startsWith("/*")) isComment = true;
    const isSkipped = isImport || isComment || line.startsWith("//") || !/\w\W*\w/.test(line);
    if (isImport && /;$/.test(line)) isImport = false;
    if (isComment && line.endsWith("*/")) isComment = false;
    return isSkipped ? [] : [{ path, line, number: at + 1 }];
  });
}

/** Pairs of places that share six lines or more, the longest run of each pair of files and lines first. */
export function duplicates(files) {
  const lines = files.map(codeLines);
  const places = new Map();
  lines.forEach((own, file) => {
    for (let at = 0; at + window <= own.length; at++) {
      const key = own
        .slice(at, at + window)
        .map(({ line }) => line)
        .join("\n");
      places.set(key, [...(places.get(key) ?? []), [file, at]]);
    }
  });
  const runs = new Map();
  for (const found of places.values()) {
    for (let one = 0; one < found.length; one++) {
      for (let other = one + 1; other < found.length; other++)
        extend(lines, found[one], found[other], runs);
    }
  }
  return [...runs.values()].sort(
    (one, other) => other.length - one.length || (one.first < other.first ? -1 : 1),
  );
}

/** Notes the whole run that begins here, where none began a line earlier. */
function extend(lines, [a, i], [b, j], runs) {
  const same = (k) =>
    lines[a][i + k]?.line === lines[b][j + k]?.line && lines[a][i + k] !== undefined;
  const isMiddle = i > 0 && j > 0 && lines[a][i - 1].line === lines[b][j - 1].line;
  // A run within one file must not overlap itself.
  if (isMiddle || (a === b && Math.abs(i - j) < window)) return;
  let length = window;
  while (same(length)) length++;
  const [first, second] = [lines[a][i], lines[b][j]];
  runs.set(`${a} ${i} ${b} ${j}`, {
    first: first.path,
    second: second.path,
    at: `${first.path}:${first.number} and ${second.path}:${second.number}`,
    length,
  });
}
