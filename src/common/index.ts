export { MoviolaError, isMoviolaError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { contentHash, fileHash, canonicalJson, type Hashable } from "./hash.js";
export type { Config, JsonValue } from "./json.js";
export type { Progress, ProgressListener } from "./progress.js";
