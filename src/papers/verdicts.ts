/** Verdicts on claims, computed from runs. */
import type { Dataset } from "../data/dataset.js";
import type { StoredRun } from "../experiment/store/stored-run.js";
import { holm } from "../stats/holm.js";
import { checkArithmeticClaim } from "./check-arithmetic.js";
import type { ClaimCheck, ClaimTest, VerdictFinding, Verdict, VerdictData } from "./claim-test.js";
import { combine, decisive, findingOf, reasonOf } from "./judge.js";
import type { Claim, Paper, ProtocolName } from "./paper.js";
import { protocolNames } from "./names.js";
import { testClaim, type RawTest } from "./test-claim.js";

/** Settings of {@link verdicts}. */
export interface VerdictsOptions {
  /** Default: both. */
  readonly protocols?: readonly ProtocolName[];
  /** Whole data sets, for claims of arithmetic about them. */
  readonly datasets?: readonly Dataset[];
  /** Seed of tests and intervals; default 1. */
  readonly seed?: number;
  /** Random sign vectors of each randomisation test; default 10,000. */
  readonly rounds?: number;
}

/** Settings of {@link verdict}. */
export interface VerdictOptions extends Omit<VerdictsOptions, "protocols"> {
  /** The claim's paper. */
  readonly paper: Paper;
  /** Default: the first that the claim is for. */
  readonly protocol?: ProtocolName;
}

/**
 * Verdicts on all claims of a paper from run records, in the order of the file, faithful before corrected.
 * Corrected p-values are Holm's over all comparisons that the paper's claims make under one protocol. Runs on
 * invented data are left out: a claim that has no others is not testable here. Claims of arithmetic belong to no
 * protocol and stand among the faithful ones. The order of the runs does not matter.
 */
export function verdicts(
  paper: Paper,
  runs: readonly StoredRun[],
  options: VerdictsOptions = {},
): Verdict[] {
  const { protocols = protocolNames } = options;
  return protocolNames
    .filter((protocol) => protocols.includes(protocol))
    .flatMap((protocol) => {
      const claims = paper.claims.filter((claim) => protocolsOf(claim).includes(protocol));
      return familyVerdicts(paper, claims, protocol, runs, options);
    });
}

/** The verdict on one claim by itself: p-values are corrected over its own comparisons alone. See {@link verdicts}. */
export function verdict(
  claim: Claim,
  runs: readonly StoredRun[],
  options: VerdictOptions,
): Verdict {
  const { paper, protocol = protocolsOf(claim)[0] } = options;
  return familyVerdicts(paper, [claim], protocol, runs, options)[0];
}

function protocolsOf(claim: Claim): readonly ProtocolName[] {
  return claim.kind === "arithmetic" ? ["faithful"] : claim.protocols;
}

interface Made {
  readonly claim: Claim;
  readonly tests: readonly RawTest[];
  readonly checks: readonly ClaimCheck[];
  readonly missing: readonly string[];
}

function familyVerdicts(
  paper: Paper,
  claims: readonly Claim[],
  protocol: ProtocolName,
  given: readonly StoredRun[],
  options: Omit<VerdictsOptions, "protocols">,
): Verdict[] {
  const { datasets = [], seed = 1, rounds = 10_000 } = options;
  const measured = given.filter(({ record }) => record.manifest.protocol.part === "test");
  const runs = measured.filter(({ record }) => !record.manifest.dataset.invented);
  const hasInvented = runs.length < measured.length;
  const context = { paper, protocol, runs, hasInvented, seed, rounds };
  const made = claims.map((claim): Made => {
    return claim.kind === "arithmetic"
      ? { claim, tests: [], ...checkArithmeticClaim(claim, paper, datasets) }
      : { claim, checks: [], ...testClaim(claim, context) };
  });
  const corrected = holm(made.flatMap(({ tests }) => tests.map(({ pValue }) => pValue)));
  let at = 0;
  return made.map((one) => {
    const tests = one.tests.map((test): ClaimTest => {
      const whole = { ...test, correctedP: corrected[at++] };
      return { ...whole, finding: findingOf(whole) };
    });
    return verdictOf(paper.key, protocol, one, tests);
  });
}

function verdictOf(
  paper: string,
  protocol: ProtocolName,
  { claim, checks, missing }: Made,
  tests: readonly ClaimTest[],
): Verdict {
  const { id, statement, kind, source } = claim;
  const findings = [
    ...tests.map((test) => test.finding),
    ...checks.map(({ holds }): VerdictFinding => (holds ? "supported" : "contradicted")),
  ];
  const finding = combine(findings, missing.length === 0);
  const decidedBy = decisive(tests, finding);
  const data = new Map<string, VerdictData>();
  for (const each of tests.flatMap((test) => test.data)) data.set(each.name, each);
  return {
    paper,
    claim: id,
    statement,
    kind,
    source,
    protocol,
    finding,
    reason: reasonOf(finding, tests, checks, missing),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    tests,
    checks,
    missing,
    data: [...data.values()],
    runIds: [...new Set(tests.flatMap((test) => test.runIds))].sort(),
  };
}
