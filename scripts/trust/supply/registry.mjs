/** What needs npm: the audit, the bill of materials, and two programs that look at a package's shape. */
import { call, npm } from "./npm.mjs";

const again = "npm run trust -- --only supply";
/** Programs that look over a packed package, pinned; fetched when they are wanted, no dependencies of the project. */
export const lookers = [
  { name: "publint", specifier: "publint@0.3.25", words: ["--strict"] },
  {
    ...{ name: "attw", specifier: "@arethetypeswrong/cli@0.18.5" },
    // A package of modules alone: that CommonJS cannot require it in old Nodes is meant.
    words: ["--profile", "esm-only", "--no-emoji", "--no-color"],
  },
];

/** `{ state, counts, faults }`; `not answered` where the registry has no audit to give. */
export async function audit(root) {
  const { output } = await npm(["audit", "--json"], { cwd: root });
  const said = parsed(output);
  const counts = said?.metadata?.vulnerabilities;
  if (counts === undefined) return { state: "not answered", counts: {}, faults: [] };
  const found = Object.values(said.vulnerabilities ?? {});
  const faults = found.map(({ name, severity }) => ({
    where: name,
    what: `npm audit: ${severity}`,
    how: "npm audit",
  }));
  return { state: "answered", counts, faults };
}

/** The bill of materials that `npm sbom` makes of the lockfile, held against the lockfile. */
export async function billOfMaterials(root, locked) {
  const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
  const { output } = await npm(words, { cwd: root });
  const bill = parsed(output);
  if (bill?.components === undefined) {
    return {
      components: 0,
      hashed: 0,
      faults: [{ where: "npm sbom", what: "it wrote no bill", how: again }],
    };
  }
  const nameOf = ({ group, name, version }) => `${group ? `${group}/` : ""}${name}@${version}`;
  const names = new Set(bill.components.map(nameOf));
  const missing = locked.filter(({ name, version }) => !names.has(`${name}@${version}`));
  const hashed = bill.components.filter(({ hashes = [] }) => hashes.length > 0).length;
  const faults = missing.map(({ name }) => ({
    where: "npm sbom",
    what: `it lacks ${name}`,
    how: again,
  }));
  return { components: bill.components.length, hashed, faults };
}

/** What the two programs say of a packed package; `not reached` where the registry does not give them. */
export async function lookOver(tarball, folder) {
  const outcomes = [];
  for (const { name, specifier, words } of lookers) {
    const installed = await npm(
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", specifier],
      { cwd: folder },
    );
    if (installed.code !== 0) {
      outcomes.push({ name, specifier, state: "not reached", said: "" });
      continue;
    }
    const program = `${folder}/node_modules/.bin/${name}`;
    const { code, output, errors } = await call(program, [...words, tarball], {
      cwd: folder,
      node: process.execPath,
    });
    outcomes.push({
      name,
      specifier,
      state: code === 0 ? "clean" : "complains",
      said: `${output}${errors}`.trim(),
    });
  }
  return outcomes;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
