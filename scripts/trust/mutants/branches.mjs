/** Branches that the tests of a folder take, counted as Istanbul counts them, from V8's counts of blocks. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { compiledPath } from "./compile.mjs";
import { countAt } from "./coverage.mjs";
import { sourcesOf, testsOf } from "./folders.mjs";

/** `{ branches, taken }` over the sources of `folder`. */
export async function countBranches({ root, folder, supervisor }) {
  const sources = sourcesOf(root, folder);
  const paths = testsOf(root, folder);
  const request = { kind: "branches", paths, sources, testTimeout: 120_000 };
  const { blocks } = await supervisor.ask(request, 900);
  supervisor.close();
  let branches = 0;
  let taken = 0;
  for (const path of sources) {
    const arms = armsOf(readFileSync(compiledPath(root, path), "utf8"));
    const scripts = blocks?.[path] ?? [];
    branches += arms.length;
    taken += arms.filter((arm) => scripts.some((ranges) => ranTimes(ranges, arm) > 0)).length;
  }
  return { branches, taken };
}

function ranTimes(ranges, { at, less }) {
  return countAt(ranges, at) - (less === undefined ? 0 : countAt(ranges, less));
}

/** The arms of every `if`, `?:`, `switch`, `&&`, `||` and `??`; an `if` without `else` has a second arm too. */
function armsOf(code) {
  const file = ts.createSourceFile("x.js", code, ts.ScriptTarget.ES2022, true);
  const arms = [];
  const at = (node) => ({ at: node.getStart(file) });
  const inside = (node) => ({ at: node.getStart(file) + (ts.isBlock(node) ? 1 : 0) });
  const visit = (node) => {
    if (ts.isIfStatement(node)) {
      const { thenStatement, elseStatement, expression } = node;
      arms.push(inside(thenStatement));
      const without = { ...at(expression), less: inside(thenStatement).at };
      arms.push(elseStatement === undefined ? without : inside(elseStatement));
    } else if (ts.isConditionalExpression(node)) {
      arms.push(at(node.whenTrue), at(node.whenFalse));
    } else if (ts.isCaseOrDefaultClause(node)) {
      arms.push(node.statements.length > 0 ? at(node.statements[0]) : at(node));
    } else if (ts.isBinaryExpression(node) && isLogical(node.operatorToken.kind)) {
      arms.push(at(node.left), at(node.right));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return arms;
}

function isLogical(kind) {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(kind);
}
