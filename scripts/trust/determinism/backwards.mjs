/** Preloaded: every folder lists its files in the opposite order, as another file system might. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const backwards = (found) => (Array.isArray(found) ? found.reverse() : found);
const { readdir, readdirSync } = fs;
const readdirLater = fs.promises.readdir;
fs.readdirSync = (...words) => backwards(readdirSync(...words));
fs.readdir = (...words) => {
  const done = words.pop();
  readdir(...words, (error, found) => done(error, backwards(found)));
};
fs.promises.readdir = async (...words) => backwards(await readdirLater(...words));
syncBuiltinESMExports();
