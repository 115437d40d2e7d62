/**
 * Loaded before the program, into every thread: ends a worker thread, alone, at a change of the disk that it asks for
 * (`TRUST_THREAD_AT`, counted in each thread), or before it begins where its file is named by `TRUST_THREAD_FILE`. With
 * `TRUST_THREAD_LOG` it does so once: whoever makes that folder first.
 */
"use strict";
const fs = require("node:fs");
const { isMainThread } = require("node:worker_threads");
const { syncBuiltinESMExports } = require("node:module");

const { TRUST_THREAD_AT: at, TRUST_THREAD_FILE: file, TRUST_THREAD_LOG: log } = process.env;
const { mkdirSync } = fs;

function end() {
  try {
    if (log !== undefined) mkdirSync(log);
  } catch {
    return;
  }
  process.exit(9);
}

if (!isMainThread && file !== undefined && process.argv[1]?.endsWith(file)) end();
if (!isMainThread && at !== undefined) {
  let left = Number(at);
  for (const name of ["mkdir", "rename", "rm", "open"]) {
    const original = fs.promises[name];
    fs.promises[name] = function (...given) {
      if (--left === 0) end();
      return original.apply(this, given);
    };
  }
  syncBuiltinESMExports();
}
