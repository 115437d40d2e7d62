/** What the documents show, and the tests that hold it to the program. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const tests = ["snippets", "commands", "reference", "errors", "links", "api"];

/** Commands are run one by one: on a busy machine they take long, which is no fault. */
const patience = ["--testTimeout", "1800000"];

/** Numbers of fences by what stands behind their opening, and of shown commands. */
export function shownInDocuments(root) {
  const texts = ["", "docs"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const all = texts.join("\n");
  const count = (pattern) => [...all.matchAll(pattern)].length;
  return {
    compiled: count(/^```ts (check|run|notebook)\b/gm),
    run: count(/^```(ts (run|notebook)|sh run)\b/gm),
    commands: count(/`(?:npx )?moviola [^`\n]+`/g) + count(/^(?:\$ )?npx moviola .+$/gm),
  };
}

/** `{ passed, failed }` of the tests of the documents, with the names of those that failed. */
export function runDocumentTests(root, names = tests) {
  const files = names.map((name) => `test/documentation/${name}.test.ts`);
  const words = [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=json",
    ...patience,
    ...files,
  ];
  const options = { cwd: root, maxBuffer: 2 ** 26 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, options, (error, output) => {
      const start = output.indexOf('{"num');
      if (start < 0) {
        reject(error ?? new Error("vitest has said nothing"));
        return;
      }
      const { numPassedTests, testResults } = JSON.parse(output.slice(start));
      const failed = testResults.flatMap(({ assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === "failed")
          .map(({ fullName }) => fullName),
      );
      resolve({ passed: numPassedTests, failed });
    });
  });
}
