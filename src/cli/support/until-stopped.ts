/** Exit code of a program that was stopped by Ctrl-C. */
const stoppedCode = 130;

/**
 * Runs work with a signal that Ctrl-C aborts. Work that was stopped so gives undefined, a line on standard
 * error that says what is left of it, and the exit code 130.
 */
export async function untilStopped<T>(
  whatIsLeft: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const names = ["SIGINT", "SIGTERM"] as const;
  for (const name of names) process.on(name, onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write(`stopped; ${whatIsLeft}\n`);
    process.exitCode = stoppedCode;
    return undefined;
  } finally {
    for (const name of names) process.off(name, onSignal);
  }
}
