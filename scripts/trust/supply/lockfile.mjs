/** What stands in `package.json`, the lockfile and docs/dependencies.md, held against each other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Rows of a Markdown table whose first cell is code, as cells without quotes. */
function codeRows(text) {
  return text
    .split("\n")
    .filter((line) => /^\| `[^`]+`\s*\|/.test(line))
    .map((line) => line.slice(1, line.lastIndexOf("|")).split("|"))
    .map((cells) => cells.map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")));
}

/** `{ direct, locked, licences, scripts, faults }` of a project. */
export function readLockfile(root) {
  const read = (name) => readFileSync(join(root, name), "utf8");
  const manifest = JSON.parse(read("package.json"));
  const { packages } = JSON.parse(read("package-lock.json"));
  const [, ...sections] = read("docs/dependencies.md").split("\n## ");
  const rowsOf = (title) => codeRows(sections.find((text) => text.startsWith(`${title}\n`)) ?? "");
  const locked = Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({
      name: entry.name ?? path.replace(/^.*node_modules\//, ""),
      path,
      ...entry,
    }));
  const kinds = [
    ["At run time", manifest.dependencies],
    ["For development", manifest.devDependencies],
  ];
  const direct = kinds.flatMap(([kind, wanted]) =>
    Object.entries(wanted).map(([name, version]) => {
      const row = rowsOf(kind).find(([other, listed]) => other === name && listed === version);
      return {
        kind,
        name,
        version,
        reason: row?.[2] ?? "",
        licence: packages[`node_modules/${name}`]?.license,
      };
    }),
  );
  const licences = counted(locked.map(({ license }) => license ?? "none"));
  const scripts = locked
    .filter(({ hasInstallScript }) => hasInstallScript === true)
    .map(({ name }) => name);
  const documented = {
    licences: rowsOf("Licences").map(([name]) => name),
    scripts: rowsOf("Install scripts").map(([name]) => name),
  };
  const ignoresScripts = read(".npmrc").split("\n").includes("ignore-scripts=true");
  const all = { direct, locked, licences, scripts, documented, ignoresScripts };
  return { ...all, faults: faultsOf(all) };
}

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function faultsOf({ direct, locked, licences, scripts, documented, ignoresScripts }) {
  const faults = [];
  const add = (where, what) => faults.push({ where, what, how: "npm run trust -- --only supply" });
  for (const { name, version, reason } of direct) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      add(name, `its version ${version} is not exact`);
    if (reason.length < 10) add(name, "docs/dependencies.md gives no reason for this version");
  }
  for (const { path, version, integrity, resolved = "", link } of locked) {
    const isPinned = /^\d+\.\d+\.\d+/.test(version ?? "") && /^sha512-/.test(integrity ?? "");
    if (link === true || !isPinned) add(path, "it is not pinned by version and SHA-512");
    if (resolved !== "" && !resolved.startsWith("https://registry.npmjs.org/"))
      add(path, "it does not come from the npm registry");
  }
  const unlisted = (found, listed, what) => {
    const missing = found.filter((name) => !listed.includes(name));
    if (missing.length > 0) add("docs/dependencies.md", `it lacks ${what} ${missing.join(", ")}`);
  };
  unlisted([...licences.keys()], documented.licences, "the licences");
  unlisted(scripts, documented.scripts, "the install scripts of");
  if (!ignoresScripts) add(".npmrc", "install scripts would run");
  return faults;
}
