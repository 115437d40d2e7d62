/** From corrected comparisons to a finding, and the finding's reason. */
import { claimLevel, type ClaimCheck, type ClaimTest, type VerdictFinding } from "./claim-test.js";

/**
 * What one comparison says, with d its difference (positive for the claim) and p its corrected p-value:
 *
 * - a number to be reached: supported with d >= 0, contradicted with d < 0 and p < 0.05;
 * - else with p < 0.05: contradicted where d < 0; supported where d > 0, in part only where the interval ends below
 *   the claimed size, or where not everything could be compared;
 * - else not distinguishable.
 */
export function findingOf(test: Omit<ClaimTest, "finding">): VerdictFinding {
  const { difference, correctedP, high, claimed, reaches, incomplete } = test;
  const isSignificant = correctedP < claimLevel;
  if (reaches && difference >= 0) return "supported";
  if (!isSignificant) return "not distinguishable";
  if (difference < 0) return "contradicted";
  const isShort = claimed !== undefined && high < claimed;
  return isShort || incomplete !== undefined ? "supported in part" : "supported";
}

/**
 * What a claim's parts say together. All supported and none missing: supported. Any supported, wholly or in part:
 * supported in part. Else any contradicted: contradicted. None made: not testable here.
 */
export function combine(findings: readonly VerdictFinding[], isWhole: boolean): VerdictFinding {
  if (findings.length === 0) return "not testable here";
  const some = (...asked: VerdictFinding[]): boolean => findings.some((one) => asked.includes(one));
  if (isWhole && findings.every((finding) => finding === "supported")) return "supported";
  if (some("supported", "supported in part")) return "supported in part";
  return some("contradicted") ? "contradicted" : "not distinguishable";
}

/** The comparison that decides: the weakest of a claim that holds, the strongest against one that does not. */
export function decisive(
  tests: readonly ClaimTest[],
  finding: VerdictFinding,
): ClaimTest | undefined {
  const against = tests.filter((test) => test.finding === "contradicted");
  const short = tests.filter((test) => test.finding !== "supported");
  const pool = against.length > 0 ? against : short.length > 0 ? short : tests;
  const isAgainst = finding === "contradicted" || against.length > 0;
  return [...pool].sort((one, other) => {
    const byP = isAgainst ? one.correctedP - other.correctedP : other.correctedP - one.correctedP;
    return byP === 0 ? one.difference - other.difference : byP;
  })[0];
}

/** What is made of a claim's parts, in a sentence. */
export function reasonOf(
  finding: VerdictFinding,
  tests: readonly ClaimTest[],
  checks: readonly ClaimCheck[],
  missing: readonly string[],
): string {
  if (finding === "not testable here") return `${missing[0] ?? "Nothing was asked for"}.`;
  const rest = missing.length === 0 ? "" : `; not everything could be tested: ${missing[0]}`;
  if (checks.length > 0) return `${checkSentence(checks)}${rest}.`;
  const test = decisive(tests, finding)!;
  const count = tests.length === 1 ? "" : `; ${countSentence(tests)}`;
  return `${sentenceOf(test)}${count}${rest}.`;
}

/** Such as "1 of 3 comparisons hold", with those that hold in part named apart. */
function countSentence(tests: readonly ClaimTest[]): string {
  const held = tests.filter(({ finding }) => finding === "supported").length;
  const inPart = tests.filter(({ finding }) => finding === "supported in part").length;
  const words = inPart === 0 ? "hold" : `hold wholly, ${inPart} in part`;
  return `${held} of ${tests.length} comparisons ${words}`;
}

/** The check that is furthest off, else the first. */
function checkSentence(checks: readonly ClaimCheck[]): string {
  const failed = checks.filter(({ holds }) => !holds);
  const off = ({ computed, claimed }: ClaimCheck): number => {
    return Math.abs(computed - claimed) / Math.max(Math.abs(claimed), Number.MIN_VALUE);
  };
  const [worst = checks[0]] = [...failed].sort((one, other) => off(other) - off(one));
  const { says, computed, claimed, is } = worst;
  const bound = is === "equal" ? "" : `${is.replace("-", " ")} `;
  const held = checks.length - failed.length;
  const count = checks.length === 1 ? "" : `; ${held} of ${checks.length} checks hold`;
  return `${says}: ${brief(computed, 6)} by computation, ${bound}${brief(claimed, 6)} claimed${count}`;
}

function sentenceOf(test: ClaimTest): string {
  const { better, than, metric, estimates, difference, low, high, correctedP, n, data } = test;
  const [one, other] = estimates.map((value) => brief(value));
  const p = correctedP < 0.0001 ? "p < 0.0001" : `p = ${brief(correctedP)}`;
  const way = difference < 0 ? "behind" : "ahead";
  const numbers = `${p}, n = ${n.toLocaleString("en-US")}`;
  const standing =
    correctedP >= claimLevel && !(test.reaches && difference >= 0)
      ? `cannot be told from ${than} (${brief(Math.abs(difference))} ${way}, ${numbers})`
      : `is ${way}${difference < 0 ? "" : " of"} ${than} by ${brief(Math.abs(difference))} (${numbers})`;
  const size =
    test.claimed === undefined
      ? ""
      : `, claimed ${brief(test.claimed)} ${high < test.claimed ? "is above" : low > test.claimed ? "is below" : "is within"} the interval`;
  const names = [...new Set(data.map(({ name }) => name))].join(" and ");
  const standIn = data.find(({ standsFor }) => standsFor !== undefined)?.standsFor;
  const place = standIn === undefined ? "" : `, which stands in for ${standIn.title}`;
  const lacking = test.incomplete === undefined || difference < 0 ? "" : `; ${test.incomplete}`;
  const [most, others] = test.configurations;
  const best = most + others === 2 ? "" : `; the best of ${most} and of ${others} configurations`;
  return `${better} ${standing}: ${metric} ${one} against ${other} on ${names}${place}${size}${best}${lacking}`;
}

/** Whole numbers whole, others with some digits. */
function brief(value: number, digits = 4): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
}
