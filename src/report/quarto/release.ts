import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { MoviolaError } from "../../common/errors.js";

/** The release of Quarto that `moviola quarto install` takes. */
export interface QuartoRelease {
  readonly version: string;
  /** Where a person finds it. */
  readonly page: string;
  /** By platform, such as `linux-x64`; a hash of `null` is one that is not known. */
  readonly files: Readonly<
    Record<string, { readonly address: string; readonly sha256: string | null }>
  >;
}

const releaseSchema: z.ZodType<QuartoRelease> = z.object({
  version: z.string(),
  page: z.string(),
  files: z.record(
    z.string(),
    z.object({
      address: z.string(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    }),
  ),
});

/** One file of the release, with the hash that it must have. */
export interface QuartoDownload {
  readonly version: string;
  readonly address: string;
  readonly sha256: string;
}

/** The pinned release, from `data/quarto.json`. */
export async function pinnedRelease(): Promise<QuartoRelease> {
  const path = fileURLToPath(new URL("../../../data/quarto.json", import.meta.url));
  return releaseSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/**
 * The file for a platform. Throws `E_QUARTO_CHECKSUM` when its hash is not known, since nothing is
 * installed that cannot be checked, and `E_QUARTO_PLATFORM` when there is no file.
 */
export function releaseFile(release: QuartoRelease, platform: string): QuartoDownload {
  const file = release.files[platform];
  const byHand = `download Quarto from ${release.page} and set QUARTO_PATH to its program`;
  if (file === undefined) {
    throw new MoviolaError("E_QUARTO_PLATFORM", "There is no Quarto for this platform here", {
      expected: `one of ${Object.keys(release.files).join(", ")}`,
      got: platform,
      remedy: `${byHand}, or use the built-in renderer`,
    });
  }
  if (file.sha256 === null) {
    throw new MoviolaError("E_QUARTO_CHECKSUM", "The hash of this download is not known", {
      where: file.address,
      expected: `a sha256 for ${platform} in data/quarto.json`,
      got: "none, so that what comes could not be checked",
      remedy: `${byHand}, or use the built-in renderer`,
    });
  }
  return { version: release.version, address: file.address, sha256: file.sha256 };
}
