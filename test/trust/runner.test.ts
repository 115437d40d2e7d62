/** The runner of the trust run (scripts/trust.mjs) with made-up parts: what fails is a fault and not the end. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtLibrary } from "../support/built-library.js";
import { ROOT } from "../support/source-files.js";

interface Facts {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly figures: readonly { readonly value: unknown; readonly note: string }[];
  readonly faults: readonly { readonly where: string; readonly what: string }[];
}

/** Bodies of `run` by name of the part. */
const bodies: Readonly<Record<string, string>> = {
  holds: `say("half way");
    return { figures: [{ what: "seed", value: seed, unit: "", note: root }], tables: [], faults: [], remarks: [] };`,
  throws: 'throw new Error("out of luck");',
  dies: 'process.kill(process.pid, "SIGKILL"); await new Promise(() => setInterval(() => {}, 1000));',
  mumbles: 'return { figures: "many" };',
  breaks: `return { figures: [], tables: [], remarks: [],
    faults: [{ where: "a reader", what: "a wrong number", how: "again" }] };`,
};

// The manifest holds the hash of the built library.
describe.skipIf(builtLibrary() === undefined)("npm run trust (needs the built library)", () => {
  let folder: string;
  let output: string;
  let exitCode: number | string | null | undefined;

  const run = (more: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      const places = ["--parts", join(folder, "parts"), "--out", join(folder, "out")];
      const words = [join(ROOT, "scripts", "trust.mjs"), "--no-build", ...places, ...more];
      execFile(process.execPath, words, (error, stdout, stderr) => {
        [output, exitCode] = [stdout + stderr, error === null ? 0 : error.code];
        resolve();
      });
    });
  const factsOf = async (name: string): Promise<Facts> =>
    JSON.parse(await readFile(join(folder, "out", `${name}.json`), "utf8")) as Facts;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-trust-test-"));
    await mkdir(join(folder, "parts"));
    for (const [name, body] of Object.entries(bodies)) {
      const text = `export default { name: "${name}", title: "T", promise: "P.",\n  async run({ root, seed, say }) { ${body} } };\n`;
      await writeFile(join(folder, "parts", `${name}.mjs`), text);
    }
    await writeFile(join(folder, "parts", "half-written.mjs"), "export default {");
    await run(["--seed", "7"]);
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("runs every part, whatever became of those before, and leaves no other file", async () => {
    const names = Object.keys(bodies).map((name) => `${name}.json`);
    expect((await readdir(join(folder, "out"))).sort()).toEqual(names.sort());
    expect(exitCode).toBe(1);
    expect(output).toContain("1 parts hold, 5 failed");
    expect(output).toContain(
      "run again: npm run trust -- --only breaks,dies,mumbles,throws --seed 7",
    );
    expect(output).toMatch(/FAILED half-written does not load/);
    expect(output).toMatch(/ s {2}half way/);
  });

  it.each([
    ["throws", /Error: out of luck \(at .*throws\.mjs/],
    ["dies", /ended with SIGKILL/],
    ["mumbles", /hands over no facts.*figures/s],
    ["breaks", /a wrong number/],
  ])("has as a fault what a part that %s did", async (name, what) => {
    const { faults } = await factsOf(name);
    expect(faults).toHaveLength(1);
    expect(faults[0].what).toMatch(what);
  });

  it("writes what a part handed over, with the manifest, and no folder of this machine", async () => {
    const { figures, faults, manifest } = await factsOf("holds");
    expect([figures[0].value, figures[0].note, faults]).toEqual([7, "./", []]);
    expect(manifest).toMatchObject({
      ...{ seed: 7, isQuick: false, node: process.version },
      command: "npm run trust -- --only holds --seed 7",
    });
    expect(manifest.commit).toMatch(/^[0-9a-f]{40}$|^unknown$/);
  });

  it("ends well where all chosen parts hold, and lists when they ran", async () => {
    await run(["--only", "holds", "--seed", "8"]);
    expect([exitCode, (await factsOf("holds")).figures[0].value]).toEqual([0, 8]);
    await run(["--list"]);
    expect(output).toMatch(/holds +T \(\d{4}-\d\d-\d\d on \w{7,8}, 0 faults\)/);
    await run(["--only", "nothing"]);
    expect([exitCode, output]).toEqual([2, expect.stringContaining("no part nothing; there are")]);
  }, 240_000);
});
