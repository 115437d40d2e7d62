import type { HeapBlock, SharedHeap } from "./heap.js";
import type { KernelArray } from "./kernel.js";

/**
 * Arrays that kernels can work on: in the pool's shared memory, or ordinary ones where the pool runs
 * the kernels' twins. All are zero at first. They belong to the workspace: nothing may read or write
 * them after its `release`, so results are copied out (`slice`).
 */
export class Workspace {
  readonly #heap: SharedHeap | undefined;
  readonly #threads: number;
  readonly #blocks: HeapBlock[] = [];
  #released = false;

  /** Without a heap the arrays are ordinary ones. */
  constructor(heap: SharedHeap | undefined, threads: number) {
    this.#heap = heap;
    this.#threads = threads;
    if (heap !== undefined) forgotten.register(this, { heap, blocks: this.#blocks }, this);
  }

  /** Throws `E_COMPUTE_MEMORY`, as the others do. */
  float32(length: number): Float32Array {
    return this.#array(Float32Array, length);
  }

  float64(length: number): Float64Array {
    return this.#array(Float64Array, length);
  }

  int32(length: number): Int32Array {
    return this.#array(Int32Array, length);
  }

  uint8(length: number): Uint8Array {
    return this.#array(Uint8Array, length);
  }

  /** A copy of `array` that kernels can work on. */
  copyOf<Kind extends KernelArray>(array: Kind): Kind {
    const kind = array.constructor as ArrayKind<Kind>;
    const copy = this.#array(kind, array.length);
    copy.set(array);
    return copy;
  }

  /** `bytes` of scratch memory for each thread; thread `slot` has those from `slot * bytes`. */
  scratch(bytes: number): Uint8Array {
    return this.uint8(this.#threads * bytes);
  }

  /** Gives everything back; a second call does nothing. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    forgotten.unregister(this);
    freeAll(this.#heap, this.#blocks);
  }

  #array<Kind extends KernelArray>(kind: ArrayKind<Kind>, length: number): Kind {
    if (this.#heap === undefined)
      return new kind(new ArrayBuffer(bytesOf(kind, length)), 0, length);
    const block = this.#heap.allocate(bytesOf(kind, length));
    this.#blocks.push(block);
    const array = new kind(this.#heap.memory.buffer, block.address, length);
    array.fill(0);
    return array;
  }
}

interface ArrayKind<Kind> {
  new (buffer: ArrayBufferLike, start: number, length: number): Kind;
  readonly BYTES_PER_ELEMENT: number;
}

// An interrupted cell never reaches `release`; its memory comes back when its workspace is collected.
const forgotten = new FinalizationRegistry<{ heap: SharedHeap; blocks: HeapBlock[] }>(
  ({ heap, blocks }) => freeAll(heap, blocks),
);

function freeAll(heap: SharedHeap | undefined, blocks: HeapBlock[]): void {
  for (const block of blocks.splice(0)) heap?.free(block);
}

function bytesOf(kind: { readonly BYTES_PER_ELEMENT: number }, length: number): number {
  return kind.BYTES_PER_ELEMENT * length;
}
