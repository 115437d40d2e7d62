/** Stryker's mutants of the code that decides numbers and verdicts, against the tests of the folder they are in. */
import { countBranches } from "../mutants/branches.mjs";
import { tryMutants } from "../mutants/campaign.mjs";
import { compileAll } from "../mutants/compile.mjs";
import { enumerate } from "../mutants/enumerate.mjs";
import { folders, sourcesOf } from "../mutants/folders.mjs";
import { reasonOf, staleReasons } from "../mutants/reasons.mjs";
import { Supervisor } from "../mutants/supervise.mjs";
import { loadInstrumenter } from "../mutants/tools.mjs";

const again = "npm run trust -- --only mutants";
/** Share of mutants that the tests of a folder must kill. */
const bar = 0.85;
const quickMost = 20;

export default {
  name: "mutants",
  title: "Mutants killed",
  promise:
    "At least 85 % of Stryker's small changes to metrics, statistics, splits, the leak check, claims and readers make a test of the same folder fail; each that lives has a reason.",

  async run({ root, seed, isQuick, say }) {
    const instrumenter = await loadInstrumenter(root);
    compileAll(root);
    const supervisor = new Supervisor(root, seed);
    const outcomes = [];
    try {
      for (const folder of folders) {
        const options = { root, seed, folder, instrumenter, supervisor, isQuick, say };
        outcomes.push(await tryFolder(options));
      }
    } finally {
      supervisor.close();
    }
    return facts(outcomes, root);
  },
};

async function tryFolder({ root, seed, folder, instrumenter, supervisor, isQuick, say }) {
  const { mutants, nMessages } = await enumerate(root, sourcesOf(root, folder), instrumenter);
  const most = isQuick ? quickMost : folder.most;
  const tried = await tryMutants({ root, seed, folder, mutants, supervisor, most, say });
  const coverage = await countBranches({ root, folder, supervisor });
  return { folder, nMessages, ...tried, ...coverage };
}

function facts(outcomes, root) {
  const tallies = outcomes.map(tallyOf);
  const sum = (name) => tallies.reduce((total, tally) => total + tally[name], 0);
  const dead = sum("killed") + sum("timedOut");
  return {
    figures: [
      { what: "mutants", value: sum("mutants"), unit: "", note: "of six folders" },
      {
        what: "mutants tried",
        value: sum("tried"),
        unit: "",
        note: "a seeded sample where not all",
      },
      { what: "killed", value: dead, unit: "", note: "a test failed, or the change never ended" },
      { what: "score", value: percent(dead / sum("tried")), unit: "%", note: "killed of tried" },
      { what: "lowest score of a folder", value: percent(lowest(tallies)), unit: "%", note: "" },
      { what: "alive with a reason", value: sum("reasoned"), unit: "", note: "" },
      { what: "alive without", value: sum("unreasoned"), unit: "", note: "each is a fault" },
    ],
    tables: [scoreTable(tallies), branchTable(outcomes), reasonTable(outcomes)],
    faults: faultsOf(outcomes, tallies, root),
    remarks: remarksOf(outcomes),
  };
}

function tallyOf({ folder, nMutants, results }) {
  const count = (status) => results.filter((one) => one.status === status).length;
  const alive = results.filter(isAlive);
  const reasoned = alive.filter((one) => reasonOf(one) !== undefined).length;
  const [killed, timedOut] = [count("killed"), count("timed out")];
  const tried = results.length;
  const score = tried === 0 ? 0 : (killed + timedOut) / tried;
  const unreasoned = alive.length - reasoned;
  const name = folder.name;
  return { name, mutants: nMutants, tried, killed, timedOut, reasoned, unreasoned, score };
}

function isAlive({ status }) {
  return status === "survived" || status === "uncovered";
}

function lowest(tallies) {
  return Math.min(...tallies.map(({ score }) => score));
}

function percent(share) {
  return Math.round(share * 1000) / 10;
}

function scoreTable(tallies) {
  return {
    caption:
      "Mutants by folder; where not all were tried, those were drawn by the seed, and the interval (Wilson, 95 %) is of the share among all",
    columns: [
      ...["folder", "mutants", "tried", "killed", "timed out"],
      ...["alive with a reason", "alive without", "score %", "interval %"],
    ],
    rows: tallies.map((tally) => {
      const { name, mutants, tried, killed, timedOut, reasoned, unreasoned, score } = tally;
      const whole =
        tried === mutants ? "all tried" : wilson(score, tried).map(percent).join(" to ");
      return [name, mutants, tried, killed, timedOut, reasoned, unreasoned, percent(score), whole];
    }),
  };
}

function wilson(share, n) {
  const z2 = 1.96 ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (1.96 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function branchTable(outcomes) {
  return {
    caption: "Branches that the tests of the folder take, counted as Istanbul counts them",
    columns: ["folder", "tests", "branches", "taken", "taken %"],
    rows: outcomes.map(({ folder, nTests, branches, taken }) => {
      return [folder.name, nTests, branches, taken, percent(taken / branches)];
    }),
  };
}

function reasonTable(outcomes) {
  const alive = outcomes.flatMap(({ results }) => results.filter(isAlive));
  return {
    caption: "Mutants that live, and why",
    columns: ["file", "text", "replaced by", "reason"],
    rows: alive
      .filter((one) => reasonOf(one) !== undefined)
      .map((one) => [one.path, brief(one.text), brief(one.replacement), reasonOf(one)]),
  };
}

function brief(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

function faultsOf(outcomes, tallies, root) {
  const low = tallies
    .filter(({ tried, score }) => tried > quickMost && score < bar)
    .map(({ name, score }) => {
      const what = `${percent(score)} % of the mutants tried are killed, below ${bar * 100} %`;
      return { where: name, what, how: again };
    });
  const alive = outcomes
    .flatMap(({ results }) => results.filter(isAlive))
    .filter((one) => reasonOf(one) === undefined)
    .map(({ path, line, mutator, text, replacement }) => {
      const what = `${mutator}: ${brief(text)} as ${brief(replacement)} is not noticed`;
      return { where: `${path}, line ${line}`, what, how: again };
    });
  const stale = staleReasons(root).map(({ file, text }) => {
    const what = `a reason for "${brief(text)}", which is not there`;
    return { where: `scripts/trust/mutants/survivors.json, ${file}`, what, how: again };
  });
  return [...low, ...alive, ...stale];
}

function remarksOf(outcomes) {
  const words = outcomes.reduce((sum, { nMessages }) => sum + nMessages, 0);
  const slow = outcomes.flatMap((outcome) => outcome.slow);
  return [
    `${words} mutants that empty words to people (the summary of an error, its expected, got and remedy) are left out; codes and places are not.`,
    "Only the tests that mirror a folder are asked; what other folders' tests would notice counts as alive.",
    `Tests of real data and of what does not compile are not asked, nor ${slow.length} that take over 0.7 seconds of processor time: ${slow.join("; ") || "none"}.`,
    "Random tests of properties draw by one seed, so that a mutant is killed in every run or in none.",
    "Constants are mutated too: every mutant has its modules evaluated anew.",
    "A kill is kept while the mutated file and the killing test's file are the same, a survivor while nothing in the folder and its tests changed; other folders do not count.",
  ];
}
