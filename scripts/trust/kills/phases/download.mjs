/** Download: an archive that comes slowly from a server of this machine, with resumption. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { zipOf } from "../../hostile/zip.mjs";
import { program } from "../library.mjs";

const nChunks = 40;
const chunkMs = 10;

/** Bytes that do not compress and are the same on every machine. */
function noise(length, salt) {
  const parts = Array.from({ length: Math.ceil(length / 64) }, (_unused, at) =>
    createHash("sha512").update(`${salt} ${at}`).digest(),
  );
  return Buffer.concat(parts).subarray(0, length);
}

const names = ["ratings.tsv", "items.tsv", "README", "posters/1.jpg", "posters/2.jpg"];
const archive = zipOf(
  names.map((name, at) => ({ name: `inner/${name}`, content: noise(60_000 + 999 * at, name) })),
);

function answer(request, response) {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const size = Math.ceil(archive.length / nChunks);
  let at = start;
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"one"',
    "content-length": archive.length - start,
    ...(start > 0
      ? { "content-range": `bytes ${start}-${archive.length - 1}/${archive.length}` }
      : {}),
  });
  const timer = setInterval(() => {
    response.write(archive.subarray(at, at + size));
    at += size;
    if (at < archive.length) return;
    clearInterval(timer);
    response.end();
  }, chunkMs);
  response.on("close", () => clearInterval(timer));
}

function registry(port) {
  const entry = {
    name: "killed",
    title: "Bytes of no meaning",
    description: "what a download is tried with",
    addresses: [`http://127.0.0.1:${port}/killed.zip`],
    bytes: archive.length,
    sha256: createHash("sha256").update(archive).digest("hex"),
    md5: null,
    licence: "invented",
    terms: `http://127.0.0.1:${port}/terms`,
    unpack: { kind: "zip", folder: "inner" },
    target: "killed",
    layout: "table",
    files: [],
    manual: null,
  };
  return JSON.stringify({ schema: 1, datasets: [entry] });
}

/** Every third case replaces an older folder. */
function lay({ folder, place, server }) {
  writeFileSync(join(folder, "registry.json"), registry(server.address().port));
  mkdirSync(join(folder, "data"));
  if (place % 3 !== 2) return;
  mkdirSync(join(folder, "data", "killed"));
  writeFileSync(join(folder, "data", "killed", "old.tsv"), "older\n");
}

export const download = {
  name: "download",
  command: "moviola data get",
  lay,
  kinds: 3,
  // An archive that is whole stays under its name until it is unpacked.
  judge({ folder }) {
    const path = join(folder, "data", "downloads", "killed.zip");
    if (!existsSync(path) || readFileSync(path).equals(archive)) return [];
    return ["half an archive under its own name"];
  },
  groupOf: (path) =>
    path.startsWith("data/downloads/")
      ? undefined
      : (/^data\/killed(?=\/)/.exec(path)?.[0] ?? path),
  words: ({ root, place }) =>
    program(
      root,
      ...["data", "get", "killed", "--registry", "registry.json", "--to", "data"],
      ...(place % 3 === 2 ? ["--force"] : []),
    ),
  async open() {
    const server = createServer(answer);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, close: () => (server.closeAllConnections(), server.close()) };
  },
};
