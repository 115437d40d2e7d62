/** What the tests import from "vitest", made of its own parts: its runner and its expectations, without its server. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Vitest's runner and a module that stands for "vitest", from the copy installed in `root`. */
export async function vitestOf(root) {
  const resolve = createRequire(join(root, "node_modules", "vitest", "package.json")).resolve;
  const part = (name) => import(pathToFileURL(resolve(name)).href);
  const runner = await part("@vitest/runner");
  const spy = await part("@vitest/spy");
  const expect = makeExpect(await part("@vitest/expect"), await part("chai"), runner);
  const { describe, it, test, suite, beforeAll, afterAll, beforeEach, afterEach } = runner;
  const hooks = { beforeAll, afterAll, beforeEach, afterEach };
  const names = { describe, it, test, suite, ...hooks, onTestFinished: runner.onTestFinished };
  return { runner, words: { __esModule: true, ...names, expect, vi: makeVi(spy) } };
}

function makeExpect(parts, chai, { getCurrentTest }) {
  for (const plugin of ["JestExtend", "JestChaiExpect", "JestAsymmetricMatchers"]) {
    chai.use(parts[plugin]);
  }
  const expect = (value, message) => {
    const { assertionCalls } = parts.getState(expect);
    parts.setState({ assertionCalls: assertionCalls + 1 }, expect);
    const assertion = chai.expect(value, message);
    const current = getCurrentTest();
    return current === undefined ? assertion : assertion.withTest(current);
  };
  Object.assign(expect, chai.expect, globalThis[parts.ASYMMETRIC_MATCHERS_OBJECT]);
  expect.getState = () => parts.getState(expect);
  expect.setState = (state) => parts.setState(state, expect);
  parts.setState({ assertionCalls: 0, isExpectingAssertions: false }, expect);
  expect.extend = (matchers) => chai.expect.extend(expect, matchers);
  expect.extend(parts.customMatchers);
  expect.unreachable = (message) => chai.assert.fail(message);
  Object.defineProperty(globalThis, parts.GLOBAL_EXPECT, { value: expect, configurable: true });
  return expect;
}

function makeVi({ fn, spyOn, restoreAllMocks }) {
  const before = new Map();
  const vi = {
    fn,
    spyOn,
    restoreAllMocks,
    stubEnv(name, value) {
      if (!before.has(name)) before.set(name, process.env[name]);
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
      return vi;
    },
    unstubAllEnvs() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      before.clear();
      return vi;
    },
  };
  return vi;
}
