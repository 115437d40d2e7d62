/** Readers of pictures, archives and lists. */
import { join } from "node:path";
import sharp from "sharp";
import { gzipSync } from "node:zlib";
import { library } from "../library.mjs";
import { soundEntries } from "../mutate-zip.mjs";
import { filesUnder } from "../seed-files.mjs";
import { zipOf } from "../zip.mjs";
import { rows } from "./ratings.mjs";

const { decodeImage } = await library("features/images/decode-image.js");
const { unpackArchive } = await library("data/index.js");
const { readLists } = await library("experiment/index.js");

const picture = sharp({ create: { width: 12, height: 18, channels: 3, background: "#b4502b" } });

async function pictureSeeds() {
  const seeds = [];
  for (const format of ["jpeg", "png", "webp", "gif", "tiff"]) {
    const bytes = await picture.clone().toFormat(format).toBuffer();
    seeds.push({ name: format, files: { "1.img": bytes }, forms: { "1.img": "bytes" } });
  }
  return seeds;
}

const maximumPixels = 2 ** 22;
const archive = zipOf(soundEntries());
const packed = gzipSync(Buffer.from("user,item\n1,2\n".repeat(100)));
const known = new Set(
  soundEntries().map(({ content }) => (content ?? Buffer.alloc(0)).toString("latin1")),
);
for (const piece of ["x", "../../escaped", "/etc/passwd", ""]) known.add(piece);

const lists = rows.map(
  ([user, item], at) => `u${user}\ti${item}\t${1 - at / 100}\t${1 + (at % 5)}`,
);
const quoted = rows.map(([user, item], at) =>
  `"u, ${user}",i${item},${1 - at / 100}`.replace("u, ", "u "),
);

export const fileTargets = [
  {
    name: "image",
    weight: 8,
    seeds: pictureSeeds,
    read: (folder) => decodeImage(join(folder, "1.img"), { maximumPixels }),
    codeOf: (image) => ("state" in image ? image.state : undefined),
    check: (image) => {
      if ("state" in image) return undefined;
      const { width, height, data } = image;
      if (width * height > maximumPixels) return `${width} x ${height} pixels`;
      return data.length === width * height * 3
        ? undefined
        : `${data.length} bytes of ${width} x ${height}`;
    },
  },
  {
    name: "archive",
    weight: 12,
    seeds: [
      { name: "zip", files: { "a.zip": archive }, forms: { "a.zip": "zip" } },
      { name: "gzip", files: { "a.csv.gz": packed }, forms: { "a.csv.gz": "bytes" } },
    ],
    /** The one reader that writes: into this folder. */
    writesTo: "out",
    read: async (folder, { seed, out }) => {
      const limits = { maxBytes: 2 ** 22, maxEntries: 200 };
      await unpackArchive(join(folder, Object.keys(seed.files)[0]), join(out, "set"), limits);
      return filesUnder(join(out, "set"));
    },
    check: (files, { seed }) => {
      if (seed.name !== "zip") return undefined;
      const odd = Object.entries(files).find(([, bytes]) => !known.has(bytes.toString("latin1")));
      return odd === undefined ? undefined : `${odd[0]} holds what no entry held`;
    },
  },
  {
    name: "lists",
    weight: 8,
    seeds: [
      {
        name: "tsv",
        files: { "a.tsv": Buffer.from(`user\titem\tscore\trank\n${lists.join("\n")}\n`) },
        forms: { "a.tsv": "text" },
      },
      {
        name: "csv",
        files: { "a.tsv": Buffer.from(`user,item,score\n${quoted.join("\n")}\n`) },
        forms: { "a.tsv": "text" },
      },
    ],
    read: (folder) => readLists(join(folder, "a.tsv")),
    check: ({ itemsOf }) => {
      for (const [user, items] of itemsOf) {
        if (new Set(items).size !== items.length) return `an item twice for ${user}`;
      }
      return undefined;
    },
  },
];
