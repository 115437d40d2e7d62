import { MoviolaError } from "../../common/errors.js";
import type { Displayable } from "./displayable.js";
import { element, escapeHtml } from "./html.js";

/** MIME type of a notebook's conclusion, which the runner and the index page read. */
export const conclusionMimeType = "application/vnd.moviola.verdict+json";

/** One statement that a notebook checks, with what it found. */
export interface Finding {
  readonly statement: string;
  readonly holds: boolean;
  /** The numbers that decided it. */
  readonly evidence: string;
}

/**
 * The end of a notebook: what it found, one line a statement. The last conclusion of a notebook
 * stands beside its name in the list of reports. Throws `E_CONCLUSION_EMPTY` without a finding.
 */
export function conclude(findings: readonly Finding[]): Displayable {
  if (findings.length === 0) {
    throw new MoviolaError("E_CONCLUSION_EMPTY", "A conclusion needs a finding", {
      expected: "at least one { statement, holds, evidence }",
      got: "none",
    });
  }
  const held = findings.filter((finding) => finding.holds).length;
  const text = `${held} of ${findings.length} statements hold`;
  const items = findings.map((finding) => {
    const mark = element(
      "span",
      { class: finding.holds ? "holds" : "fails" },
      finding.holds ? "holds" : "does not hold",
    );
    return element(
      "li",
      {},
      `${mark} ${escapeHtml(finding.statement)} ${element("small", {}, escapeHtml(finding.evidence))}`,
    );
  });
  const plain = findings.map(
    (f) => `${f.holds ? "holds        " : "does not hold"}  ${f.statement} (${f.evidence})`,
  );
  return {
    toMimeBundle: () => ({
      "text/plain": [text, ...plain].join("\n"),
      "text/html": element(
        "div",
        { class: "moviola-conclusion" },
        element("p", {}, element("strong", {}, text)) + element("ul", {}, items.join("")),
      ),
      [conclusionMimeType]: JSON.stringify({ text, held, of: findings.length }),
    }),
  };
}
