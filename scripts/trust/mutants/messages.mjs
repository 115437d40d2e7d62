/**
 * Which literals are words to people. A mutant that empties one is left out, by this rule: the literal stands in
 * the arguments of an error, outside its code and its `where`, and is the summary, `expected`, `got` or
 * `remedy`; or it is prose (two words with a blank) given to a function that makes or throws an error.
 */
import ts from "typescript";

const texts = new Set(["expected", "got", "remedy"]);
const makers = /(error|refus|fault|reject|fail|check|need|must|throw|wrong|unusable)/i;
const prose = /[A-Za-z]{2,},? [A-Za-z]+/;

/** Tests of a mutated place, `[start, end)` in the file's text: whether the literal there is words to people. */
export function messageFinder(text, path) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found = new Set();
  const visit = (node) => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    if (isText && isMessage(node)) found.add(node.getStart(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return (start) => found.has(start);
}

function isMessage(literal) {
  for (let node = literal; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (ts.isFunctionLike(node) || ts.isBlock(node)) return false;
    if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
      const name = parent.name.getText();
      if (name === "where") return false;
      if (texts.has(name)) return true;
    }
    if (ts.isNewExpression(parent) && parent.expression.getText() === "MoviolaError") {
      return parent.arguments.indexOf(node) === 1;
    }
    if (ts.isCallExpression(parent) && parent.arguments.includes(node)) {
      return makers.test(parent.expression.getText()) && prose.test(literal.getText());
    }
  }
  return false;
}
