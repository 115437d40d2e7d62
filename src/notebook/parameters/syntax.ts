/** The little of TypeScript's syntax tree that reading a parameters cell needs. */
import { tslabRequire } from "../kernel/tslab.js";

interface SyntaxNode {
  getText(): string;
}

/** One `name: type = default` of a declaration. */
export interface Declaration {
  readonly name: string;
  readonly typeText: string | undefined;
  readonly defaultText: string;
}

interface DeclarationNode extends SyntaxNode {
  readonly name: SyntaxNode;
  readonly type?: SyntaxNode;
  readonly initializer?: SyntaxNode;
}

interface StatementNode {
  readonly declarationList?: { readonly declarations: readonly DeclarationNode[] };
}

interface Typescript {
  createSourceFile(
    name: string,
    text: string,
    target: number,
    setParents: boolean,
  ): { readonly statements: readonly StatementNode[] };
}

/** The variables that a cell declares with a default, in order. */
export function readDeclarations(source: string): Declaration[] {
  const typescript = tslabRequire("@tslab/typescript-for-tslab") as Typescript;
  const file = typescript.createSourceFile("cell.ts", source, 99, true);
  return file.statements.flatMap((statement) =>
    (statement.declarationList?.declarations ?? []).flatMap((declaration) =>
      declaration.initializer === undefined
        ? []
        : [
            {
              name: declaration.name.getText(),
              typeText: declaration.type?.getText(),
              defaultText: declaration.initializer.getText(),
            },
          ],
    ),
  );
}
