/** As a leak check words a finding: what it is, how often, and after a colon the first cases. */
const finding = /^(.+?) \((\d+)\): /;

/**
 * Warnings of runs as sentences for a reader: findings that differ only in their number and their cases
 * stand once, with the smallest and the largest number; any other warning stands as it is.
 */
export function warningSentences(warnings: readonly string[]): string[] {
  const counts = new Map<string, number[]>();
  for (const warning of warnings) {
    const [, summary, count] = finding.exec(warning) ?? [];
    if (summary === undefined) counts.set(warning, []);
    else counts.set(summary, [...(counts.get(summary) ?? []), Number(count)]);
  }
  return [...counts].map(([summary, numbers]) => {
    if (numbers.length === 0) return summary;
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return `${summary}: ${least === most ? least : `${least} to ${most}`} cases a split.`;
  });
}
