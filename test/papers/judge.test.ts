import { describe, expect, it } from "vitest";
import type { ClaimCheck, ClaimTest, VerdictFinding } from "../../src/papers/claim-test.js";
import { combine, decisive, findingOf, reasonOf } from "../../src/papers/judge.js";

/** A comparison that supports its claim: New 0.5 against Old 0.4, and what `changes` says. */
function test(changes: Partial<ClaimTest> = {}): ClaimTest {
  return {
    better: "New",
    than: "Old",
    metric: "ndcg@10",
    data: [{ name: "films" }],
    estimates: [0.5, 0.4],
    difference: 0.1,
    low: 0.05,
    high: 0.15,
    pValue: 0.01,
    correctedP: 0.02,
    n: 40,
    configurations: [1, 1],
    reaches: false,
    finding: "supported",
    runIds: [],
    ...changes,
  };
}

describe("findingOf", () => {
  it.each<[Partial<ClaimTest>, VerdictFinding]>([
    [{}, "supported"],
    [{ correctedP: 0.05 }, "not distinguishable"],
    [{ correctedP: 0.0499 }, "supported"],
    [{ difference: -0.1 }, "contradicted"],
    [{ difference: -0.1, correctedP: 0.05 }, "not distinguishable"],
    [{ difference: 0 }, "supported"],
    [{ claimed: 0.2 }, "supported in part"],
    [{ claimed: 0.15 }, "supported"],
    [{ claimed: 0.01 }, "supported"],
    [{ incomplete: "one is lacking" }, "supported in part"],
    [{ incomplete: "one is lacking", difference: -0.1 }, "contradicted"],
    [{ reaches: true, difference: 0, correctedP: 1 }, "supported"],
    [{ reaches: true, difference: 0.1, correctedP: 1, claimed: 9 }, "supported"],
    [{ reaches: true, difference: -0.1 }, "contradicted"],
    [{ reaches: true, difference: -0.1, correctedP: 0.05 }, "not distinguishable"],
  ])("%o: %s", (changes, finding) => {
    expect(findingOf(test(changes))).toBe(finding);
  });
});

describe("combine", () => {
  const [yes, part, no, open]: VerdictFinding[] = [
    "supported",
    "supported in part",
    "contradicted",
    "not distinguishable",
  ];

  it.each<[VerdictFinding[], boolean, VerdictFinding]>([
    [[], true, "not testable here"],
    [[], false, "not testable here"],
    [[yes, yes], true, yes],
    [[yes, yes], false, part],
    [[yes, no], true, part],
    [[yes, open], true, part],
    [[part], true, part],
    [[part, no], true, part],
    [[no, open], true, no],
    [[no], true, no],
    [[no], false, no],
    [[open], true, open],
    [[open, open], false, open],
  ])("%j, whole: %s, is %s", (findings, isWhole, together) => {
    expect(combine(findings, isWhole)).toBe(together);
  });
});

describe("decisive", () => {
  const names = (tests: ClaimTest[], finding: VerdictFinding): string | undefined =>
    decisive(tests, finding)?.than;

  it("is the weakest of a claim that holds", () => {
    const tests = [
      test({ than: "a", correctedP: 0.01 }),
      test({ than: "b", correctedP: 0.04 }),
      test({ than: "c", correctedP: 0.02 }),
    ];
    expect(names(tests, "supported")).toBe("b");
    expect(names(tests.reverse(), "supported")).toBe("b");
  });

  it("is the smaller difference where p-values are equal", () => {
    const tests = [
      test({ than: "a", difference: 0.3 }),
      test({ than: "b", difference: 0.1 }),
      test({ than: "c", difference: 0.2 }),
    ];
    expect(names(tests, "supported")).toBe("b");
    const against = tests.map((one) => {
      return { ...one, finding: "contradicted" as const, difference: -one.difference };
    });
    expect(names(against, "contradicted")).toBe("a");
  });

  it("is the strongest against a claim, before what falls short", () => {
    const tests = [
      test({ than: "a", correctedP: 0.001 }),
      test({ than: "b", correctedP: 0.9, finding: "not distinguishable" }),
      test({ than: "c", correctedP: 0.03, finding: "contradicted" }),
      test({ than: "d", correctedP: 0.01, finding: "contradicted" }),
    ];
    expect(names(tests, "supported in part")).toBe("d");
    expect(names(tests, "contradicted")).toBe("d");
    // Contradicted by something else than a comparison.
    const holding = [test({ than: "a", correctedP: 0.04 }), test({ than: "b", correctedP: 0.01 })];
    expect(names(holding, "contradicted")).toBe("b");
    expect(names(holding, "supported")).toBe("a");
  });

  it("is what falls short, before what holds", () => {
    const tests = [
      test({ than: "a", correctedP: 0.04 }),
      test({ than: "b", correctedP: 0.2, finding: "not distinguishable" }),
      test({ than: "c", correctedP: 0.001, finding: "supported in part" }),
    ];
    expect(names(tests, "supported in part")).toBe("b");
    expect(names([tests[0], tests[2]], "supported in part")).toBe("c");
    expect(decisive([], "supported")).toBeUndefined();
  });
});

