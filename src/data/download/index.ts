/** Fetching public data sets: the registry, downloads that resume, safe unpacking. */
export type { ArchiveLimits } from "./archive-limits.js";
export type { Checksums, ExpectedFile } from "./checksum.js";
export { downloadFile, type DownloadOptions, type DownloadResult } from "./download-file.js";
export { getDataset, type GetOptions, type GetResult } from "./get-dataset.js";
export { checkKnownFiles, type KnownFileState } from "./known-files.js";
export { loadRegistry, registryEntry, type RegistryEntry, type RegistryFile } from "./registry.js";
export { unpackArchive, type UnpackOptions } from "./unpack-archive.js";
