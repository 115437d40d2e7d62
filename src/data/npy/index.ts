export { inspectNpy, readNpy } from "./read-npy.js";
export { writeNpy } from "./write-npy.js";
export type { NpyArray, NpyDescription, NpyDtype, NpyWritable } from "./npy-array.js";
