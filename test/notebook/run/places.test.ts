import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { heldPlace, inPlace } from "../../../src/notebook/run/places.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();

/** Works that count how many of them run at once; none ends before `least` did. */
function works(count: number, least = 1): { all: (() => Promise<number>)[]; most: () => number } {
  let [running, most] = [0, 0];
  const work = async (at: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    while (most < least) await sleep(5);
    // The others have their chance to be one too many.
    await sleep(20);
    running -= 1;
    return at;
  };
  return {
    all: Array.from({ length: count }, (_unused, at) => () => work(at)),
    most: () => most,
  };
}

function run<T>(name: string, places: string, work: () => Promise<T>): Promise<T> {
  const environment = { MOVIOLA_NOTEBOOKS: places };
  return inPlace({ environment, folder: folder.path(name) }, work);
}

describe("places for notebooks", () => {
  it("queue what is more, and all finish with their own result", async () => {
    const { all, most } = works(7, 2);
    const results = await Promise.all(all.map((work) => run("queue", "2", work)));
    expect(results).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most()).toBe(2);
  });

  it("are free again after work that failed", async () => {
    const failing = (): Promise<never> => Promise.reject(new Error("it failed"));
    await expect(run("failed", "1", failing)).rejects.toThrow("it failed");
    expect(await run("failed", "1", () => Promise.resolve(1))).toBe(1);
  });

  it("have no limit when asked, or inside a notebook, or where no lock can be written", async () => {
    const free = works(4, 4);
    await Promise.all(free.all.map((work) => run("free", "0", work)));
    expect(free.most()).toBe(4);
    const inside = works(4, 4);
    const environment = { MOVIOLA_NOTEBOOKS: "1", ...heldPlace };
    await Promise.all(
      inside.all.map((work) => inPlace({ environment, folder: folder.path("inside") }, work)),
    );
    expect(inside.most()).toBe(4);
    await writeFile(folder.path("file"), "");
    expect(await run("file", "1", () => Promise.resolve(3))).toBe(3);
  });

  it("tell who waits, and let go of who gives up", async () => {
    const environment = { MOVIOLA_NOTEBOOKS: "1" };
    const place = folder.path("given-up");
    let end = (): void => undefined;
    const first = inPlace({ environment, folder: place }, () => {
      return new Promise<void>((resolve) => (end = resolve));
    });
    const controller = new AbortController();
    const onWait = vi.fn(() => controller.abort(new Error("given up")));
    const work = vi.fn(() => Promise.resolve());
    const options = { environment, folder: place, onWait, signal: controller.signal };
    await expect(inPlace(options, work)).rejects.toThrow("given up");
    expect(onWait).toHaveBeenCalledWith(1);
    expect(work).not.toHaveBeenCalled();
    end();
    await first;
  });

  it.each(["-1", "two", "65", "1.5"])("refuse %s", async (places) => {
    const action = run("refused", places, () => Promise.resolve());
    await expect(action).rejects.toMatchObject({ code: "E_NOTEBOOK_PLACES" });
  });
});
