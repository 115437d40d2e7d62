/** A program in Python that takes a step for each line it is given, beside ours in the same run. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A peer that waits for the next step. */
export interface Peer {
  /** Its library's version. */
  readonly version: string;
  /** Milliseconds of one step. */
  step(): Promise<number>;
  close(): void;
}

const pythons =
  process.env.BENCH_PYTHON === undefined
    ? ["python3", "/usr/bin/python3"]
    : [process.env.BENCH_PYTHON];

/** Starts `bench/reference/<script>`; undefined where no Python has its library. */
export async function startPeer(
  script: string,
  settings: readonly (string | number)[],
  threads: number,
): Promise<Peer | undefined> {
  const path = join("bench", "reference", script);
  for (const python of pythons) {
    const child = spawn(python, [path, ...settings.map(String), String(threads)], {
      stdio: ["pipe", "pipe", "ignore"],
      env: {
        ...process.env,
        OPENBLAS_NUM_THREADS: String(threads),
        OMP_NUM_THREADS: String(threads),
      },
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    child.on("error", () => undefined);
    child.stdin.on("error", () => undefined);
    const next = async (): Promise<string> => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${script} has ended`);
      return line.value;
    };
    const version = await next().catch(() => undefined);
    if (version === undefined) continue;
    return {
      version,
      step: async () => {
        child.stdin.write("\n");
        return Number(await next());
      },
      close: () => child.stdin.end(),
    };
  }
  return undefined;
}
