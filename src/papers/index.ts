export { allPapers, loadPaper, papersFolder, parsePaper } from "./read-paper.js";
export { numberOf, numbersOf, type PaperNumber } from "./numbers.js";
export { evidenceLevels, protocolNames } from "./names.js";
export type * from "./paper.js";
export { verdict, verdicts, type VerdictOptions, type VerdictsOptions } from "./verdicts.js";
export { ledger } from "./ledger.js";
export { isOfPaper, matchesPattern } from "./match-runs.js";
export type { ClaimCheck, ClaimTest, VerdictFinding, Verdict, VerdictData } from "./claim-test.js";
export {
  publishedRows,
  type MeasuredNumber,
  type PublishedNumber,
  type PublishedOptions,
} from "./published-rows.js";
