/** The versions of Quarto that pages are made for: from the first, up to but without the second. */
export const quartoRange = { from: [1, 9, 0], below: [2, 0, 0], text: ">= 1.9 < 2" } as const;

/** Parts of a version such as `1.9.38`; `undefined` for text that is none. */
function parseVersion(text: string): readonly number[] | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
  return match === null ? undefined : match.slice(1).map((part) => Number(part ?? 0));
}

/** True for a version that pages are made for. */
export function isSupportedVersion(text: string): boolean {
  const version = parseVersion(text);
  if (version === undefined) return false;
  return compare(version, quartoRange.from) >= 0 && compare(version, quartoRange.below) < 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, position) => part !== b[position]);
  return at < 0 ? 0 : a[at] - b[at];
}
