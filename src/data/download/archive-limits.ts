import { MoviolaError } from "../../common/errors.js";

/** Bounds on what an archive may unpack to. */
export interface ArchiveLimits {
  /** Bytes of all files together; default 8 GiB. */
  readonly maxBytes?: number;
  /** Files and folders; default 10,000. */
  readonly maxEntries?: number;
  /** Unpacked bytes for each byte of the archive, looked at from one MiB on; default 200. */
  readonly maxRatio?: number;
}

/** Counts what is unpacked and stops when it becomes too much. */
export class ArchiveMeter {
  readonly #archive: string;
  readonly #archiveBytes: number;
  readonly #limits: Required<ArchiveLimits>;
  #bytes = 0;
  #entries = 0;

  constructor(archive: string, archiveBytes: number, limits: ArchiveLimits) {
    this.#archive = archive;
    this.#archiveBytes = Math.max(1, archiveBytes);
    this.#limits = { maxBytes: 2 ** 33, maxEntries: 10_000, maxRatio: 200, ...limits };
  }

  /** Throws `E_ARCHIVE_ENTRIES` at the first entry too many. */
  countEntry(): void {
    this.#entries++;
    if (this.#entries <= this.#limits.maxEntries) return;
    throw limitError("E_ARCHIVE_ENTRIES", this.#archive, `${this.#limits.maxEntries} entries`);
  }

  /** Throws `E_ARCHIVE_SIZE` or `E_ARCHIVE_RATIO` at the first byte too many. */
  countBytes(count: number): void {
    this.#bytes += count;
    const { maxBytes, maxRatio } = this.#limits;
    if (this.#bytes > maxBytes) {
      throw limitError("E_ARCHIVE_SIZE", this.#archive, `${maxBytes} bytes in all`);
    }
    if (this.#bytes > 2 ** 20 && this.#bytes > maxRatio * this.#archiveBytes) {
      throw limitError("E_ARCHIVE_RATIO", this.#archive, `${maxRatio} times the archive's size`);
    }
  }
}

function limitError(
  code: "E_ARCHIVE_ENTRIES" | "E_ARCHIVE_SIZE" | "E_ARCHIVE_RATIO",
  where: string,
  most: string,
): MoviolaError {
  return new MoviolaError(code, "An archive unpacks to more than a data set should", {
    where,
    expected: `at most ${most}`,
    got: "more",
    remedy: "Do not trust this archive; if you do, unpack it by hand",
  });
}
