/**
 * Tries a device in a process of its own: a driver that is missing or broken may print, hang or end the
 * process that asks for it.
 */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import type { Device } from "../contract.js";
import { messageOf } from "../neural/session/session.js";

/** What a trial gave. */
export interface ProbeResult {
  readonly works: boolean;
  /** What the runtime said, or what it computed. */
  readonly found: string;
}

/** `y = x W` with `W = [[1, 2], [3, 4]]`, an ONNX file of 120 bytes. */
const tinyModel =
  "CAg6YQoRCgF4CgF3EgF5IgZNYXRNdWwSBWdyYXBoKhsIAggCEAFCAXdKEAAAgD8AAABAAABAQAAAgEBaEwoBeBIOCgwIARII" +
  "CgIIAQoCCAJiEwoBeRIOCgwIARIICgIIAQoCCAJCBAoAEA0=";

const program = `
const [runtime, device, model] = process.argv.slice(1);
const { InferenceSession, Tensor } = require(runtime);
const say = (answer) => process.stdout.write(JSON.stringify(answer) + "\\n");
InferenceSession.create(Buffer.from(model, "base64"), { executionProviders: [device], logSeverityLevel: 4 })
  .then((session) => session.run({ x: new Tensor("float32", Float32Array.of(1, 10), [1, 2]) }))
  .then(({ y }) => say({ y: Array.from(y.data) }), (error) => say({ error: String(error.message) }));
`;

/** Milliseconds after which a device counts as hung. */
const patience = 30_000;

/** Runs a product of two small matrices on `device`. `environment` is the trial's own. */
export function probeDevice(
  device: Device,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ProbeResult> {
  const runtime = createRequire(import.meta.url).resolve("onnxruntime-node");
  const options = { env: environment, timeout: patience, windowsHide: true };
  return new Promise((resolve) => {
    const parameters = ["--eval", program, "--", runtime, device, tinyModel];
    execFile(process.execPath, parameters, options, (failure, output) => {
      resolve(readAnswer(output, failure?.message ?? "no answer"));
    });
  });
}

/** Reads the trial's last line. */
export function readAnswer(output: string, otherwise: string): ProbeResult {
  const answer = answerIn(output);
  if (answer?.y !== undefined) {
    const works = answer.y.length === 2 && answer.y[0] === 31 && answer.y[1] === 42;
    return {
      works,
      found: works ? "computes rightly" : `computes ${answer.y.join(", ")} for 31, 42`,
    };
  }
  return { works: false, found: messageOf(answer?.error ?? otherwise) };
}

function answerIn(
  output: string,
): { readonly y?: readonly number[]; readonly error?: string } | undefined {
  const last = output.trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(last) as { y?: number[]; error?: string };
  } catch {
    return undefined;
  }
}
