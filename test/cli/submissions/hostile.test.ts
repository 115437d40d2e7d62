import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { checkFile } from "../../../src/cli/submissions/check-file.js";
import { findSubmissions } from "../../../src/cli/submissions/find-submissions.js";
import { csvCell, plainText } from "../../../src/cli/submissions/plain-text.js";
import { readPredictions } from "../../../src/cli/submissions/read-predictions.js";
import { refusalOf } from "../../../src/cli/submissions/submission-error.js";
import { MoviolaError } from "../../../src/common/errors.js";
import { rejectionCode } from "../support/code-of.js";

const folder = await realpath(await mkdtemp(join(tmpdir(), "moviola-submissions-")));
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe("a folder of submissions", async () => {
  await mkdir(at("all/anna"), { recursive: true });
  await mkdir(at("all/ben"));
  await mkdir(at("all/carla"));
  await mkdir(at("all/empty"));
  await mkdir(at("all/crowd"));
  await writeFile(at("all/anna/recommendations.tsv"), "x");
  await writeFile(at("all/anna/other.tsv"), "x");
  await writeFile(at("all/anna/notebook.ipynb"), "{}");
  await writeFile(at("all/ben/mine.csv.gz"), "x");
  await writeFile(at("all/carla/one.tsv"), "x");
  await writeFile(at("all/carla/two.tsv"), "x");
  await writeFile(at("all/dora.tsv"), "x");
  await writeFile(at("all/dora.csv"), "x");
  await writeFile(at("all/paper.pdf"), "x");
  await writeFile(at("all/.DS_Store"), "x");
  await writeFile(at("secret.tsv"), "user\titem\tscore\n");
  await symlink(at("secret.tsv"), at("all/link.tsv"));
  await symlink(folder, at("all/up"));
  await symlink(at("all/nowhere"), at("all/broken.tsv"));
  for (let file = 0; file < 501; file++) await writeFile(at(`all/crowd/${file}.tsv`), "");
  execFileSync("mkfifo", [at("all/pipe.tsv")]);

  it("gives one file a hand-in, or why there is none; links and pipes are not touched", async () => {
    const found = await findSubmissions(at("all"));
    expect(found.map(({ name, file }) => [name, file?.slice(folder.length + 5)])).toEqual([
      ["anna", "anna/recommendations.tsv"],
      ["ben", "ben/mine.csv.gz"],
      ["broken", undefined],
      ["carla", undefined],
      ["crowd", undefined],
      ["dora.csv", "dora.csv"],
      ["dora.tsv", "dora.tsv"],
      ["empty", undefined],
      ["link", undefined],
      ["paper.pdf", undefined],
      ["pipe", undefined],
      ["up", undefined],
    ]);
    const reasons = Object.fromEntries(found.map(({ name, refusal }) => [name, refusal?.reason]));
    expect(reasons.carla).toContain("several files");
    expect(reasons.crowd).toContain("more than 500");
    expect(reasons.link).toContain("a link");
    expect(reasons.pipe).toContain("a link or a device");
  });

  it("is refused when it is no folder, empty or too full: E_SUBMISSION_FOLDER", async () => {
    for (const name of ["nowhere", "all/dora.tsv", "all/empty", "all/crowd"]) {
      expect(await rejectionCode(findSubmissions(at(name)))).toBe("E_SUBMISSION_FOLDER");
    }
  });
});

