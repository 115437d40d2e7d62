import { describe, expect, it } from "vitest";
import { splitByLabels, TestPart, type Split } from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { checkLeaks } from "../../../src/experiment/leak-check/check.js";
import {
  describeFinding,
  FindingCollector,
  refuseLeaks,
  reportOf,
  type LeakFinding,
} from "../../../src/experiment/leak-check/finding.js";
import { leakCatalogue } from "../../../src/experiment/leak-check/names.js";
import { openSplit } from "../../../src/experiment/leak-check/opened-split.js";
import { rowsByUser } from "../../../src/experiment/leak-check/rows-by-user.js";
import { similarSketches, sketchUsers } from "../../../src/experiment/leak-check/row-sketch.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { refusalOf } from "../../support/refusal.js";

function collected(
  count: number,
  code: LeakFinding["code"] = "E_LEAK_PAIR",
): LeakFinding | undefined {
  const collector = new FindingCollector();
  for (let row = 0; row < count; row++) collector.add(() => `row ${row}`);
  expect(collector.count).toBe(count);
  return collector.finding({ code, summary: "A fault", remedy: "Mend it" });
}

describe("a finding", () => {
  it("names five rows and counts all, and asks for no more words", () => {
    const rows = ["row 0", "row 1", "row 2", "row 3", "row 4"];
    const told = {
      code: "E_LEAK_PAIR",
      name: "pair-in-two-parts",
      severity: "error",
      summary: "A fault",
      remedy: "Mend it",
    };
    expect(collected(0)).toBeUndefined();
    expect(collected(1)).toEqual({ ...told, count: 1, rows: rows.slice(0, 1) });
    expect(collected(5)).toEqual({ ...told, count: 5, rows });
    expect(collected(7)).toEqual({ ...told, count: 7, rows });
    expect(describeFinding(collected(1)!)).toBe("A fault (1): row 0");
    expect(describeFinding(collected(5)!)).toBe(`A fault (5): ${rows.join("; ")}`);
    expect(describeFinding(collected(7)!)).toBe(`A fault (7): ${rows.join("; ")}; and 2 more`);
  });

  it("is an error or a warning by its code, in the order found", () => {
    const findings = [
      undefined,
      collected(1, "E_LEAK_FILM"),
      collected(2, "E_LEAK_TIME"),
      collected(3, "E_LEAK_ALIKE"),
      collected(4),
    ];
    const report = reportOf(findings, 9);
    expect(report.errors.map(({ code }) => code)).toEqual(["E_LEAK_TIME", "E_LEAK_PAIR"]);
    expect(report.warnings.map(({ code }) => code)).toEqual(["E_LEAK_FILM", "E_LEAK_ALIKE"]);
    expect(report.nRows).toBe(9);
  });

  it("has the name and severity that stored reports hold", () => {
    const told = Object.entries(leakCatalogue).map(
      ([code, { name, severity }]) => `${code} ${name} ${severity}`,
    );
    expect(told).toEqual([
      "E_LEAK_PAIR pair-in-two-parts error",
      "E_LEAK_REPEAT pair-twice-in-one-part warning",
      "E_LEAK_TIME time-travel error",
      "E_LEAK_DATASET split-of-other-data error",
      "E_LEAK_SPLIT rows-changed-after-the-split error",
      "E_LEAK_ROWS rows-won-or-lost error",
      "E_LEAK_SHAPE part-of-another-size error",
      "E_LEAK_FILM film-under-two-ids warning",
      "E_LEAK_USER user-under-two-ids error",
      "E_LEAK_ALIKE users-alike warning",
      "E_LEAK_REVIEW held-out-reviews-in-features error",
      "E_LEAK_REVIEW_TIME reviews-after-the-cut error",
      "E_LEAK_FITTED features-fitted-on-held-out-items warning",
      "E_LEAK_POPULARITY held-out-popularity-in-features error",
      "E_LEAK_TARGET held-out-ratings-in-features error",
    ]);
  });
});

