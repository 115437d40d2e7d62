/** Peak memory of a process that extracts many images made of the posters. */
import { execFileSync } from "node:child_process";
import { appendFile, copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dataset, IdMap } from "../../src/data/index.js";
import { extractToStore } from "../../src/features/extract/extract-features.js";
import { FeatureStore } from "../../src/features/store/feature-store.js";

const barMegabytes = 800;

/** Makes `nImages` files of other bytes and the same pictures, and extracts them in a fresh process. */
export async function benchMemory(paths: readonly string[], nImages: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "moviola-bench-"));
  try {
    await mkdir(join(folder, "images"));
    for (let image = 0; image < nImages; image++) {
      const path = join(folder, "images", `${image}.jpg`);
      await copyFile(paths[image % paths.length], path);
      // Bytes behind the end of a picture are not decoded, and make it another source to the store.
      await appendFile(path, `copy ${Math.floor(image / paths.length)}`);
    }
    const self = fileURLToPath(import.meta.url);
    execFileSync(process.execPath, [self, folder, String(nImages)], { stdio: "inherit" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function imagesOf(folder: string, nImages: number): Dataset {
  return new Dataset({
    name: "copies",
    invented: true,
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    users: new IdMap(["u"]),
    items: new IdMap(Array.from({ length: nImages }, (_unused, item) => `i${item}`)),
    interactions: {
      nRows: 1,
      userIndex: Int32Array.of(0),
      itemIndex: Int32Array.of(0),
      rating: Float32Array.of(5),
    },
    itemContent: Array.from({ length: nImages }, (_unused, item) => ({
      title: `Copy ${item}`,
      genres: [],
      posterPath: join(folder, "images", `${item}.jpg`),
    })),
    userAttributes: [{}],
    rejected: { count: 0, examples: [] },
    sources: [],
    licence: "invented",
  });
}

/** The fresh process: extracts, and prints its memory at a tenth of the way and at its peak. */
async function extractAll(folder: string, nImages: number): Promise<void> {
  const megabytes = (): number => process.resourceUsage().maxRSS / 1024;
  let early = 0;
  const start = performance.now();
  const set = await extractToStore(imagesOf(folder, nImages), "mobilenet-v2", {
    device: "cpu",
    store: new FeatureStore(join(folder, "store")),
    onProgress: ({ task, done }) => {
      if (early === 0 && task.startsWith("extract") && done >= nImages / 10) early = megabytes();
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const nVectors = set.states.filter((state) => state === "ok").length;
  const peak = megabytes();
  console.log(
    `memory: ${nVectors} images with mobilenet-v2 in ${seconds.toFixed(0)} s, peak ${peak.toFixed(0)} MB (${early.toFixed(0)} MB after a tenth of them), ${(barMegabytes / peak).toFixed(2)}x below the bar (${barMegabytes} MB, ${peak < barMegabytes ? "held" : "MISSED"})`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await extractAll(process.argv[2], Number(process.argv[3]));
}
