/** A program that behaves as Quarto would, or badly, and writes down how it was called. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How the program behaves. */
export interface FakeQuarto {
  readonly version?: string;
  /** Body of the render command: JavaScript with `fs`, `path`, `pages` at hand. */
  readonly render?: string;
}

/** Pages as Quarto leaves them: one `.html` for each `.qmd` and `.ipynb`. */
export const goodRender = `
  for (const page of pages) fs.writeFileSync(path.join(site, page + ".html"), "<html><body>" + page + "</body></html>\\n");
`;

/** Writes the program to `folder/bin/quarto`; calls are listed in `folder/calls.jsonl`. */
export async function writeFakeQuarto(folder: string, fake: FakeQuarto = {}): Promise<string> {
  const program = join(folder, "bin/quarto");
  await mkdir(join(folder, "bin"), { recursive: true });
  await writeFile(
    program,
    `#!${process.execPath}
const fs = require("node:fs");
const path = require("node:path");
const record = { arguments: process.argv.slice(2), files: {} };
if (process.argv[2] === "--version") { console.log(${JSON.stringify(fake.version ?? "1.9.38")}); process.exit(0); }
for (const name of fs.readdirSync(".", { recursive: true }))
  if (/\\.(qmd|ipynb|yml|bib)$/.test(name)) record.files[name] = fs.readFileSync(name, "utf8");
fs.appendFileSync(${JSON.stringify(join(folder, "calls.jsonl"))}, JSON.stringify(record) + "\\n");
const pages = fs.readdirSync(".").filter((name) => /\\.(qmd|ipynb)$/.test(name)).map((name) => name.replace(/\\.[^.]*$/, ""));
const site = "reports/_site";
fs.mkdirSync(site, { recursive: true });
${fake.render ?? goodRender}
`,
  );
  await chmod(program, 0o755);
  return program;
}
