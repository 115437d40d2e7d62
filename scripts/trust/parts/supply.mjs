/** What others wrote and this project brings along; and the package as a newcomer gets it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeOf, nodeVersions } from "../run/nodes.mjs";
import { readLockfile } from "../supply/lockfile.mjs";
import { tryAs } from "../supply/newcomer.mjs";
import { npm } from "../supply/npm.mjs";
import { audit, billOfMaterials, lookOver } from "../supply/registry.mjs";

const again = "npm run trust -- --only supply";

export default {
  name: "supply",
  title: "What is installed",
  promise:
    "Every package below this one is pinned by its hash, licensed and listed, none runs code on installing, and the packed library installs and works in an empty project on every Node that is promised.",

  async run({ root, isQuick, say }) {
    const work = mkdtempSync(join(tmpdir(), "moviola-supply-"));
    try {
      const lock = readLockfile(root);
      say(`${lock.locked.length} locked packages, ${lock.faults.length} faults`);
      const bill = await billOfMaterials(root, lock.locked);
      const audited = await audit(root);
      say(`${bill.components} in the bill of materials; audit ${audited.state}`);
      const packed = await pack(root, work);
      say(`${packed.files.length} files packed`);
      const looks = isQuick ? [] : await lookOver(packed.path, emptyProject(join(work, "lookers")));
      for (const { name, state } of looks) say(`${name}: ${state}`);
      const tries = await newcomers({ root, work, packed, isQuick, say });
      return facts({ lock, bill, audited, packed, looks, tries });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function emptyProject(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  return folder;
}

async function pack(root, work) {
  const { code, output, errors } = await npm(["pack", "--json", "--pack-destination", work], {
    cwd: root,
  });
  if (code !== 0) throw new Error(`npm pack ended with ${code}: ${errors.slice(-300)}`);
  const [{ filename, files, size, unpackedSize }] = JSON.parse(output);
  return { path: join(work, filename), files: files.map(({ path }) => path), size, unpackedSize };
}

async function newcomers({ root, work, packed, isQuick, say }) {
  const tries = [];
  for (const version of isQuick ? nodeVersions.slice(0, 1) : nodeVersions) {
    const node = nodeOf(version, root);
    if (node === undefined) {
      tries.push({ version, steps: [], state: "not reached" });
      continue;
    }
    const folder = join(work, `newcomer ${version}`);
    const one = await tryAs({ version, node, tarball: packed.path, folder });
    tries.push(one);
    rmSync(folder, { recursive: true, force: true });
    say(
      `Node ${version}: ${one.steps.filter(({ code }) => code === 0).length} of ${one.steps.length} steps work`,
    );
  }
  return tries;
}

function facts({ lock, bill, audited, packed, looks, tries }) {
  const steps = tries.flatMap((one) => one.steps);
  return {
    figures: [
      {
        what: "packages pinned by hash",
        value: lock.locked.length,
        unit: "",
        note: "those of other platforms included",
      },
      {
        what: "direct dependencies with a reason",
        value: lock.direct.filter(({ reason }) => reason !== "").length,
        unit: "",
        note: `of ${lock.direct.length}`,
      },
      {
        what: "install scripts that run",
        value: 0,
        unit: "",
        note: `${lock.scripts.length} packages would have one`,
      },
      {
        what: "in the bill of materials",
        value: bill.components,
        unit: "",
        note: `${bill.hashed} with a hash`,
      },
      {
        what: "steps of a newcomer that work",
        value: steps.filter(({ code }) => code === 0).length,
        unit: "",
        note: `of ${steps.length}, on ${tries.filter(({ state }) => state === undefined).length} releases of Node`,
      },
      {
        what: "packed",
        value: Math.round(packed.size / 1e5) / 10,
        unit: "MB",
        note: `${packed.files.length} files`,
      },
    ],
    tables: [
      newcomerTable(tries),
      lookTable(looks, audited),
      licenceTable(lock),
      directTable(lock),
    ],
    faults: [
      ...lock.faults,
      ...bill.faults,
      ...audited.faults,
      ...packFaults(packed),
      ...lookFaults(looks),
      ...tryFaults(tries),
    ],
    remarks: remarks(lock, audited, looks, tries),
  };
}

function newcomerTable(tries) {
  const versions = tries.map(({ version }) => version);
  const names = [
    ...new Set(tries.flatMap(({ steps }) => steps.map(({ words }) => words.join(" ")))),
  ];
  const outcome = ({ steps, state }, name) => {
    const step = steps.find(({ words }) => words.join(" ") === name);
    return step === undefined
      ? (state ?? "not tried")
      : step.code === 0
        ? "works"
        : `ended with ${step.code}`;
  };
  return {
    caption: "The packed package, installed into an empty project.",
    columns: ["step", ...versions.map((version) => `Node ${version}`)],
    rows: names.map((name) => [name, ...tries.map((one) => outcome(one, name))]),
  };
}

function lookTable(looks, { state, counts }) {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  const said =
    state === "answered"
      ? found.length === 0
        ? "clean"
        : found.map((one) => one.join(" ")).join(", ")
      : "the registry gave no answer";
  return {
    caption: "What programs of others say of the package and of its dependencies.",
    columns: ["program", "outcome"],
    rows: [
      ["npm audit", said],
      ...looks.map(({ specifier, state: outcome }) => [specifier, outcome]),
    ],
  };
}

function licenceTable({ licences }) {
  return {
    caption: "Licences of all locked packages.",
    columns: ["licence", "packages"],
    rows: [...licences],
  };
}

function directTable({ direct }) {
  return {
    caption: "Direct dependencies.",
    columns: ["package", "version", "licence", "why", "for"],
    rows: direct.map(({ name, version, licence, reason, kind }) => [
      name,
      version,
      licence ?? "",
      reason,
      kind.toLowerCase(),
    ]),
  };
}

/** The package brings what the library needs, and nothing of tests, data sets or this machine. */
function packFaults({ files }) {
  const wanted = [
    "dist/index.js",
    "dist/index.d.ts",
    "dist/cli/main.js",
    "dist/compute/kernels.wasm",
    "LICENSE",
    "README.md",
  ];
  const strange = files.filter((path) =>
    /^(test|bench|scripts|node_modules|\.)|\.tsbuildinfo$|tmp/.test(path),
  );
  const fault = (where, what) => ({ where, what, how: again });
  return [
    ...wanted
      .filter((path) => !files.includes(path))
      .map((path) => fault(path, "it is not in the package")),
    ...strange.map((path) => fault(path, "it is in the package")),
  ];
}

