import { dirname, join } from "node:path";

import { MoviolaError } from "../../common/index.js";
import { packageRoot } from "./package-root.js";
import { CellPositions } from "./positions.js";
import { awaitGuardTransformer } from "./await-guard.js";
import { calledNameAt } from "./called-name.js";
import { PropertyNames } from "./property-names.js";
import {
  tslabRequire,
  type CellMetadata,
  type Compiler,
  type Completeness,
  type Completion,
  type Converted,
  type Converter,
  type Diagnostic,
} from "./tslab.js";

const compilerName = "@tslab/typescript-for-tslab";
const inlineMap = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

/** A compiled cell: JavaScript in CommonJS form, or what is wrong with the source. */
export interface CompiledCell {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when there is nothing to run. */
  readonly output?: string;
  readonly lastExpression?: string;
  readonly sideOutputs: readonly { readonly path: string; readonly data: string }[];
  readonly positions: CellPositions;
}

/**
 * Compiles cells with tslab's converter, set up for notebooks in any folder: `moviola` resolves to
 * this package's declarations, Node's types come from its own dependencies, no file outside the
 * working folder is watched, and every compiled cell keeps its source map.
 */
export class CellCompiler {
  readonly #converter: Converter;
  readonly #maps: Map<string, readonly [string, string]> = new Map();
  /** Declarations of the cells that have run. */
  #declarations = "";

  constructor() {
    const original = tslabRequire(compilerName) as Compiler;
    const patched = patchCompiler(original, this.#maps);
    tslabRequire.cache[tslabRequire.resolve(compilerName)]!.exports = patched;
    const { createConverter } = tslabRequire("./converter.js") as {
      createConverter: (options: object) => Converter;
    };
    this.#converter = createConverter({ isJS: false, isBrowser: false });
  }

  /** Compiles a cell in the scope of the cells before; {@link accept} adds its declarations. */
  compile(source: string): CompiledCell & { readonly declarations: string } {
    const metadata = readMetadata(source);
    if (metadata.module !== undefined) return this.#compileModule(source, metadata);
    const converted = this.#convert(source);
    const maps = converted.output === undefined ? undefined : this.#maps.get(converted.output);
    this.#maps.clear();
    return {
      diagnostics: converted.diagnostics,
      sideOutputs: converted.sideOutputs ?? [],
      positions: new CellPositions(source, maps, converted.output ?? ""),
      declarations: converted.declOutput ?? "",
      ...(converted.output === undefined ? {} : { output: converted.output }),
      ...(converted.lastExpressionVar === undefined
        ? {}
        : { lastExpression: converted.lastExpressionVar }),
    };
  }

  #convert(source: string): Converted {
    try {
      return this.#converter.convert(this.#declarations, source);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("unexpected emit path")))
        throw error;
      throw new MoviolaError("E_NOTEBOOK_IMPORT", "a cell imports a source it cannot reach", {
        expected: `TypeScript files in or below ${process.cwd()}`,
        got: error.message.replace(/^.*?: (?:outDir\/)?/, ""),
        remedy: "move the file there, or make it a package and import it by name",
        cause: error,
      });
    }
  }

  #compileModule(
    source: string,
    metadata: CellMetadata,
  ): CompiledCell & { readonly declarations: string } {
    return {
      diagnostics: this.#converter.addModule(metadata.module!, source, metadata),
      sideOutputs: [],
      positions: new CellPositions(source, undefined, ""),
      declarations: this.#declarations,
    };
  }

  /** Keeps the declarations of a cell that has run. */
  accept(compiled: { readonly declarations: string }): void {
    this.#declarations = compiled.declarations;
  }

  /** Names that fit at `position`, in UTF-16 units. */
  complete(source: string, position: number): Completion {
    return this.#converter.complete(this.#declarations, source, position);
  }

  /**
   * What is at `position`, else the function whose arguments are around it: signature and
   * documentation; `undefined` where neither is.
   */
  inspect(source: string, position: number): string | undefined {
    const at = (place: number | undefined): object | undefined =>
      place === undefined ? undefined : this.#converter.inspect(this.#declarations, source, place);
    const info = at(position) ?? at(calledNameAt(source, position));
    if (info === undefined) return undefined;
    const { printQuickInfo } = tslabRequire("./inspect.js") as {
      printQuickInfo: (value: object) => string;
    };
    return printQuickInfo(info);
  }
}

