import { join } from "node:path";
import {
  Application,
  Logger,
  LogLevel,
  ReflectionKind,
  TypeDocReader,
  TSConfigReader,
} from "typedoc";
import { expect, test } from "vitest";
import { ROOT } from "../support/source-files.js";

/** Keeps what it is told. */
class KeptMessages extends Logger {
  readonly messages: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.messages.push(message);
  }
}

test("the API reference can be made without a warning, and no public name lacks a description", async () => {
  const options = { options: join(ROOT, "typedoc.json") };
  const application = await Application.bootstrap(options, [
    new TypeDocReader(),
    new TSConfigReader(),
  ]);
  const logger = new KeptMessages();
  application.logger = logger;
  const project = await application.convert();
  expect(logger.messages).toEqual([]);
  application.validate(project!);
  expect(logger.messages).toEqual([]);

  const kinds = [ReflectionKind.Function, ReflectionKind.Class, ReflectionKind.Interface];
  const silent = project!.children!.filter((reflection) => {
    const described = [reflection, ...(reflection.signatures ?? [])];
    return (
      kinds.includes(reflection.kind) &&
      !described.some(({ comment }) => comment?.hasVisibleComponent())
    );
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
  expect(project!.children!.length).toBeGreaterThan(200);
}, 240_000);