describe("refuseLeaks", () => {
  const report = reportOf(
    [
      collected(2, "E_LEAK_TIME"),
      collected(7),
      collected(1, "E_LEAK_FILM"),
      collected(3, "E_LEAK_ALIKE"),
    ],
    40,
  );
  const refused = (policy?: Parameters<typeof refuseLeaks>[1]): unknown =>
    refusalOf(() => refuseLeaks(report, policy))?.code;

  it("throws the first error that is not allowed, then the first warning that is forbidden", () => {
    expect(refused()).toBe("E_LEAK_TIME");
    expect(refused({})).toBe("E_LEAK_TIME");
    expect(refused(["E_LEAK_TIME"])).toBe("E_LEAK_PAIR");
    expect(refused({ allowed: ["E_LEAK_TIME"] })).toBe("E_LEAK_PAIR");
    expect(refused({ allowed: ["E_LEAK_TIME"], forbidden: ["E_LEAK_FILM"] })).toBe("E_LEAK_PAIR");
    const both = ["E_LEAK_TIME", "E_LEAK_PAIR"] as const;
    expect(refused(both)).toBeUndefined();
    expect(refused({ allowed: both })).toBeUndefined();
    expect(refused({ allowed: both, forbidden: ["E_LEAK_ALIKE"] })).toBe("E_LEAK_ALIKE");
    expect(refused({ allowed: both, forbidden: ["E_LEAK_ALIKE", "E_LEAK_FILM"] })).toBe(
      "E_LEAK_FILM",
    );
    expect(
      refused({ allowed: [...both, "E_LEAK_FILM"], forbidden: ["E_LEAK_FILM"] }),
    ).toBeUndefined();
  });

  it("tells rows, name, count and how many rows were looked at", () => {
    expect(refusalOf(() => refuseLeaks(report, ["E_LEAK_TIME"]))).toEqual({
      code: "E_LEAK_PAIR",
      where: "row 0; row 1; row 2; row 3; row 4",
      expected: undefined,
      got: "pair-in-two-parts: 7 in 40 rows",
    });
  });
});

