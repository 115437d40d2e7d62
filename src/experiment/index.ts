export type * from "./run-record.js";
