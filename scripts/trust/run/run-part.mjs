/** Runs a part in a process of its own: whatever it does to that process, the others go on. */
import { fork } from "node:child_process";
import { failure } from "./facts.mjs";

const processPath = new URL("./part-process.mjs", import.meta.url);

/** What the part handed over, or one fault that says how it ended. */
export function runPart({ name, path }, { root, seed, isQuick }) {
  const how = `npm run trust -- --only ${name} --seed ${seed}`;
  return new Promise((resolve) => {
    let answer;
    const child = fork(processPath, [path, JSON.stringify({ root, seed, isQuick })], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message) => (answer = message));
    child.on("error", (error) => resolve(failure(name, error.message, how)));
    child.on("close", (code, signal) => {
      if (answer?.result !== undefined) return resolve(answer.result);
      const end = `its process ended with ${signal ?? `code ${code}`} before it handed over facts`;
      resolve(failure(name, answer?.thrown ?? end, how));
    });
  });
}