/** Whether `source` is a finished piece of code. */
export function isComplete(source: string): Completeness {
  const { isCompleteCode } = tslabRequire("./converter.js") as {
    isCompleteCode: (text: string) => Completeness;
  };
  return isCompleteCode(source);
}

function readMetadata(source: string): CellMetadata {
  const { getCodeMetadata } = tslabRequire("./metadata.js") as {
    getCodeMetadata: (text: string) => CellMetadata;
  };
  return getCodeMetadata(source);
}

/** The compiler with two functions replaced; its own properties cannot be, so a copy is made. */
function patchCompiler(
  original: Compiler,
  maps: Map<string, readonly [string, string]>,
): Record<string, unknown> {
  const patched: Record<string, unknown> = {};
  const source = original as unknown as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    Object.defineProperty(patched, key, {
      enumerable: true,
      configurable: true,
      get: () => source[key],
    });
  }
  const unwatched = (): { close(): void } => ({ close: () => undefined });
  original.sys.watchDirectory = unwatched;
  original.sys.watchFile = watchOwnSources(original.sys.watchFile as WatchFile, unwatched);
  const propertyNames = new PropertyNames(original);
  const createWatchCompilerHost: Compiler["createWatchCompilerHost"] = (
    files,
    options,
    ...rest
  ) => {
    const given = { ...options, ...cellOptions() };
    const host = original.createWatchCompilerHost(files, given, ...rest) as object;
    propertyNames.follow(host);
    return host;
  };
  const transpileModule: Compiler["transpileModule"] = (text, settings) =>
    transpileKeepingMap(original, maps, text, settings);
  const functions = {
    createWatchCompilerHost,
    transpileModule,
    visitEachChild: propertyNames.visitEachChild,
  };
  for (const [key, value] of Object.entries(functions)) {
    Object.defineProperty(patched, key, { enumerable: true, configurable: true, value });
  }
  return patched;
}

type WatchFile = (path: string, ...rest: unknown[]) => { close(): void };

/** Watches only sources of the user: declarations of packages do not change under a kernel. */
function watchOwnSources(watchFile: WatchFile, unwatched: () => { close(): void }): WatchFile {
  return (path, ...rest) =>
    path.endsWith(".d.ts") || path.includes("node_modules") || path.endsWith("package.json")
      ? unwatched()
      : watchFile(path, ...rest);
}

function cellOptions(): Record<string, unknown> {
  return {
    inlineSourceMap: true,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    typeRoots: [nodeTypesRoot()],
    paths: { moviola: [join(packageRoot, "dist", "index.d.ts")] },
  };
}

/** The `@types` folder with Node's types: the one of tslab, which its compiler can read. */
function nodeTypesRoot(): string {
  return dirname(dirname(tslabRequire.resolve("@types/node/package.json")));
}

/**
 * tslab's second step, from an ECMAScript module to CommonJS, with both steps' source maps kept and
 * every `await` guarded so that an interrupt can end the cell there.
 */
function transpileKeepingMap(
  compiler: Compiler,
  maps: Map<string, readonly [string, string]>,
  text: string,
  settings: Record<string, unknown>,
): { readonly outputText: string } {
  const first = inlineMap.exec(text)?.[1];
  const { outputText, sourceMapText } = compiler.transpileModule(text.replace(inlineMap, "\n"), {
    ...settings,
    compilerOptions: { ...(settings.compilerOptions as object), sourceMap: true },
    transformers: { before: [awaitGuardTransformer(compiler)] },
  });
  const output = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  if (first !== undefined && sourceMapText !== undefined) {
    maps.set(output, [Buffer.from(first, "base64").toString("utf8"), sourceMapText]);
  }
  return { outputText: output };
}
