/**
 * The parts of tslab 1.0.22 that the kernel builds on, with the few types it needs of them. tslab
 * compiles cells (its converter keeps declarations across cells, finds the last expression, allows
 * top-level await and completes names); running, reporting and messaging are ours.
 */
import { createRequire } from "node:module";

/** One finding of the compiler; lines and characters from 0, `start.offset` in the cell's text. */
export interface Diagnostic {
  readonly start: { readonly line: number; readonly character: number };
  readonly messageText: string;
  readonly code: number;
  readonly fileName?: string;
}

/** A cell, compiled. */
export interface Converted {
  readonly output?: string;
  readonly declOutput?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly lastExpressionVar?: string;
  readonly sideOutputs?: readonly { readonly path: string; readonly data: string }[];
}

/** tslab's compiler of cells. `declarations` are those of the cells before. */
export interface Converter {
  convert(declarations: string, source: string): Converted;
  addModule(name: string, source: string, metadata: CellMetadata): readonly Diagnostic[];
  complete(declarations: string, source: string, position: number): Completion;
  inspect(declarations: string, source: string, position: number): object | undefined;
  close(): void;
}

/** Names that fit at a place; `start` and `end` are what they replace. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
}

/** What the comments at the head of a cell say about it. */
export interface CellMetadata {
  readonly module?: string;
  readonly jsx?: boolean;
}

/** Whether a piece of code is finished, and how far the next line is indented if not. */
export interface Completeness {
  readonly completed: boolean;
  readonly indent?: string;
}

/** The TypeScript compiler inside tslab, as far as the kernel touches it. */
export interface Compiler {
  readonly sys: {
    watchFile: unknown;
    watchDirectory: unknown;
  };
  createWatchCompilerHost(
    files: readonly string[],
    options: Record<string, unknown>,
    ...rest: unknown[]
  ): unknown;
  transpileModule(
    source: string,
    settings: Record<string, unknown>,
  ): { readonly outputText: string; readonly sourceMapText?: string };
  visitNode(node: SyntaxNode, visitor: (node: SyntaxNode) => SyntaxNode): SyntaxNode;
  visitEachChild(
    node: SyntaxNode,
    visitor: (node: SyntaxNode) => SyntaxNode,
    context: unknown,
  ): SyntaxNode;
  isAwaitExpression(node: SyntaxNode): boolean;
  isBindingElement(node: SyntaxNode): boolean;
  isIdentifier(node: SyntaxNode): boolean;
  isPropertyAssignment(node: SyntaxNode): boolean;
  isShorthandPropertyAssignment(node: SyntaxNode): boolean;
  readonly factory: {
    createIdentifier(name: string): SyntaxNode;
    createCallExpression(
      callee: SyntaxNode,
      types: undefined,
      values: readonly SyntaxNode[],
    ): SyntaxNode;
    createPropertyAccessExpression(object: SyntaxNode, name: SyntaxNode): SyntaxNode;
    createPropertyAssignment(name: SyntaxNode, value: SyntaxNode): SyntaxNode;
    createAssignment(target: SyntaxNode, value: SyntaxNode): SyntaxNode;
    updateAwaitExpression(node: SyntaxNode, expression: SyntaxNode): SyntaxNode;
  };
}

/** A node of the syntax tree. */
export interface SyntaxNode {
  readonly expression?: SyntaxNode;
  readonly name?: SyntaxNode;
  readonly propertyName?: SyntaxNode;
  readonly objectAssignmentInitializer?: SyntaxNode;
}

const here = createRequire(import.meta.url);

/** Path of a file inside the installed tslab. */
export function tslabPath(file: string): string {
  return here.resolve(`tslab/${file}`);
}

/** `require` as a module inside tslab sees it. */
export const tslabRequire: NodeJS.Require = createRequire(tslabPath("dist/main.js"));
