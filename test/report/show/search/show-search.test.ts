import { afterEach, describe, expect, it } from "vitest";
import { displaySinkKey } from "../../../../src/report/show/displayable.js";
import { show, type MimeBundle } from "../../../../src/report/index.js";
import { madeUpSearch } from "../../../support/made-up-search.js";

const holder = globalThis as { [displaySinkKey]?: unknown };
afterEach(() => {
  holder[displaySinkKey] = undefined;
});

describe("show", () => {
  it("displays a search's record, and what a search gave, as its page", async () => {
    const bundles: MimeBundle[] = [];
    holder[displaySinkKey] = { display: (bundle: MimeBundle) => bundles.push(bundle) };
    const record = madeUpSearch();
    await show(record, { model: record.model, trials: record.trials, record });
    expect(bundles[0]["text/html"]).toContain("by the settings of 4 trials");
    expect(bundles[1]).toEqual(bundles[0]);
    await show({ record: 1 }, { schema: 1, trials: [] });
    for (const { "text/html": html } of bundles.slice(2)) expect(html).toMatch(/^<pre>/);
  });
});
