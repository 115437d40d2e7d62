import { expect, test } from "vitest";
import { featureMap } from "../../../../src/report/show/features/feature-map.js";
import type { ItemContent } from "../../../../src/data/dataset.js";

const film = (title: string, ...genres: string[]): ItemContent => ({ title, genres });
const itemContent = [
  film("a", "Drama"),
  film("b", "Drama", "War"),
  film("c", "Drama", "Comedy"),
  film("d", "Comedy"),
  film("e"),
];
const parts = { overlap: 0.314, neighbours: 10, title: "UMAP of made-up" };

test("colours a film by the rarest of its genres, and keeps positions with their films", () => {
  const map = featureMap(itemContent, {
    ...parts,
    items: [4, 3, 2, 1, 0],
    positions: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  });
  const groups = map.specification.series.map(({ name, x, y, text }) => ({ name, x, y, text }));
  expect(groups).toEqual([
    { name: "Drama", x: [9], y: [10], text: ["a: Drama"] },
    { name: "Comedy", x: [3, 5], y: [4, 6], text: ["d: Comedy", "c: Drama, Comedy"] },
    { name: "War", x: [7], y: [8], text: ["b: Drama, War"] },
    { name: "other", x: [1], y: [2], text: ["e: "] },
  ]);
  expect(map.specification.series.at(-1)!.isMuted).toBe(true);
});

test("the share of kept neighbours stands in the title", () => {
  const map = featureMap(itemContent, { ...parts, items: [0, 1], positions: [0, 0, 1, 1] });
  const title = "UMAP of made-up: the map keeps 31 % of the 10 nearest neighbours";
  expect(map.specification.title).toBe(title);
  expect(map.toHtml()).toContain(`aria-label="${title}"`);
});

test("colours the six most frequent genres and mutes films with none of them", () => {
  const many = Array.from({ length: 8 }, (_unused, at) => film(`f${at}`, `genre ${at}`));
  const items = many.map((_film, at) => at);
  const map = featureMap(many, { ...parts, items, positions: new Float32Array(16) });
  const { series } = map.specification;
  expect(series.map(({ name }) => name)).toEqual([
    ...[0, 1, 2, 3, 4, 5].map((at) => `genre ${at}`),
    "other",
  ]);
  expect(series.at(-1)!.x).toHaveLength(2);
});

test("positions of another length are refused", () => {
  const wrong = (): unknown => featureMap(itemContent, { ...parts, items: [0], positions: [1] });
  expect(wrong).toThrow(expect.objectContaining({ code: "E_CHART_SERIES" }));
});
