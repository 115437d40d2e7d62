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
 * tslab compiles a use of another cell's variable to a property of the shared scope, `exports.name`, and
 * mistakes names of properties in two ways, which this mends while tslab walks the tree of a cell:
 *
 * - shorthand properties stay as they are, so that `{ name }` would fail with "name is not defined": they
 *   are written out, as `{ name: exports.name }`;
 * - the name before the colon in `({ name: local }) => ...` counts as a use when its type was declared in
 *   another cell. `{ exports, name: local }` would come out, which takes a property "exports" and
 *   hides the scope with it: such names are left alone.
 */
export class PropertyNames {
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

  /** The compiler's `visitEachChild`, with names of properties as they should be. */
  readonly visitEachChild: Compiler["visitEachChild"] = (node, visitor, context) => {
    const name = this.#plainNameIn(node);
    const visit = (child: SyntaxNode): SyntaxNode => {
      if (child === name) return child;
      return this.#isOfEarlierCell(child) ? this.#writtenOut(child) : visitor(child);
    };
    return this.#compiler.visitEachChild(node, visit, context);
  };

  /** The name of the property in `name: ...`, where it is neither quoted nor computed. */
  #plainNameIn(node: SyntaxNode): SyntaxNode | undefined {
    const compiler = this.#compiler;
    let name: SyntaxNode | undefined;
    if (compiler.isBindingElement(node)) name = node.propertyName;
    else if (compiler.isPropertyAssignment(node)) name = node.name;
    return name !== undefined && compiler.isIdentifier(name) ? name : undefined;
  }

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
