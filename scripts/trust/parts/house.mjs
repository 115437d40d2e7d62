/** The code as its next owner finds it: sizes, layers, repetitions, dead names, docstrings, and what the documents show. */
import { runDocumentTests, shownInDocuments } from "../house/documents.mjs";
import { lookAtHouse } from "../house/look.mjs";
import { limits } from "../house/sources.mjs";

export default {
  name: "house",
  title: "The house",
  promise:
    "Files and functions stay short, layers import downwards, nothing is exported for nobody or written twice without a reason, docstrings name shapes and defaults, and what the documents show is true.",

  async run({ root, isQuick, say }) {
    const facts = lookAtHouse(root);
    say(`${facts.nFiles} files looked at`);
    const shown = shownInDocuments(root);
    const tested = isQuick ? undefined : await runDocumentTests(root);
    if (tested !== undefined) say(`${tested.passed} tests of the documents have passed`);
    return {
      figures: figuresOf(facts, shown),
      tables: [duplicatesTable(facts), documentsTable(shown, tested)],
      faults: faultsOf(facts, tested),
      remarks: remarksOf(facts, tested),
    };
  },
};

function figuresOf(facts, shown) {
  const { longest, reasons, nPublic } = facts;
  const pairs = reasons.reduce((sum, reason) => sum + reason.pairs, 0);
  const figure = (what, value, unit = "", note = "") => ({ what, value, unit, note });
  return [
    figure("files of the library", facts.nFiles),
    figure("median of their lengths", facts.median, "lines"),
    figure("longest file", longest.lines, "lines", longest.path),
    figure("imports that point up or aside", facts.wrongImports.length),
    figure("repetitions of six lines or more", pairs, "", "each with a reason below"),
    figure("exports that nobody uses", facts.deadExports.length),
    figure("gaps in docstrings", facts.knownGaps.length, "", `of ${nPublic} public names`),
    figure("snippets compiled or run", shown.compiled, "", `and ${shown.commands} shown commands`),
  ];
}

function duplicatesTable({ reasons }) {
  return {
    caption: "Why lines stand twice",
    columns: ["between", "and", "pairs", "reason"],
    rows: reasons.map(({ between, why, pairs }) => [
      ...between.map(({ source }) => source),
      pairs,
      why,
    ]),
  };
}

function documentsTable(shown, tested) {
  return {
    caption: "What the documents show",
    columns: ["what", "number"],
    rows: [
      ["snippets that are compiled", shown.compiled],
      ["snippets and listings that are run", shown.run],
      ["commands held against the program's help", shown.commands],
      ...(tested === undefined ? [] : [["tests of the documents that passed", tested.passed]]),
    ],
  };
}

function faultsOf(facts, tested) {
  const fault = (what, how) => (where) => ({ where, what, how });
  return [
    ...facts.longFiles.map(fault("a long file", `more than ${limits.file} lines`)),
    ...facts.longFunctions.map(fault("a long function", `more than ${limits.function} lines`)),
    ...facts.wrongImports.map(fault("an import that points up or aside", "read by the compiler")),
    ...facts.deadExports.map(fault("an export that nobody uses", "no other file names it")),
    ...facts.unexplained.map(fault("lines that stand twice", "no reason is given for the pair")),
    ...facts.reasons
      .filter(({ pairs }) => pairs === 0)
      .map(({ why }) => fault("a reason for nothing", "no pair of places needs it")(why)),
    ...facts.gaps.map(fault("a gap in a docstring", "no description, shape or default")),
    ...facts.mendedGaps.map(fault("a known gap that is none", "take it off the list")),
    ...(tested?.failed ?? []).map(fault("the documents say what is not so", "a test has failed")),
  ];
}

function remarksOf({ knownGaps, knownLongKernels, longScripts }, tested) {
  const gaps = `${knownGaps.length} functions name no shape yet; mending their docstrings changes the code that ids of runs are made of.`;
  const kernels = `${knownLongKernels.length} kernels are functions of more than ${limits.function} lines: loops written out, since a call for each tile would cost more.`;
  const scripts = `${longScripts.length} functions of scripts are longer than that.`;
  return [
    "Repetitions are runs of six equal lines of code; lines alike but for their names are not looked for.",
    ...(knownGaps.length === 0 ? [] : [gaps]),
    ...(knownLongKernels.length === 0 ? [] : [kernels]),
    ...(longScripts.length === 0 ? [] : [scripts]),
    ...(tested === undefined
      ? ["The tests of the documents were left out of this quick run."]
      : []),
  ];
}
