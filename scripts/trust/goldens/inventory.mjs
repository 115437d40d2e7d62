/** Every golden file of the tests: the script that wrote it, what that rests on, and the tests that read it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Python packages by the name that scripts import; what is left out is part of Python or of the project. */
const packages = {
  numpy: "NumPy",
  scipy: "SciPy",
  torch: "PyTorch",
  sklearn: "scikit-learn",
  PIL: "Pillow",
  statsmodels: "statsmodels",
  ranx: "ranx",
  implicit: "implicit",
};

/** `{ golden, script, rests, versions, tests, needs }` of every golden file below `test/`. */
export function inventory(root) {
  const files = readdirSync(join(root, "test"), { recursive: true }).map(
    (name) => `test/${name.replaceAll("\\", "/")}`,
  );
  const tests = files
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));
  const goldens = files.filter((name) => /\/golden\/[^/]+\.json$/.test(name)).sort();
  return goldens.map((golden) => entryOf(root, golden, files, tests));
}

function entryOf(root, golden, files, tests) {
  const stem = golden.replace(/^.*\//, "").replace(/\.json$/, "");
  const folder = dirname(golden);
  const script = [`${folder}/make_${stem}.py`, `${folder}/${stem}.py`].find((path) =>
    files.includes(path),
  );
  const text = script === undefined ? "" : readFileSync(join(root, script), "utf8");
  const imported = new Set(
    Array.from(text.matchAll(/^\s*(?:import|from) (\w+)/gm), ([, name]) => name),
  );
  const rests = Object.keys(packages).filter((name) => imported.has(name));
  const optional = /left out|if it is there|ImportError/.test(text);
  return {
    ...{ golden, script, text, optional },
    rests: rests.length === 0 ? "Python alone" : rests.map((name) => packages[name]).join(", "),
    needs: rests,
    versions: versionsOf(readFileSync(join(root, golden), "utf8"), text),
    tests: tests
      .filter((test) => test.text.includes(`${stem}.json`) && isNear(test, golden))
      .map(({ name }) => name),
  };
}

/** A test names a golden file by its own folder's `golden`, or by one further up in the same layer. */
function isNear({ name, text }, golden) {
  return /["'/]golden["'/]/.test(text) && name.split("/")[1] === golden.split("/")[1];
}

function versionsOf(golden, script) {
  const known = JSON.parse(golden);
  const written = known.versions ?? known.made_with;
  if (typeof written === "object")
    return Object.entries(written)
      .map((pair) => pair.join(" "))
      .join(", ");
  const single = ["numpy", "python"].filter((key) => typeof known[key] === "string");
  if (single.length > 0) return single.map((key) => `${key} ${known[key]}`).join(", ");
  const said = /(?:PyTorch|numpy|NumPy) \d[\d.]*\d/.exec(script)?.[0];
  return said ?? "not recorded";
}

/** Second implementations in the project itself, which tests or benchmarks hold the library to. */
export function secondImplementations(root) {
  const folders = ["test/compute/graph/reference", "bench/reference"];
  const files = ["test/compute/kernels/bpr-reference.ts", "test/models/elrfaey/reference.ts"];
  const found = folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
      : [],
  );
  return [...found, ...files.filter((file) => existsSync(join(root, file)))].sort();
}