describe("reasonOf a comparison", () => {
  const reason = (changes: Partial<ClaimTest>, missing: string[] = []): string => {
    const one = test(changes);
    return reasonOf(one.finding, [one], [], missing);
  };

  it("is one sentence with all numbers", () => {
    expect(reason({})).toBe(
      "New is ahead of Old by 0.1 (p = 0.02, n = 40): ndcg@10 0.5 against 0.4 on films.",
    );
  });

  it.each<[Partial<ClaimTest>, string]>([
    [{ difference: -0.1, finding: "contradicted" }, "New is behind Old by 0.1 (p"],
    [{ correctedP: 0.05 }, "New cannot be told from Old (0.1 ahead, p = 0.05, n"],
    [{ correctedP: 0.05, reaches: true }, "New is ahead of Old"],
    [{ correctedP: 0.05, reaches: true, difference: 0 }, "New is ahead of Old by 0 ("],
    [{ correctedP: 0.05, reaches: true, difference: -0.1 }, "from Old (0.1 behind, p"],
    [{ correctedP: 0.0001 }, "(p = 0.0001, n"],
    [{ correctedP: 1 }, "(0.1 ahead, p = 1, n = 40): ndcg@10 0.5"],
    [{ n: 12345 }, "n = 12,345)"],
    [{ correctedP: 0.00009 }, "(p < 0.0001, n"],
    [{ estimates: [1234567, 0.123456] }, "ndcg@10 1234567 against 0.1235 on"],
    [{ claimed: 0.2 }, "on films, claimed 0.2 is above the interval."],
    [{ claimed: 0.15 }, ", claimed 0.15 is within the interval."],
    [{ claimed: 0.05 }, ", claimed 0.05 is within the interval."],
    [{ claimed: 0.04 }, ", claimed 0.04 is below the interval."],
    [{ configurations: [2, 1] }, "on films; the best of 2 and of 1 configurations."],
    [{ configurations: [1, 1] }, "on films."],
    [{ incomplete: "one is lacking" }, "on films; one is lacking."],
    [{ incomplete: "one is lacking", difference: -0.1 }, "on films."],
    [{ incomplete: "one is lacking", difference: 0 }, "on films; one is lacking."],
    [{ data: [{ name: "films" }, { name: "songs" }] }, "on films and songs."],
    [{ data: [{ name: "films" }, { name: "films" }] }, "on films."],
    [
      { data: [{ name: "songs", standsFor: { title: "Films", why: "" } }] },
      "on songs, which stands in for Films.",
    ],
  ])("%o", (changes, part) => {
    expect(reason(changes)).toContain(part);
  });

  it("counts what holds, and says what could not be tested", () => {
    const tests = [test(), test({ finding: "contradicted", correctedP: 0.04, difference: -0.2 })];
    expect(reasonOf("supported in part", tests, [], ["No run"])).toBe(
      "New is behind Old by 0.2 (p = 0.04, n = 40): ndcg@10 0.5 against 0.4 on films; " +
        "1 of 2 comparisons hold; not everything could be tested: No run.",
    );
    const parts = [
      test({ finding: "supported in part" }),
      test({ finding: "not distinguishable" }),
    ];
    expect(reasonOf("supported in part", parts, [], [])).toContain(
      "; 0 of 2 comparisons hold wholly, 1 in part.",
    );
    expect(reasonOf("not testable here", [], [], ["No run", "Nor that"])).toBe("No run.");
    expect(reasonOf("not testable here", [], [], [])).toBe("Nothing was asked for.");
  });
});

describe("reasonOf a computation", () => {
  const check = (says: string, computed: number, changes: Partial<ClaimCheck> = {}): ClaimCheck => {
    return { says, formula: "", computed, is: "equal", claimed: 1, holds: true, ...changes };
  };

  it("is of the check that is furthest off, as a share of what is claimed", () => {
    const checks = [
      check("holds", 1),
      check("near", 110, { claimed: 100, holds: false }),
      check("far", 0.5, { holds: false }),
      check("negative", -1.2, { claimed: -1, holds: false }),
    ];
    const far = "far: 0.5 by computation, 1 claimed; 1 of 4 checks hold.";
    expect(reasonOf("supported in part", [], checks, [])).toBe(far);
    expect(reasonOf("supported in part", [], checks.reverse(), [])).toBe(far);
    const zero = check("of nothing", 1e-9, { claimed: 0, holds: false });
    expect(reasonOf("contradicted", [], [...checks, zero], [])).toContain("of nothing: 1e-9 by");
  });

  it("is of the first where all hold, with its bound", () => {
    const checks = [check("one", 2, { is: "at-least" }), check("two", 1)];
    expect(reasonOf("supported", [], checks.slice(0, 1), [])).toBe(
      "one: 2 by computation, at least 1 claimed.",
    );
    expect(reasonOf("supported", [], checks, ["No data"])).toBe(
      "one: 2 by computation, at least 1 claimed; 2 of 2 checks hold; not everything could be tested: No data.",
    );
    expect(reasonOf("supported", [], [check("pi", 3.14159265)], [])).toContain("pi: 3.14159 by");
  });
});
