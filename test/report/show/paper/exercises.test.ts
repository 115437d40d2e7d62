import { describe, expect, it, vi } from "vitest";
import type { Displayable } from "../../../../src/report/show/displayable.js";
import { exercises } from "../../../../src/report/show/paper/exercises.js";

const tasks = exercises([
  {
    id: "mean",
    level: 1,
    title: "The mean",
    task: "What is the mean of <1, 2, 3>?",
    judge: (answer) => {
      if (typeof answer !== "number") throw new TypeError("a number is asked for");
      return answer === 2 ? true : answer > 2 ? "That is too large" : false;
    },
  },
]);

describe("exercises", () => {
  it("list their tasks, as text", () => {
    const bundle = tasks.toMimeBundle();
    expect(bundle["text/html"]).toContain("What is the mean of &lt;1, 2, 3&gt;?");
    expect(bundle["text/plain"]).toContain('check("mean", ...)');
  });

  it("say right, not yet and why, and not answered, and never the answer", async () => {
    expect(await tasks.check("mean", 2)).toMatchObject({ state: "right" });
    expect(await tasks.check("mean", 3)).toMatchObject({
      state: "not yet",
      why: "That is too large",
    });
    expect(await tasks.check("mean", 1)).toMatchObject({
      state: "not yet",
      why: "The answer is another",
    });
    expect(await tasks.check("mean")).toMatchObject({ state: "not answered" });
  });

  it("put no colon behind a title that asks", async () => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      lines.push(String(text).trim());
      return true;
    });
    const one = { id: "a", level: 1, title: "How many?", task: "", judge: () => true } as const;
    await exercises([one]).check("a", 1);
    await tasks.check("mean", 2);
    write.mockRestore();
    expect(lines).toEqual(["How many? right", "The mean: right"]);
  });

  it("are shown once where the check is a cell's last line", async () => {
    const result = await tasks.check("mean", 2);
    expect(Object.keys(result)).toEqual(["id", "state", "why"]);
    expect(result).toHaveProperty("toMimeBundle");
    expect((result as unknown as Displayable).toMimeBundle()).toEqual({});
  });

  it("survive an answer of the wrong kind", async () => {
    const { state, why } = await tasks.check("mean", { toString: null });
    expect(state).toBe("not yet");
    expect(why).toContain("a number is asked for");
  });

  it("refuse an unknown id and an id taken twice: E_EXERCISE", async () => {
    await expect(tasks.check("median", 2)).rejects.toThrow(/E_EXERCISE[\s\S]*one of mean/);
    const one = { id: "a", level: 1, title: "A", task: "", judge: () => true } as const;
    expect(() => exercises([one, one])).toThrow("E_EXERCISE");
  });
});
