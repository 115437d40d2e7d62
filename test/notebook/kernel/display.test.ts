import { describe, expect, it } from "vitest";
import type { ToFront } from "../../../src/notebook/kernel/bridge.js";
import {
  displaySinkKey,
  KernelDisplaySink,
  toProtocolBundle,
} from "../../../src/notebook/kernel/display.js";
import type { DisplaySink } from "../../../src/report/show/displayable.js";
import { displaySinkKey as keyOfShow } from "../../../src/report/show/displayable.js";

describe("the kernel's display sink", () => {
  it("is what show() looks for, where it looks", () => {
    const posted: ToFront[] = [];
    const sink: DisplaySink = new KernelDisplaySink(
      (message) => posted.push(message),
      () => ({ msg_id: "parent" }),
    );
    sink.display({ "text/plain": "a" }, { updateId: "u" });
    sink.display({ "text/plain": "b" }, { updateId: "u" });
    expect(displaySinkKey).toBe(keyOfShow);
    expect(posted).toMatchObject([
      { type: "display_data", parent: { msg_id: "parent" } },
      { type: "update_display_data", content: { data: { "text/plain": "b" } } },
    ]);
  });

  it("sends JSON types as values and keeps text that is not JSON", () => {
    expect(
      toProtocolBundle({
        "text/plain": "1",
        "text/html": undefined,
        "application/json": "[1]",
        "application/x+json": "not json",
      }),
    ).toEqual({ "text/plain": "1", "application/json": [1], "application/x+json": "not json" });
  });
});
