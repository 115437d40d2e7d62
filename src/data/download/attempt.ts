/** One attempt to fetch the rest of a file. */
import type { IncomingMessage } from "node:http";
import { open } from "node:fs/promises";
import { MoviolaError } from "../../common/errors.js";
import { isRefusedWrite } from "../../common/refused-write.js";
import type { ExpectedFile } from "./checksum.js";
import { AttemptFailure, diskError, final, passing } from "./failure.js";
import { partialPath, readPartial, writeNote } from "./partial.js";
import { ReceivedBody } from "./received-body.js";
import { ask, networkFailure, type RequestSettings } from "./request.js";

/** What an attempt works with. */
export interface AttemptSettings extends Omit<RequestSettings, "headers"> {
  readonly expected: ExpectedFile;
  /** Largest file taken when its size is not known. */
  readonly maxBytes: number;
  readonly onBytes: (done: number, total: number | undefined) => void;
}

/**
 * Appends to the beginning that is there, or starts anew where the server does not continue it.
 * Returns when the file is whole as far as the server says. Throws {@link AttemptFailure}.
 */
export async function attemptDownload(
  address: string,
  target: string,
  settings: AttemptSettings,
): Promise<void> {
  const { size, note } = await readPartial(target);
  const start = note?.address === address ? size : 0;
  if (start > 0 && start === settings.expected.bytes) return;
  const { response, status } = await ask(address, { ...settings, headers: headers(start, note) });
  const body = new ReceivedBody(response);
  try {
    const range = parseContentRange(response.headers["content-range"]);
    if (status === 416 && start > 0) {
      if (range?.total === start) return;
      throw new AttemptFailure(lengthError(address, "the rest of the file", "none"), {
        canRetry: true,
        discard: true,
      });
    }
    const from = status === 206 ? start : 0;
    checkStatus(address, status, response);
    if (status === 206 && range?.start !== start) {
      const got = response.headers["content-range"] ?? "no Content-Range";
      const error = lengthError(address, `bytes from ${start}`, got);
      throw new AttemptFailure(error, { canRetry: true, discard: true });
    }
    const total = announcedSize(response, from, range?.total);
    checkAnnounced(address, total, settings);
    await writeNote(target, { address, validator: validatorOf(response) });
    await writeBody(address, target, body, { from, total, settings });
  } finally {
    response.destroy();
  }
}

function headers(
  start: number,
  note: { readonly validator: string | null } | undefined,
): Record<string, string> {
  const plain = { "accept-encoding": "identity", "user-agent": "moviola", accept: "*/*" };
  if (start === 0) return plain;
  const continued = { ...plain, range: `bytes=${start}-` };
  if (typeof note?.validator !== "string") return continued;
  return { ...continued, "if-range": note.validator };
}

function checkStatus(address: string, status: number, response: IncomingMessage): void {
  if (status === 200 || status === 206) return;
  const error = new MoviolaError("E_DOWNLOAD_STATUS", "A server refused a download", {
    where: address,
    expected: "status 200 or 206",
    got: `status ${status} ${response.statusMessage ?? ""}`.trim(),
    remedy: "Look at the address in a browser; the publisher may have moved the file",
  });
  const canRetry = [408, 425, 429].includes(status) || status >= 500;
  const asked = Number(response.headers["retry-after"] ?? 0);
  throw new AttemptFailure(error, { canRetry, waitMs: asked > 0 ? asked * 1000 : 0 });
}

function checkAnnounced(
  address: string,
  total: number | undefined,
  { expected, maxBytes }: AttemptSettings,
): void {
  const known = expected.bytes ?? undefined;
  if (total === undefined) return;
  if (known !== undefined && total !== known) {
    throw new AttemptFailure(lengthError(address, `${known} bytes`, `${total} announced`), {
      canRetry: false,
      discard: true,
    });
  }
  if (total > maxBytes) throw tooLong(address, maxBytes);
}

interface Place {
  readonly from: number;
  readonly total: number | undefined;
  readonly settings: AttemptSettings;
}

async function writeBody(
  address: string,
  target: string,
  body: ReceivedBody,
  { from, total, settings }: Place,
): Promise<void> {
  const limit = total ?? settings.expected.bytes ?? settings.maxBytes;
  const path = partialPath(target);
  let done = from;
  const handle = await open(path, from === 0 ? "w" : "a").catch((error: unknown) => {
    throw diskError(path, error);
  });
  try {
    for await (const chunk of body.chunks()) {
      if (done + chunk.length > limit) throw tooLong(address, limit);
      await handle.writeFile(chunk);
      done += chunk.length;
      settings.onBytes(done, total ?? settings.expected.bytes ?? undefined);
    }
    await handle.sync().catch(() => undefined);
  } catch (error) {
    if (error instanceof AttemptFailure) throw error;
    if (isRefusedWrite(error)) throw diskError(path, error);
    throw networkFailure(address, error);
  } finally {
    await handle.close();
  }
  const whole = total ?? settings.expected.bytes ?? done;
  if (done < whole) {
    throw passing("E_DOWNLOAD_LENGTH", "A download ended early", {
      where: address,
      expected: `${whole} bytes`,
      got: `${done} bytes`,
      remedy: "Run the command again; it continues where it stopped",
    });
  }
}

/** `bytes 5-9/10` or `bytes *` + `/10`; undefined for anything else. */
function parseContentRange(
  text: string | undefined,
): { readonly start: number | undefined; readonly total: number | undefined } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(text ?? "");
  if (match === null) return undefined;
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined || digits === "*" ? undefined : Number(digits);
  return { start: number(match[1]), total: number(match[2]) };
}

function announcedSize(
  response: IncomingMessage,
  from: number,
  rangeTotal: number | undefined,
): number | undefined {
  if (rangeTotal !== undefined) return rangeTotal;
  const length = response.headers["content-length"];
  return length === undefined ? undefined : from + Number(length);
}

/** A weak ETag says nothing of single bytes, so it cannot hold two parts together. */
function validatorOf(response: IncomingMessage): string | null {
  const { etag, "last-modified": lastModified } = response.headers;
  if (etag !== undefined && !etag.startsWith("W/")) return etag;
  return lastModified ?? null;
}

function lengthError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_DOWNLOAD_LENGTH", "A download has another length than it should", {
    where,
    expected,
    got,
    remedy: "The publisher may have changed the file, or something between it and this machine has",
  });
}

function tooLong(address: string, limit: number): AttemptFailure {
  return final("E_DOWNLOAD_LENGTH", "A download is longer than it should be", {
    where: address,
    expected: `at most ${limit} bytes`,
    got: "more",
    remedy: "The publisher may have changed the file, or something between it and this machine has",
  });
}
