/** The public face of the library: everything a notebook or a program imports comes from here. */
export * from "./common/index.js";
export * from "./compute/index.js";
export * from "./data/index.js";
export * from "./features/index.js";
export * from "./models/index.js";
export * from "./metrics/index.js";
export * from "./stats/index.js";
export * from "./experiment/index.js";
export * from "./report/index.js";
export * from "./notebook/index.js";
export * from "./papers/index.js";
