/** Names that a file exports and nobody else uses. */
import { dirname, posix } from "node:path";
import ts from "typescript";

/**
 * Exported values and types of `src` that no other file of `all` (sources, tests, benchmarks, scripts) names, that
 * `src/index.ts` does not pass on with `export *`, and that, for types, no exported declaration of their file
 * has in its signature: there they say what a function takes or gives. As `path: name`.
 */
export function deadExports(all) {
  const users = new Map();
  for (const { path, text } of all) {
    for (const word of new Set(text.match(/\b[A-Za-z_]\w*\b/g) ?? [])) {
      users.set(word, [...(users.get(word) ?? []), path]);
    }
  }
  const passedOn = starExports(all, "src/index.ts");
  return all
    .filter(({ path }) => /^src\/.*\.ts$/.test(path) && !passedOn.has(path))
    .flatMap((file) => deadOf(file, users));
}

function deadOf({ path, text }, users) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const exported = source.statements.filter((statement) =>
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  return exported.flatMap((statement) => {
    const others = exported.filter((other) => other !== statement).map(signatureOf);
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return namesOf(statement)
      .filter((name) => users.get(name).every((user) => user === path))
      .filter((name) => !isType || !others.some((other) => new RegExp(`\\b${name}\\b`).test(other)))
      .map((name) => `${path}: ${name}`);
  });
}

function namesOf(statement) {
  if (!ts.isVariableStatement(statement)) {
    return statement.name === undefined ? [] : [statement.name.text];
  }
  return statement.declarationList.declarations.map(({ name }) => name.getText());
}

/** A declaration without what stands in the bodies of its functions. */
function signatureOf(node) {
  const text = node.getText();
  let signature = "";
  let at = node.getStart();
  const visit = (child) => {
    if (ts.isFunctionLike(child) && child.body !== undefined) {
      signature += text.slice(at - node.getStart(), child.body.getStart() - node.getStart());
      at = child.body.end;
    } else ts.forEachChild(child, visit);
  };
  visit(node);
  return signature + text.slice(at - node.getStart());
}

/** Files that `path` passes on whole, through indexes of indexes. */
function starExports(all, path, found = new Set()) {
  const text = all.find((file) => file.path === path)?.text ?? "";
  for (const [, name] of text.matchAll(/export (?:type )?\* (?:as \w+ )?from "(\.[^"]+)\.js"/g)) {
    const target = `${posix.join(dirname(path), name)}.ts`;
    if (found.has(target)) continue;
    found.add(target);
    starExports(all, target, found);
  }
  return found;
}
