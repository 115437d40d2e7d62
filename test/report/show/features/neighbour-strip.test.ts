import { expect, test } from "vitest";
import { neighbourStrip } from "../../../../src/report/show/features/neighbour-strip.js";
import type { ItemContent } from "../../../../src/data/dataset.js";

const itemContent: ItemContent[] = [
  { title: "Alien", year: 1979, genres: ["Horror", "Science Fiction"] },
  { title: "Aliens", year: 1986, genres: ["Action", "Science Fiction"] },
  { title: "Amélie", year: 2001, genres: ["Comedy"] },
  { title: "Untold", genres: [] },
];

test("shows the item first, then its neighbours with cosine and shared genres", async () => {
  const neighbours = [{ itemIndex: 1, similarity: 0.8149 }, { itemIndex: 2 }];
  const bundle = await neighbourStrip({ itemContent }, 0, neighbours).toMimeBundle();
  expect(bundle["text/plain"].split("\n")).toEqual([
    "Alien (1979) and its nearest",
    "  Alien (1979) (Horror, Science Fiction)",
    "  Aliens (1986) (cosine 0.81, 1 of 2 genres)",
    "  Amélie (2001) (0 of 2 genres)",
  ]);
  expect(bundle["text/html"]!.match(/moviola-poster hit/g)).toHaveLength(1);
});

test("an item without genres shares none, and says nothing of it", async () => {
  const strip = neighbourStrip({ itemContent }, 3, [{ itemIndex: 0, similarity: 0.5 }]);
  const { "text/plain": text, "text/html": html } = await strip.toMimeBundle();
  expect(text).toContain("Alien (1979) (cosine 0.50)");
  expect(html).not.toContain("poster hit");
});

test.each([-1, 4, 0.5])("there is no item %s", (item) => {
  const code = { code: "E_FEATURE_ITEM" };
  expect(() => neighbourStrip({ itemContent }, item, [])).toThrow(expect.objectContaining(code));
  const neighbours = [{ itemIndex: item }];
  expect(() => neighbourStrip({ itemContent }, 0, neighbours)).toThrow(
    expect.objectContaining(code),
  );
});
