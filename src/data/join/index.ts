export type { Coverage, JoinRemainder } from "./coverage.js";
export { joinPosters, type JoinPostersOptions, type JoinPostersResult } from "./join-posters.js";
export { joinTexts, type JoinTextsOptions, type JoinTextsResult } from "./join-texts.js";