describe("a look through a file", async () => {
  const rows = "user\titem\tscore\nu\ti\t1\n";
  await writeFile(at("good.tsv"), rows);
  await writeFile(at("packed.tsv.gz"), gzipSync(rows));
  await writeFile(at("long-line.tsv"), `${"x".repeat(1001)}\n`);
  await writeFile(at("no-end.tsv"), "x".repeat(5000));
  await writeFile(at("binary.tsv"), Buffer.from([117, 0, 1, 2]));
  await writeFile(at("many.tsv"), "a\n".repeat(101));
  await writeFile(at("large.tsv"), "a".repeat(10_001));
  await writeFile(at("bomb.tsv"), gzipSync("a\tb\t1\n".repeat(3_000_000)));
  await writeFile(at("cut.tsv.gz"), gzipSync(rows).subarray(0, 20));
  await symlink(at("good.tsv"), at("link.tsv"));
  execFileSync("mkfifo", [at("pipe.tsv")]);
  const limits = { rows: 100 };

  it("gives the hash of what is in it, packed or not", async () => {
    const [plain, packed] = [
      await checkFile(at("good.tsv"), limits),
      await checkFile(at("packed.tsv.gz"), limits),
    ];
    expect(packed).toBe(plain);
    expect(plain).toBe(createHash("sha256").update(rows).digest("hex"));
  });

  it.each([
    "long-line.tsv",
    "no-end.tsv",
    "binary.tsv",
    "many.tsv",
    "large.tsv",
    "bomb.tsv",
    "cut.tsv.gz",
    "pipe.tsv",
  ])("refuses %s with E_SUBMISSION_FILE", async (name) => {
    expect(await rejectionCode(checkFile(at(name), limits))).toBe("E_SUBMISSION_FILE");
  });

  it("does not follow a link, and takes a file of just the limit", async () => {
    await expect(checkFile(at("link.tsv"), limits)).rejects.toThrow(/ELOOP/);
    await writeFile(at("limit.tsv"), "a\n".repeat(100));
    await expect(checkFile(at("limit.tsv"), limits)).resolves.toHaveLength(64);
  });
});

describe("predictions", () => {
  const read = async (text: string): Promise<unknown> => {
    await writeFile(at("predictions.tsv"), text);
    return readPredictions(at("predictions.tsv"));
  };

  it("are read in any order of columns, with quotes, tabs or commas", async () => {
    const expected = new Map([["1", new Map([["12", 3.5]])]]);
    expect(await read("user\titem\tprediction\trating\n1\t12\t3.5\t4\n")).toEqual(expected);
    expect(await read('\uFEFFPrediction,"itemId",USER\n3.5,"12","1"\n\n')).toEqual(expected);
  });

  it.each([
    "user\titem\n1\t2\n",
    "user\titem\tprediction\n1\t2\tNaN\n",
    "user\titem\tprediction\n1\t2\t\n",
    "user\titem\tprediction\n1\t2\t1e300\n",
    "user\titem\tprediction\n1\t\t3\n",
    "user\titem\tprediction\n1\t2\t3\n1\t2\t4\n",
  ])("%j is refused with E_SUBMISSION_FILE", async (text) => {
    expect(await rejectionCode(read(text))).toBe("E_SUBMISSION_FILE");
  });
});

describe("words of strangers", () => {
  it("reach no terminal as commands, and no line break gets through", () => {
    expect(plainText("a\u001b[31mb\u202ec\r\nd")).toBe("a\uFFFD[31mb\uFFFDc\uFFFD\uFFFDd");
    expect(plainText("é 日本 👍")).toBe("é 日本 👍");
    expect(plainText("x".repeat(99), 10)).toBe("xxxxxxxxx…");
  });

  it("reach no spreadsheet as formulas", () => {
    const cells = ["=1+1", "+a", "-a", "@a", 'say "a", b', "plain", undefined, -0.5];
    expect(cells.map(csvCell)).toEqual([
      "'=1+1",
      "'+a",
      "'-a",
      "'@a",
      '"say ""a"", b"',
      "plain",
      "",
      "-0.5",
    ]);
  });

  it("are told with their place, not their whole path", () => {
    const details = { where: "/x/y/a.tsv, line 3", got: '"\u0007"', expected: "a row" };
    const error = new MoviolaError("E_LIST_ROW", "It cannot be read", details);
    const reason = 'It cannot be read: line 3, got "\uFFFD", expected a row';
    expect(refusalOf(error, "/x/y/a.tsv")).toEqual({ code: "E_LIST_ROW", reason });
    const refused = Object.assign(new Error("EACCES: /x/y"), { code: "EACCES" });
    expect(refusalOf(refused, "/x/y").reason).toBe("The file cannot be read: EACCES");
  });
});
