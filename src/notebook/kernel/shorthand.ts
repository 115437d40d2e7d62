import type { Compiler, SyntaxNode } from "./tslab.js";

/** The file in which tslab keeps the declarations of the cells before. */
const earlierCells = /(^|\/)__prev__\.d\.ts$/;

/** What tells the symbols of a program. */
interface SymbolChecker {
  getShorthandAssignmentValueSymbol(
    node: SyntaxNode,
  ):
    | { readonly declarations?: readonly { getSourceFile(): { readonly fileName: string } }[] }
    | undefined;
}

interface ProgramBuilder {
  getProgram(): { getTypeChecker(): SymbolChecker };
}

/**
 * tslab compiles a use of another cell's variable to a property of the shared scope, but leaves
 * shorthand properties as they are, so that `{ name }` would fail with "name is not defined". This
 * writes them out, as `{ name: exports.name }`, while tslab walks the tree of a cell.
 */
export class ShorthandProperties {
  readonly #compiler: Compiler;
  #builder: ProgramBuilder | undefined;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  /** Learns of every program that is made for `host`, which tslab's own listener still hears of. */
  follow(host: object): void {
    let listener: ((builder: ProgramBuilder) => void) | undefined;
    Object.defineProperty(host, "afterProgramCreate", {
      configurable: true,
      get: () => (builder: ProgramBuilder) => {
        this.#builder = builder;
        listener?.(builder);
      },
      set: (value: typeof listener) => {
        listener = value;
      },
    });
  }

  /** The compiler's `visitEachChild` with shorthand properties of earlier cells written out. */
  readonly visitEachChild: Compiler["visitEachChild"] = (node, visitor, context) =>
    this.#compiler.visitEachChild(
      node,
      (child) => (this.#isOfEarlierCell(child) ? this.#writtenOut(child) : visitor(child)),
      context,
    );

  #isOfEarlierCell(node: SyntaxNode): boolean {
    if (!this.#compiler.isShorthandPropertyAssignment(node)) return false;
    const checker = this.#builder?.getProgram().getTypeChecker();
    const declarations = checker?.getShorthandAssignmentValueSymbol(node)?.declarations ?? [];
    return declarations.some((one) => earlierCells.test(one.getSourceFile().fileName));
  }

  #writtenOut(node: SyntaxNode): SyntaxNode {
    const { factory } = this.#compiler;
    const scope = factory.createIdentifier("exports");
    const value = factory.createPropertyAccessExpression(scope, node.name!);
    const standard = node.objectAssignmentInitializer;
    const assigned = standard === undefined ? value : factory.createAssignment(value, standard);
    return factory.createPropertyAssignment(node.name!, assigned);
  }
}
