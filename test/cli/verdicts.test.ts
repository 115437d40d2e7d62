import { afterEach, describe, expect, it, vi } from "vitest";
import { buildProgram } from "../../src/cli/program.js";
import { RunStore } from "../../src/experiment/index.js";
import type { Verdict } from "../../src/papers/index.js";
import { asReal } from "../papers/support/real-run.js";
import { temporaryFolder } from "../support/experiment-data.js";
import { rankingRun } from "../support/made-up-run.js";
import { rejectionCode } from "./support/code-of.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What `moviola verdicts` writes. */
async function output(...words: string[]): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const program = await buildProgram(["verdicts"]);
  await program.parseAsync(["verdicts", ...words], { from: "user" });
  return written.join("");
}

async function storeWithRuns(): Promise<string> {
  const store = new RunStore(await temporaryFolder());
  for (const [attentionAxis, value] of [
    ["modalities", 0.3],
    ["items", 0.2],
  ] as const) {
    const config = { attentionAxis };
    const run = rankingRun({ model: "crane-released", config }, new Array<number>(60).fill(value));
    const { record, units } = run;
    const ndcg = record.metrics["ndcg@10"];
    const renamed = {
      record: { ...record, metrics: { "ndcg@20": ndcg } },
      units: { ...units, values: { "ndcg@20": units.values["ndcg@10"] } },
    };
    await store.write(asReal(renamed, { data: "amazon-baby" }));
  }
  return store.directory;
}

describe("moviola verdicts", () => {
  const paper = ["--paper", "dai2026-crane"];

  it("prints a table and the reasons", async () => {
    const store = await storeWithRuns();
    const text = await output(...paper, "--protocol", "faithful", "--store", store);
    expect(text).toMatch(/^dai2026-crane: Cross-Modal Attention Network/);
    expect(text).toMatch(/^axis +faithful +supported in part +0\.1000 \[0\.1000, 0\.1000\]/m);
    expect(text).toMatch(/^gain-5-percent +faithful +not testable here/m);
    expect(text).toContain("ndcg@20 0.3 against 0.2 on amazon-baby");
    expect(text).toContain("not testable here: There are no runs of");
    expect(text).not.toContain("corrected)");
  });

  it("prints JSON alone, with the same verdicts", async () => {
    const store = await storeWithRuns();
    const found = JSON.parse(await output(...paper, "--store", store, "--json")) as Verdict[];
    const axis = found.filter(({ claim }) => claim === "axis");
    expect(axis.map(({ protocol, finding }) => [protocol, finding])).toEqual([
      ["faithful", "supported in part"],
      ["corrected", "not testable here"],
    ]);
    expect(axis[0].decidedBy!.difference).toBeCloseTo(0.1, 12);
    expect(axis[0].data).toEqual([{ name: "amazon-baby" }]);
  });

  it("refuses a paper, a protocol and a store that are not there", async () => {
    expect(await rejectionCode(output("--paper", "none"))).toBe("E_PAPER_FILE");
    expect(await rejectionCode(output("--protocol", "sound"))).toBe("E_CLI_USAGE");
    expect(await rejectionCode(output("--store", "/no/such/folder"))).toBe("E_RUN_STORE");
  });
});
