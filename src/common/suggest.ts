/** Names that are alike are written alike here: case, hyphens and the like are no difference. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** Letters to add, drop, replace or swap with the next (optimal string alignment), to make `to` of `from`. */
function editDistance(from: string, to: string): number {
  // `rows[i][j]`: from the first i letters of `from` to the first j of `to`.
  const rows = Array.from({ length: from.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= to.length; j++) rows[0][j] = j;
  for (let i = 1; i <= from.length; i++) {
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const swaps = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1,
        rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + (isSame ? 0 : 1),
        swaps ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
  }
  return rows[from.length][to.length];
}

/**
 * "Did you mean ...? " with the names nearest to `word`, or "" where none is near: at most a third of the letters
 * differ, or one name begins with the other (three letters or more). To stand before a remedy.
 */
export function didYouMean(word: string, names: readonly string[]): string {
  const wanted = plain(word).slice(0, 60);
  const near = names.map((name) => {
    const own = plain(name);
    const distance = editDistance(wanted, own);
    const [short, long] = [wanted, own].sort((a, b) => a.length - b.length);
    const isBeginning = short.length >= 3 && long.startsWith(short);
    const isNear = distance <= Math.max(wanted.length, own.length) / 3;
    return { name, distance: isNear || isBeginning ? distance : Infinity };
  });
  const least = Math.min(...near.map(({ distance }) => distance));
  if (least === Infinity) return "";
  const found = near.filter(({ distance }) => distance === least).map(({ name }) => `"${name}"`);
  return `Did you mean ${found.slice(0, 3).join(" or ")}? `;
}