function lookFaults(looks) {
  return looks
    .filter(({ state }) => state === "complains")
    .map(({ specifier, said }) => ({
      where: specifier,
      what: said.slice(0, 400) || "it ended with an error",
      how: again,
    }));
}

function tryFaults(tries) {
  const values = new Set(tries.flatMap(({ value }) => (value === undefined ? [] : [value])));
  const failed = tries.flatMap(({ version, steps }) =>
    steps
      .filter(({ code }) => code !== 0)
      .map(({ words, code, said }) => ({
        where: `Node ${version}: ${words.join(" ")}`,
        what: `ended with ${code}: ${said}`,
        how: again,
      })),
  );
  if (values.size <= 1) return failed;
  return [
    ...failed,
    {
      where: "the program of seven lines",
      what: `other numbers: ${[...values].join(", ")}`,
      how: again,
    },
  ];
}

function remarks(lock, { state }, looks, tries) {
  const missed = tries.filter((one) => one.state !== undefined).map(({ version }) => version);
  const unreached = looks
    .filter((one) => one.state === "not reached")
    .map(({ specifier }) => specifier);
  return [
    `Packages that would run code on installing, and do not: ${lock.scripts.join(", ")}.`,
    ...(state === "answered"
      ? []
      : [
          "npm audit was asked, and the registry that this machine reaches does not answer it: known faults of dependencies have not been looked for in this run.",
        ]),
    ...(looks.length === 0 ? ["A quick look leaves out publint and arethetypeswrong."] : []),
    ...(unreached.length === 0
      ? []
      : [`Not to be had from the registry: ${unreached.join(", ")}.`]),
    ...(missed.length === 0 ? [] : [`Not to be had from the registry: Node ${missed.join(", ")}.`]),
    "Types are examined for packages of modules alone: the library is one, and older CommonJS programs take it by import().",
    "Not done: reading the code of the dependencies.",
  ];
}
