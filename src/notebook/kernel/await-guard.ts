import type { Compiler, SyntaxNode } from "./tslab.js";

/** Name under which compiled cells find the guard on the global object. */
const guardName = "__moviolaAwait";

/** What a cell fails with when its user interrupts it. */
export class CellInterrupted extends Error {
  constructor() {
    super("the cell was interrupted");
    this.name = "Interrupted";
    // Where the kernel made this error says nothing about the cell.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Counts interrupts; code that was waiting at one stops when it goes on. */
let interrupts = 0;

/** Awaits a value; throws {@link CellInterrupted} when an interrupt came meanwhile. */
export async function guardedAwait(value: unknown): Promise<unknown> {
  const before = interrupts;
  const settled = await value;
  if (interrupts !== before) throw new CellInterrupted();
  return settled;
}

/** Makes the guard known to cells. */
export function installAwaitGuard(): void {
  Object.defineProperty(globalThis, guardName, { value: guardedAwait, configurable: true });
}

/** Makes every cell code that waits now stop at the `await` where it waits. */
export function interruptAwaits(): void {
  interrupts += 1;
}

/**
 * Rewrites `await x` in cells to wait through the guard: a promise cannot be cancelled from
 * outside, so without this an interrupted loop of a cell would go on unseen.
 */
export function awaitGuardTransformer(
  compiler: Compiler,
): (context: unknown) => (node: SyntaxNode) => SyntaxNode {
  const { factory } = compiler;
  return (context) => {
    const visit = (node: SyntaxNode): SyntaxNode => {
      const visited = compiler.visitEachChild(node, visit, context);
      if (!compiler.isAwaitExpression(visited)) return visited;
      const guard = factory.createIdentifier(guardName);
      const call = factory.createCallExpression(guard, undefined, [visited.expression!]);
      return factory.updateAwaitExpression(visited, call);
    };
    return (node) => compiler.visitNode(node, visit);
  };
}
