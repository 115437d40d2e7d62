/** Milliseconds between two looks at what is still running. */
const step = 10;

/**
 * Resolves when no timer that cells started is left to fire, at the latest after `limit`
 * milliseconds: until then a failure may come that nobody awaits.
 */
export async function settle(limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (performance.now() < end && hasTimers()) {
    // An unreferenced timer is not among those looked for.
    await new Promise<void>((resolve) => setTimeout(resolve, step).unref());
  }
  await new Promise<void>((resolve) => setImmediate(resolve));
}

function hasTimers(): boolean {
  const active = process.getActiveResourcesInfo();
  return active.includes("Timeout") || active.includes("Immediate");
}
