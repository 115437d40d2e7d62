import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeError, exitCodeOf } from "../../../src/cli/support/report-error.js";
import { MoviolaError } from "../../../src/common/errors.js";

const known = new MoviolaError("E_DATA_ROW", "A row is odd", {
  where: "a.tsv, line 3",
  expected: "a number",
  got: '"x"',
  remedy: "Mend it",
});

describe("what standard error gets", () => {
  it("says where, expected, got and what to do, without a stack trace", () => {
    expect(describeError(known, { debug: false, json: false })).toBe(
      [
        "E_DATA_ROW: A row is odd",
        "  where:    a.tsv, line 3",
        "  expected: a number",
        '  got:      "x"',
        "  to fix:   Mend it",
      ].join("\n"),
    );
  });

  it("has the calls with --debug, the message once", () => {
    const text = describeError(known, { debug: true, json: false });
    expect(text).toMatch(/Mend it\n\s+at /);
    expect(text.split("A row is odd")).toHaveLength(2);
  });

  it("is one object with --json", () => {
    expect(JSON.parse(describeError(known, { debug: false, json: true }))).toEqual({
      error: {
        code: "E_DATA_ROW",
        message: "A row is odd",
        where: "a.tsv, line 3",
        expected: "a number",
        got: '"x"',
        remedy: "Mend it",
      },
    });
    const debug = JSON.parse(describeError(known, { debug: true, json: true })) as {
      error: { stack: string };
    };
    expect(debug.error.stack).toContain("at ");
  });

  it("names what the system refused E_CLI_FILE, with its path", () => {
    let refusal: unknown;
    try {
      readFileSync("/no/such/file");
    } catch (error) {
      refusal = error;
    }
    const text = describeError(refusal, { debug: false, json: false });
    expect(text).toMatch(/^E_CLI_FILE: .*\n {2}where: {4}\/no\/such\/file\n/);
  });

  it.each(["EMFILE", "ENFILE"])("says how to allow more open files (%s)", (code) => {
    const details = { code, errno: -24, syscall: "open", path: "/some/file" };
    const refusal = Object.assign(new Error(`${code}: too many open files`), details);
    const text = describeError(refusal, { debug: false, json: false });
    expect(text).toMatch(/^E_CLI_FILE: [^]* {2}to fix: {3}.*ulimit -n/);
  });

  it("says E_CLI_UNFORESEEN of everything else, with its name", () => {
    const text = describeError(new TypeError("odd"), { debug: false, json: false });
    expect(text).toMatch(/^E_CLI_UNFORESEEN: [^\n]*\n {2}got: {6}TypeError: odd\n/);
    expect(describeError("odd", { debug: true, json: false })).toContain("got:      odd");
  });
});

describe("the exit code", () => {
  it("is 2 for wrong use and 1 for everything else", () => {
    expect(exitCodeOf(new MoviolaError("E_CLI_USAGE", "odd"))).toBe(2);
    expect(exitCodeOf(new MoviolaError("E_MODEL_UNKNOWN", "odd"))).toBe(2);
    expect(exitCodeOf(known)).toBe(1);
    expect(exitCodeOf(new Error("odd"))).toBe(1);
  });
});
