/**
 * The bars of feature extraction on MovieLens 1M, all cores of the CPU, each as a ratio:
 *
 * 1. posters: `mobilenet-v2` against a plain loop over the library's pipeline
 *    `image-feature-extraction` with `{ pool: true }`, in short turns, so that other work on the machine
 *    hits both; first with the library's resizing and arithmetic, whose vectors must be the same to the
 *    bit, then as the preset is; processor time stands beside, which load hardly changes;
 * 2. texts: processor time of `tfidf-lsa` on all overviews, against 5 s;
 * 3. palette: processor time an image, against 8 ms;
 * 4. agreement: genre agreement of the ten nearest, against random films;
 * 5. memory, only when asked for since it takes minutes: the peak of a process that extracts 20,000
 *    images made of the posters.
 *
 * What is not on the machine is named and left out.
 *
 *   npm run bench features
 *   BENCH_PARTS=posters,memory BENCH_ITEMS=600 npm run bench features
 */
import { benchAgreement } from "./features/agreement.js";
import { benchMemory } from "./features/memory.js";
import { films, mobilenetRoot, posterPaths } from "./features/material.js";
import { benchPalette } from "./features/palette.js";
import { benchPosters } from "./features/posters.js";
import { benchTexts } from "./features/texts.js";

const nItems = Number(process.env.BENCH_ITEMS ?? 400);
const parts = (process.env.BENCH_PARTS ?? "posters,texts,palette,agreement").split(",");
const paths = posterPaths();
const root = mobilenetRoot();
const known = await films();

if (parts.includes("posters")) {
  if (paths === undefined || root === undefined)
    console.log("posters: left out, no posters or weights");
  else await benchPosters(paths.slice(0, nItems), root, 32);
}
if (parts.includes("texts")) {
  if (known === undefined) console.log("texts: left out, MovieLens 1M is not here");
  else await benchTexts(known.overviews);
}
if (parts.includes("palette")) {
  if (paths === undefined) console.log("palette: left out, no posters");
  else await benchPalette(paths.slice(0, nItems));
}
if (parts.includes("agreement")) {
  if (known === undefined) console.log("agreement: left out, MovieLens 1M is not here");
  else await benchAgreement(known);
}
if (parts.includes("memory")) {
  if (paths === undefined || root === undefined)
    console.log("memory: left out, no posters or weights");
  else await benchMemory(paths, Number(process.env.BENCH_MEMORY_ITEMS ?? 20_000));
}
