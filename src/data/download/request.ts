import { get as getHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { get as getHttps } from "node:https";
import { AttemptFailure, final, passing } from "./failure.js";

/** How one request is made. */
export interface RequestSettings {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds without a byte after which the connection counts as stalled. */
  readonly idleTimeoutMs: number;
  readonly maxRedirects: number;
  readonly signal?: AbortSignal;
}

/** An answer whose body has not been read. */
export interface Answer {
  readonly status: number;
  readonly response: IncomingMessage;
  /** Address after all redirections. */
  readonly address: string;
}

/**
 * Asks for an address and follows redirections, from https to https only. Throws
 * {@link AttemptFailure} with `E_DOWNLOAD_ADDRESS`, `E_DOWNLOAD_NETWORK`, `E_DOWNLOAD_STALLED` or
 * `E_DOWNLOAD_REDIRECT`.
 */
export async function ask(address: string, settings: RequestSettings): Promise<Answer> {
  let current = parseAddress(address, address);
  for (let redirects = 0; ; redirects++) {
    const response = await askOnce(current, settings);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status < 300 || status > 399 || status === 304 || location === undefined) {
      return { status, response, address: current.href };
    }
    response.destroy();
    const next = parseAddress(new URL(location, current).href, address);
    if (redirects >= settings.maxRedirects) {
      throw redirectError(address, `at most ${settings.maxRedirects} redirections`, "more");
    }
    if (current.protocol === "https:" && next.protocol !== "https:") {
      throw redirectError(address, "a redirection to https", next.href);
    }
    current = next;
  }
}

function askOnce(address: URL, settings: RequestSettings): Promise<IncomingMessage> {
  const { headers, idleTimeoutMs, signal } = settings;
  const options: RequestOptions = { headers, ...(signal === undefined ? {} : { signal }) };
  return new Promise((resolve, reject) => {
    const send = address.protocol === "https:" ? getHttps : getHttp;
    let body: IncomingMessage | undefined;
    const request = send(address, options, (response) => {
      body = response;
      resolve(response);
    });
    // The timer is the socket's own and goes on while the body is read.
    request.setTimeout(idleTimeoutMs, () => {
      const failure = stalled(address.href, idleTimeoutMs);
      body?.destroy(failure);
      request.destroy(failure);
    });
    request.on("error", (error) => reject(networkFailure(address.href, error)));
  });
}

/** What to throw for an error while asking or reading. */
export function networkFailure(address: string, error: unknown): Error {
  if (error instanceof AttemptFailure) return error;
  if (error instanceof Error && error.name === "AbortError") return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return passing("E_DOWNLOAD_NETWORK", "The connection to a server failed", {
    where: address,
    expected: "an answer to the end",
    got: [code, message].filter((part) => part !== undefined && part !== "").join(": "),
    remedy: "Check the network and run the command again; it continues where it stopped",
    cause: error,
  });
}

function stalled(address: string, idleTimeoutMs: number): AttemptFailure {
  return passing("E_DOWNLOAD_STALLED", "A server stopped sending", {
    where: address,
    expected: `a byte at least every ${idleTimeoutMs / 1000} s`,
    got: "silence",
    remedy: "Run the command again; it continues where it stopped",
  });
}

function parseAddress(address: string, origin: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && (url.protocol === "http:" || url.protocol === "https:")) return url;
  throw final("E_DOWNLOAD_ADDRESS", "An address cannot be fetched", {
    where: origin,
    expected: "an http or https address",
    got: address,
  });
}

function redirectError(where: string, expected: string, got: string): AttemptFailure {
  return final("E_DOWNLOAD_REDIRECT", "A server sends the download elsewhere", {
    where,
    expected,
    got,
    remedy: "Look at the address in a browser; the publisher may have moved the file",
  });
}
