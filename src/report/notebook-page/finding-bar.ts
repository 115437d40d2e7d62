import { element, escapeHtml } from "../show/html.js";
import {
  countFindings,
  countText,
  findingClass,
  findingSigns,
  type VerdictFacts,
} from "../show/paper/verdict-facts.js";

/** Protocols in the order of the site, with what they mean. */
export const protocolMeanings: Readonly<Record<VerdictFacts["protocol"], string>> = {
  faithful: "as the paper did it",
  corrected: "as it should be done",
};

/** The verdicts under one protocol after the other; protocols without any are left out. */
export function byProtocol(
  verdicts: readonly VerdictFacts[],
): readonly (readonly [VerdictFacts["protocol"], readonly VerdictFacts[]])[] {
  return (["faithful", "corrected"] as const)
    .map((protocol) => [protocol, verdicts.filter((one) => one.protocol === protocol)] as const)
    .filter(([, own]) => own.length > 0);
}

/** Such as "3 supported, 2 contradicted and 11 not testable here". */
export function findingWords(verdicts: readonly VerdictFacts[]): string {
  return countText(verdicts).replace(/, (?=[^,]*$)/, " and ");
}

/**
 * How many verdicts there are of each finding as a bar, each part with its sign and number. It says the
 * same in words to those who do not see it.
 */
export function findingBar(verdicts: readonly VerdictFacts[], name: string): string {
  const parts = countFindings(verdicts)
    .filter(({ count }) => count > 0)
    .map(({ finding, count }) => {
      const attributes = { class: findingClass(finding), style: `flex-grow:${count}` };
      return element("span", attributes, `${findingSigns[finding]} ${count}`);
    });
  const label = `${name}: ${findingWords(verdicts)}`;
  return element(
    "span",
    { class: "finding-bar", role: "img", "aria-label": label },
    parts.join(""),
  );
}

/** The signs of the findings that occur, in words. */
export function findingLegend(verdicts: readonly VerdictFacts[]): string {
  const items = countFindings(verdicts)
    .filter(({ count }) => count > 0)
    .map(({ finding }) => {
      const mark = element(
        "span",
        { class: `finding-mark ${findingClass(finding)}` },
        findingSigns[finding],
      );
      return element("span", {}, `${mark} ${escapeHtml(finding)}`);
    });
  return element("p", { class: "finding-legend", "aria-hidden": "true" }, items.join(" "));
}
