/** The kinds of arrays that kernels work on. */
export type KernelArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** An array in a workspace, or a number. */
export type KernelArgument = number | KernelArray;

/**
 * A piece of arithmetic that exists twice: as the WebAssembly export `name` and as `twin` in plain
 * TypeScript, which says what it computes, serves as its reference in tests, and stands in for it where
 * shared memory or SIMD is missing.
 *
 * Both are called once a task, `task` from 0 to `nTasks - 1` in any order and on any thread. So tasks
 * must write to places of their own and a sum must be made inside one task (or as one partial sum a
 * task, added up in order by the caller): then the result does not depend on the number of threads.
 * `slot` is the number of the thread, for scratch memory whose content never matters.
 */
export interface Kernel<Arguments extends readonly KernelArgument[]> {
  readonly name: string;
  twin(task: number, slot: number, ...values: Arguments): void;
}
