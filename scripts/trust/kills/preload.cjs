/**
 * Loaded before the program by `--require`, into every process and thread of a case: numbers the changes of the disk
 * that Node asks for, and kills the whole process group at one of them. Settings come by the environment:
 *
 *   TRUST_KILLS_LOG   file that grows by one byte a change; its length is the number of the last one
 *   TRUST_KILLS_AT    number of the change at which to kill; without it nothing is killed
 *   TRUST_KILLS_SIDE  `before` it, `during` it (asked for, not waited for) or `after` it
 */
"use strict";
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const { TRUST_KILLS_LOG: log, TRUST_KILLS_AT: at, TRUST_KILLS_SIDE: side } = process.env;
const place = at === undefined ? Infinity : Number(at);
const { openSync, writeSync, fstatSync } = fs;

if (log !== undefined) {
  const counter = openSync(log, "a");
  const one = Buffer.from("x");
  const reaches = () => {
    writeSync(counter, one);
    return fstatSync(counter).size >= place;
  };
  const die = () => {
    process.kill(0, "SIGKILL");
    // The signal is on its way to this thread, too: nothing more is to happen.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  };
  watchAll(reaches, die);
}

function watchAll(reaches, die) {
  const promised = ["mkdir", "mkdtemp", "rename", "rm", "unlink", "writeFile", "copyFile", "cp"];
  for (const name of promised) watch(fs.promises, name, () => true);
  const immediate = ["mkdirSync", "renameSync", "rmSync", "unlinkSync", "writeFileSync"];
  for (const name of [...immediate, "copyFileSync", "mkdtempSync"]) watch(fs, name, () => true);
  watch(fs.promises, "open", writes, watchHandles());
  syncBuiltinESMExports();

  function watch(owner, name, counts, then = (result) => result) {
    const original = owner[name];
    owner[name] = function (...given) {
      if (!counts(...given)) return then(original.apply(this, given));
      const isHere = reaches();
      if (isHere && side === "before") die();
      const result = original.apply(this, given);
      if (isHere && side === "during") die();
      if (!isHere) return then(result);
      if (typeof result?.then !== "function") die();
      return result.then(die);
    };
  }

  /** Handles share a prototype, which the first one shows. */
  function watchHandles() {
    let isDone = false;
    return (opening) =>
      opening.then((handle) => {
        if (isDone) return handle;
        isDone = true;
        const prototype = Object.getPrototypeOf(handle);
        for (const name of ["write", "writeFile", "appendFile", "sync", "truncate"]) {
          watch(prototype, name, () => true);
        }
        return handle;
      });
  }
}

function writes(_path, flags = "r") {
  return flags !== "r" && flags !== "rs";
}
