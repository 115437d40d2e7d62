// What the library calls; a file of AssemblyScript a kernel.
export { multiplySparseDense } from "./sparse-dense";
