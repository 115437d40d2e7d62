/** What others computed, what the tests hold to it, and what was planted in invented data and found again. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inventory, secondImplementations } from "../goldens/inventory.mjs";
import { knockOuts, rankers, shareTolerance, winners } from "../goldens/planted.mjs";
import { rerun, tolerance } from "../goldens/rerun.mjs";

/** A script that leaves out tools that are not installed wrote what it could. */
const inPart = "same numbers, in part";
const again = "npm run trust -- --only goldens";

export default {
  name: "goldens",
  title: "Numbers of independent programs",
  promise:
    "Golden values come from programs that share no code with the library, their scripts still write them, the library still meets them, and what is planted in invented data is found.",

  async run({ root, seed, isQuick, say }) {
    const library = await import(pathToFileURL(join(root, "dist", "index.js")).href);
    const work = mkdtempSync(join(tmpdir(), "moviola-goldens-"));
    try {
      const goldens = inventory(root).map((one) => ({ ...one, ...rerun(root, one, work) }));
      for (const { golden, state } of goldens) say(`${golden}: ${state}`);
      const tests = await runTests(root, [...new Set(goldens.flatMap((one) => one.tests))], work);
      say(`${tests.passed} tests against golden values pass, ${tests.failed} fail`);
      const seeds = isQuick ? [seed] : [seed, seed + 1, seed + 2];
      const planted = {
        ratings: await winners(library, seeds),
        rankings: await rankers(library, seeds),
        shares: await knockOuts(library, seeds),
      };
      say("planted truth looked for");
      return facts({ goldens, tests, planted, seconds: secondImplementations(root) });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** Runs the tests that read golden files; `{ passed, failed, names }`. */
function runTests(root, files, work) {
  const report = join(work, "tests.json");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const words = [vitest, "run", ...files, "--reporter=json", `--outputFile=${report}`];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: "ignore" });
    child.on("close", () => {
      try {
        const { numPassedTests, numFailedTests, testResults } = JSON.parse(
          readFileSync(report, "utf8"),
        );
        const broken = testResults
          .filter(({ status }) => status === "failed")
          .map(({ name }) => name);
        resolve({ passed: numPassedTests, failed: numFailedTests, broken });
      } catch (error) {
        resolve({ passed: 0, failed: files.length, broken: [String(error)] });
      }
    });
  });
}

function facts({ goldens, tests, planted, seconds }) {
  const same = goldens.filter(({ state }) => ["same bytes", "same numbers"].includes(state));
  const ran = goldens.filter(
    ({ state }) => !["not run", "no script", "other versions here", inPart].includes(state),
  );
  const wins = planted.ratings.filter(
    ([, floor, bias, factors, oracle]) => floor > bias && bias > factors && factors > oracle,
  );
  const ranks = planted.rankings.filter(
    ([, random, popular, ease]) => random < popular && popular < ease,
  );
  const shares = planted.shares.filter(isNear);
  return {
    figures: [
      {
        what: "golden files",
        value: goldens.length,
        unit: "",
        note: `${seconds.length} second implementations beside them`,
      },
      {
        what: "written again with the same numbers",
        value: same.length,
        unit: "",
        note: `of ${ran.length} whose packages are here`,
      },
      {
        what: "tests against them that pass",
        value: tests.passed,
        unit: "",
        note: `of ${tests.passed + tests.failed}`,
      },
      {
        what: "invented sets where who must win wins",
        value: wins.length + ranks.length,
        unit: "",
        note: `of ${planted.ratings.length + planted.rankings.length}`,
      },
      {
        what: "knock-outs that cost about the planted share",
        value: shares.length,
        unit: "",
        note: `of ${planted.shares.length}, within ${shareTolerance}`,
      },
    ],
    tables: [
      goldenTable(goldens),
      ...plantedTables(planted),
      {
        caption:
          "Second implementations within the project, plain and slow, that tests and benchmarks hold the library to.",
        columns: ["file"],
        rows: seconds.map((file) => [file]),
      },
    ],
    faults: faultsOf({ goldens, tests, planted, wins, ranks }),
    remarks: remarks(goldens, ran),
  };
}

const isNear = ([, planted, , , , , lost]) => Math.abs(lost - planted) <= shareTolerance;

function goldenTable(goldens) {
  return {
    caption: "Golden files, what they rest on, and what their scripts write today.",
    columns: [
      "golden file",
      "made with",
      "versions",
      "read by",
      "written again",
      "largest difference",
    ],
    rows: goldens.map(({ golden, rests, versions, tests, state, why, difference }) => [
      golden.replace(/^test\//, ""),
      rests,
      versions,
      tests.map((name) => name.replace(/^test\/|\.test\.ts$/g, "")).join(", "),
      why === undefined ? state : `${state}: ${why}`,
      difference ?? "",
    ]),
  };
}

function plantedTables({ ratings, rankings, shares }) {
  return [
    {
      caption:
        "Error on test ratings of invented sets by what is known: the mean, biases, factors that were learnt, the truth itself.",
      columns: ["seed", "global mean", "bias", "biased-mf", "the truth"],
      rows: ratings,
    },
    {
      caption: "NDCG@10 by what is known: nothing, popularity, taste.",
      columns: ["seed", "random", "popularity", "ease"],
      rows: rankings,
    },
    {
      caption:
        "Films held out as new, eight themes shared out between two modalities: the share of the ratings’ variance that stands in the text, AUC with a modality permuted, and the share of the loss that the text has.",
      columns: [
        "planted",
        "share in the text",
        "AUC",
        "without text",
        "without image",
        "without both",
        "text’s share of the loss",
      ],
      rows: shares,
    },
  ];
}

function faultsOf({ goldens, tests, planted, wins, ranks }) {
  const fault = (where, what) => ({ where, what, how: again });
  return [
    ...goldens
      .filter(({ state }) =>
        ["failed", "other numbers", "other content", "no script"].includes(state),
      )
      .map(({ golden, state, why, difference }) =>
        fault(
          golden,
          `${state}${why === undefined ? "" : `: ${why}`}${difference === undefined || difference === Infinity ? "" : ` by ${difference}`}`,
        ),
      ),
    ...goldens
      .filter((one) => one.tests.length === 0)
      .map(({ golden }) => fault(golden, "no test reads it")),
    ...tests.broken.map((name) => fault(name, "the library does not meet its golden values")),
    ...(wins.length < planted.ratings.length
      ? [fault("invented ratings", "a predictor that knows more does not win")]
      : []),
    ...(ranks.length < planted.rankings.length
      ? [fault("invented rankings", "a ranker that knows more does not win")]
      : []),
    ...planted.shares
      .filter((row) => !isNear(row))
      .map(([what, share, , , , , lost]) =>
        fault(`knock-out: ${what}`, `planted ${share}, lost ${lost}`),
      ),
  ];
}

function remarks(goldens, ran) {
  const missed = goldens.filter((one) => !ran.includes(one));
  return [
    `Scripts run again in a folder of their own; their numbers may differ by ${tolerance} of the number, since another build of the linear algebra adds in another order.`,
    ...(missed.length === 0
      ? []
      : [
          `Not written again here, or in part alone, for want of packages or of their versions: ${missed.map(({ golden }) => golden.replace(/^test\//, "")).join(", ")}.`,
        ]),
    "Some scripts leave out tools that are not installed; what tools of others printed was kept from a machine that had them, with their versions.",
    "Extractors of features have their own ladder of independent implementations, moviola features verify, which is not run here.",
    "The knock-outs are of content profiles, which learn nothing: they show what a modality tells, not what a network makes of it.",
  ];
}
