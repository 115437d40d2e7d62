/**
 * Compiles snippets against the library's source, for tests that something does not compile. The
 * snippet lies (in memory only) in `test/`, so it imports from `../src/index.js`.
 */
import { join } from "node:path";
import ts from "typescript";

const ROOT: string = join(import.meta.dirname, "../..");
const SNIPPET: string = join(ROOT, "test", "snippet-in-memory.ts");
const sourceFiles = new Map<string, ts.SourceFile | undefined>();
let previous: ts.Program | undefined;

/** What the compiler says against `source`: messages such as `TS2345: Argument of type ...`; none if legal. */
export function compileErrors(source: string): string[] {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion) => {
    if (name === SNIPPET) return ts.createSourceFile(name, source, languageVersion, true);
    if (!sourceFiles.has(name)) sourceFiles.set(name, readFile(name, languageVersion));
    return sourceFiles.get(name);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === SNIPPET || fileExists(name);
  const program = ts.createProgram([SNIPPET], options, host, previous);
  previous = program;
  const snippet = program.getSourceFile(SNIPPET);
  return [
    ...program.getSyntacticDiagnostics(snippet),
    ...program.getSemanticDiagnostics(snippet),
  ].map(
    ({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

/** The library's own options, without output. */
function compilerOptions(): ts.CompilerOptions {
  const path = join(ROOT, "tsconfig.json");
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [], include: [] },
    ts.sys,
    ROOT,
  );
  return {
    ...options,
    rootDir: ROOT,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
    isolatedDeclarations: false,
    declaration: false,
    declarationMap: false,
    noUnusedLocals: false,
  };
}
