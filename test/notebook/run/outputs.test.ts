import { describe, expect, it } from "vitest";
import { createMessage, type JsonObject } from "../../../src/notebook/protocol/message.js";
import { OutputCollector } from "../../../src/notebook/run/outputs.js";

function collect(
  messages: readonly [type: string, content: JsonObject, cell?: number][],
): OutputCollector {
  const collector = new OutputCollector();
  for (const [type, content, cell = 0] of messages) {
    collector.take(createMessage({ type, content, session: "s" }), cell);
  }
  return collector;
}

const stream = (text: string, name = "stdout"): JsonObject => ({ name, text });
const display = (text: string, id?: string): JsonObject => ({
  data: { "text/plain": text },
  metadata: {},
  ...(id === undefined ? {} : { transient: { display_id: id } }),
});
const texts = (collector: OutputCollector, cell = 0): unknown[] =>
  collector
    .of(cell)
    .map((output) =>
      "data" in output ? output.data["text/plain"] : "text" in output && output.text,
    );

describe("collected outputs", () => {
  it("join the text of one stream and keep two apart", () => {
    const collector = collect([
      ["stream", stream("a\n")],
      ["stream", stream("b\n")],
      ["stream", stream("c\n", "stderr")],
      ["stream", stream("d\n")],
      ["stream", stream("e\n", "stderr"), 1],
      ["status", { execution_state: "idle" }],
    ]);
    expect(texts(collector)).toEqual(["a\nb\n", "c\n", "d\n"]);
    expect(collector.errorText()).toBe("c\ne\n");
  });

  it("are replaced by updates of their id, in whichever cell", () => {
    const collector = collect([
      ["display_data", display("one", "id")],
      ["display_data", display("other")],
      ["display_data", display("two", "id"), 1],
      ["update_display_data", display("new", "id"), 1],
      ["update_display_data", display("lost", "unknown")],
    ]);
    expect(texts(collector)).toEqual(["new", "other"]);
    expect(texts(collector, 1)).toEqual(["new"]);
    expect(JSON.stringify(collector.of(0))).not.toContain("transient");
  });

  it("are cleared at once or by the next output", () => {
    const now = collect([
      ["display_data", display("one")],
      ["clear_output", { wait: false }],
    ]);
    expect(texts(now)).toEqual([]);
    const later = collect([
      ["display_data", display("one")],
      ["clear_output", { wait: true }],
    ]);
    expect(texts(later)).toEqual(["one"]);
    later.take(createMessage({ type: "display_data", content: display("two"), session: "s" }), 0);
    expect(texts(later)).toEqual(["two"]);
  });

  it("keep the last state of a line that overwrites itself", () => {
    const collector = collect([["stream", stream("10 %\r20 %\r30 %\ndone\r\nx\r")]]);
    expect(texts(collector)).toEqual(["30 %\ndone\nx\r"]);
  });

  it("tell the last verdict, also from an update", () => {
    const verdict = (content: JsonObject, id: string): JsonObject => ({
      data: { "application/vnd.moviola.verdict+json": content },
      metadata: {},
      transient: { display_id: id },
    });
    const collector = collect([
      ["display_data", verdict({ text: "1 of 3 hold", held: 1, of: 3 }, "a")],
      ["update_display_data", verdict({ text: "nothing yet" }, "a")],
      ["display_data", verdict({ held: 3 }, "b")],
    ]);
    expect(collector.verdict).toEqual({ text: "nothing yet" });
  });

  it("keep the first failure", () => {
    const error = (evalue: string): JsonObject => ({ ename: "E", evalue, traceback: [] });
    const collector = collect([
      ["error", error("first"), 2],
      ["error", error("second"), 3],
    ]);
    expect(collector.failure).toMatchObject({ cell: 2, message: "first" });
  });
});