describe("the words of a check", () => {
  const rows: Row[] = [
    [0, 0, 4, 10],
    [0, 1, 3, 20],
    [1, 0, 5, 30],
    [1, 1, 2, 40],
  ];
  const dataset = datasetOf(rows);
  const split = splitByLabels(dataset, [0, 0, 1, 2]);
  const errors = (given: Split, data = dataset): string[] =>
    checkLeaks(data, given).errors.map((finding) => `${finding.code} ${describeFinding(finding)}`);

  it("name the parts of another size, and the indices outside", () => {
    const small: Split = { ...split, train: { ...split.train, nUsers: 3 } };
    expect(errors(small)).toHaveLength(1);
    expect(errors(small)[0]).toMatch(/^E_LEAK_SHAPE .*\(1\): train/);
    const own = split.valid.interactions;
    const outside = (userIndex: number): string[] =>
      errors({
        ...split,
        valid: { ...split.valid, interactions: { ...own, userIndex: Int32Array.of(userIndex) } },
      });
    expect(outside(2)[0]).toContain("valid row 0: userIndex 2");
    expect(outside(-1)[0]).toContain("valid row 0: userIndex -1");
    expect(outside(0)[0]).toContain("E_LEAK_PAIR");
    expect(errors(split)).toEqual([]);
  });

  it("name the hashes of a split of other data, and the parts that changed", () => {
    const other = datasetOf(rows.map(([user, item]): Row => [user, item, 1, 1]));
    const named = `hash ${dataset.contentHash.slice(0, 16)} was named, ${other.contentHash.slice(0, 16)} found`;
    expect(errors(split, other)[0]).toBe(
      `E_LEAK_DATASET The split was made from another data set (1): ${named}`,
    );
    const rating = (part: Split["train"] | Split["valid"]): never =>
      ({
        ...part,
        interactions: {
          ...part.interactions,
          rating: part.interactions.rating.map((value) => value + 1),
        },
      }) as never;
    const test = openTestPart(split.test);
    const changed: Split = {
      ...split,
      train: rating(split.train),
      test: new TestPart(2, 2, { ...test, rating: Float32Array.of(5) }),
    };
    const summary = "E_LEAK_SPLIT The rows of the split were changed after it was made";
    expect(errors(changed)).toEqual([`${summary} (2): rows of train; rows of test`]);
    expect(errors({ ...split, valid: rating(split.valid) })).toEqual([
      `${summary} (1): rows of valid`,
    ]);
    const recipe = { ...split.recipe, seed: 77 };
    expect(errors({ ...split, recipe })).toEqual([
      `${summary} (1): another recipe or another data set`,
    ]);
    const stranger = "0".repeat(64);
    expect(errors({ ...split, hash: stranger })[0]).toBe(
      `${summary} (1): hash ${"0".repeat(16)} was named, ${split.hash.slice(0, 16)} found`,
    );
  });

  it("count the rows that were won or lost", () => {
    const lost: Split = { ...split, nDropped: 2 };
    expect(errors(lost)).toEqual([
      "E_LEAK_ROWS The parts of the split and its dropped rows do not add up to the data set (1): 6 rows in the split, 4 in the data set",
    ]);
    const dropped = splitByLabels(dataset, [0, 0, 1, 2], { dropColdUsers: true });
    expect([dropped.nDropped, errors(dropped)]).toEqual([2, []]);
  });

  it("name user, item and both rows of each pair that stands twice, over all users", () => {
    const twice = datasetOf([...rows, [0, 0, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]);
    const { errors: found, warnings } = checkLeaks(
      twice,
      splitByLabels(twice, [0, 0, 0, 0, 2, 2, 2]),
    );
    expect(found.map(({ code, rows: named, count }) => [code, count, named])).toEqual([
      [
        "E_LEAK_PAIR",
        2,
        ["user u0, item i0: train row 0, test row 0", "user u1, item i1: train row 3, test row 1"],
      ],
    ]);
    expect(warnings.map(({ code, rows: named }) => [code, named])).toEqual([
      ["E_LEAK_REPEAT", ["user u1, item i1: test row 1, test row 2"]],
    ]);
  });
});

describe("rowsByUser", () => {
  it("sorts the rows of all parts by user, in the order of the parts", () => {
    const dataset = datasetOf([
      [2, 0, 1],
      [0, 1, 1],
      [2, 1, 1],
      [0, 0, 1],
      [2, 2, 1],
    ]);
    const sorted = rowsByUser(openSplit(dataset, splitByLabels(dataset, [2, 1, 0, 0, 1])));
    expect([...sorted.offsets]).toEqual([0, 2, 2, 5].slice(0, dataset.nUsers + 1));
    expect([...sorted.itemIndex]).toEqual([0, 1, 1, 2, 0]);
    expect([...sorted.part]).toEqual([0, 1, 0, 1, 2]);
    expect([...sorted.row]).toEqual([1, 0, 0, 1, 0]);
    expect([0, 1, 2, 3, 4].map((at) => sorted.nameOf(at))).toEqual([
      "train row 1",
      "valid row 0",
      "train row 0",
      "valid row 1",
      "test row 0",
    ]);
  });
});

describe("sketches of users", () => {
  /** Users with `length` films from `start` on, all rated alike but for `differ` of them. */
  const rowsOf = (users: readonly { start: number; length: number; differ?: number }[]): Row[] =>
    users.flatMap(({ start, length, differ = 0 }, user) =>
      Array.from({ length }, (_unused, at): Row => [user, start + at, at < differ ? 1 : 4]),
    );
  const pairs = (
    share: number,
    ...users: { start: number; length: number; differ?: number }[]
  ): unknown => {
    const { interactions, nUsers } = datasetOf(rowsOf(users));
    const sketches = sketchUsers(interactions, nUsers);
    expect(sketches).toHaveLength(32 * nUsers);
    return similarSketches(sketches, share);
  };

  it("agree for equal rows, few or many, and for these alone", () => {
    const [one, two] = [
      { start: 0, length: 40 },
      { start: 100, length: 40 },
    ];
    expect(pairs(1, one, two, one, two, one)).toEqual([
      [0, 2],
      [0, 4],
      [1, 3],
    ]);
    expect(pairs(0.6, one, two)).toEqual([]);
    expect(pairs(1, { start: 0, length: 1 }, { start: 0, length: 1 })).toEqual([[0, 1]]);
    expect(pairs(1, { start: 0, length: 3 }, { start: 5, length: 3 })).toEqual([]);
    expect(pairs(1, { start: 0, length: 200 }, { start: 0, length: 200 })).toEqual([[0, 1]]);
  });

  it("differ where ratings do", () => {
    const whole = { start: 0, length: 100 };
    expect(pairs(0.6, whole, { ...whole, differ: 100 })).toEqual([]);
    expect(pairs(0.6, whole, { ...whole, differ: 4 })).toEqual([[0, 1]]);
    expect(pairs(1, whole, { ...whole, differ: 30 })).toEqual([]);
  });

  it("fill their empty bins from the others, from more than one of them", () => {
    for (const length of [1, 2, 3, 5, 8]) {
      const { interactions } = datasetOf(rowsOf([{ start: 0, length }]));
      const counts = new Map<number, number>();
      for (const value of sketchUsers(interactions, 1)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      expect(counts.size).toBeLessThanOrEqual(length);
      const taken = [...counts.values()].filter((count) => count > 1);
      expect(taken.length).toBeGreaterThanOrEqual(Math.min(length, 3));
    }
  });

  it("of users without rows agree with none", () => {
    const { interactions } = datasetOf(rowsOf([{ start: 0, length: 9 }]));
    const sketches = sketchUsers(interactions, 4);
    expect(similarSketches(sketches, 0)).toEqual([]);
    expect(new Set(sketches.slice(32))).toEqual(new Set([0x7fffffff]));
    expect(sketches.slice(0, 32)).not.toContain(0x7fffffff);
  });
});
