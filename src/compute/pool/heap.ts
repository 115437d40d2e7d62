import { MoviolaError } from "../../common/errors.js";

/** A part of the heap: address and size in bytes. */
export interface HeapBlock {
  readonly address: number;
  readonly size: number;
}

/**
 * What is used of a `WebAssembly.Memory`. That name itself must not stand in a declaration which cells of a
 * notebook see: their compiler does not know it.
 */
export interface GrowingMemory {
  readonly buffer: ArrayBufferLike;
  /** Throws when there is not so much. */
  grow(pages: number): number;
}

const pageBytes = 65536;
// Whole vectors of 16 bytes; 64 keeps the rows of different tasks in different cache lines.
const alignment = 64;

/**
 * First-fit allocator over a shared WebAssembly memory. Memory grows when nothing free is large enough
 * and is used again after `free`; the operating system does not get it back before the memory itself
 * is collected.
 */
export class SharedHeap {
  readonly memory: GrowingMemory;
  readonly #maximumBytes: number;
  /** By address; neighbours are always apart. */
  readonly #holes: HeapBlock[] = [];
  #end = pageBytes;
  #used = 0;

  /** The first page of `memory` belongs to the compiled code. */
  constructor(memory: GrowingMemory, maximumBytes: number) {
    this.memory = memory;
    this.#maximumBytes = maximumBytes;
    this.#end = Math.max(pageBytes, memory.buffer.byteLength);
    if (this.#end > pageBytes)
      this.#holes.push({ address: pageBytes, size: this.#end - pageBytes });
  }

  /** Bytes in use. */
  get used(): number {
    return this.#used;
  }

  /** Bytes held, in use or not. */
  get size(): number {
    return this.#end;
  }

  /** A block of at least `bytes` bytes, of any content; throws `E_COMPUTE_MEMORY`. */
  allocate(bytes: number): HeapBlock {
    const size = Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
    let at = this.#holes.findIndex((hole) => hole.size >= size);
    if (at < 0) {
      this.#grow(size);
      at = this.#holes.length - 1;
    }
    const hole = this.#holes[at];
    if (hole.size === size) this.#holes.splice(at, 1);
    else this.#holes[at] = { address: hole.address + size, size: hole.size - size };
    this.#used += size;
    return { address: hole.address, size };
  }

  /** Gives a block back. */
  free(block: HeapBlock): void {
    this.#used -= block.size;
    this.#insert(block);
  }

  #insert(block: HeapBlock): void {
    const found = this.#holes.findIndex((hole) => hole.address > block.address);
    const at = found < 0 ? this.#holes.length : found;
    const before = this.#holes.at(at - 1);
    const after = this.#holes.at(at);
    const joinsBefore = at > 0 && before!.address + before!.size === block.address;
    const joinsAfter = after !== undefined && block.address + block.size === after.address;
    const address = joinsBefore ? before!.address : block.address;
    const end = joinsAfter ? after.address + after.size : block.address + block.size;
    const start = joinsBefore ? at - 1 : at;
    const removed = (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0);
    this.#holes.splice(start, removed, { address, size: end - address });
  }

  /** Makes the last hole at least `size` bytes large. */
  #grow(size: number): void {
    const last = this.#holes.at(-1);
    const tail = last !== undefined && last.address + last.size === this.#end ? last.size : 0;
    const pages = Math.ceil((size - tail) / pageBytes);
    const end = this.#end + pages * pageBytes;
    if (end > this.#maximumBytes) throw memoryError(size, this.#maximumBytes - this.#used);
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw memoryError(size, this.#end - this.#used, cause);
    }
    this.#insert({ address: this.#end, size: pages * pageBytes });
    this.#end = end;
  }
}

/** `E_COMPUTE_MEMORY`: an array does not fit into the memory of the kernels. */
function memoryError(bytes: number, left: number, cause?: unknown): MoviolaError {
  const mebibytes = (value: number): string => `${Math.ceil(value / 2 ** 20)} MiB`;
  return new MoviolaError("E_COMPUTE_MEMORY", "There is not enough memory for this computation", {
    expected: `at most ${mebibytes(Math.max(0, left))} more`,
    got: mebibytes(bytes),
    remedy: "Make the data or the model smaller: fewer items, a smaller embeddingSize",
    cause,
  });
}
