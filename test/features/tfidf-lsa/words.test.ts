import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stopWords } from "../../../src/features/tfidf-lsa/stop-words.js";
import { learnVocabulary, weighTexts } from "../../../src/features/tfidf-lsa/term-weights.js";
import { tokeniseWords } from "../../../src/features/tfidf-lsa/tokenise-words.js";

describe("tokeniseWords", () => {
  it.each([
    ["Noah's Ark, 2 by 2!", ["noah", "ark"]],
    ["the AND of", []],
    ["1984 was a 5-star film", ["1984", "star", "film"]],
    ["Amélie Ångström", ["amélie", "ångström"]],
    // Decomposed accents and full-width letters are the same words.
    ["Ame\u0301lie \uff26\uff49\uff4c\uff4d", ["amélie", "film"]],
    ["Сталкер — это фильм", ["сталкер", "это", "фильм"]],
    ["snake_case co-operate", ["snake", "case", "co", "operate"]],
    ["🎬🍿 👩‍🚀", []],
    ["", []],
    ["\ud800 lone", ["lone"]],
  ])("of %j", (text, words) => {
    expect(tokeniseWords(text)).toEqual(words);
  });

  it("reads a megabyte, with spaces and without", () => {
    expect(tokeniseWords("storm castle ".repeat(80_000))).toHaveLength(160_000);
    expect(tokeniseWords("x".repeat(1_000_000))).toHaveLength(1);
  });

  it("never throws and gives lower-case words without stop words", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const word of tokeniseWords(text)) {
          expect(stopWords.has(word)).toBe(false);
          expect(Array.from(word).length).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });
});

describe("term weights", () => {
  const texts = [
    ["war", "love"],
    ["war", "war", "war"],
    ["war", "king", "love"],
  ];

  it("keep words of enough texts, in code-unit order", () => {
    const { columnOf, rarity } = learnVocabulary(texts, 2);
    expect([...columnOf]).toEqual([
      ["love", 0],
      ["war", 1],
    ]);
    expect([...rarity]).toEqual([Math.log(4 / 3), 0]);
  });

  it("do not count texts without a word", () => {
    const { rarity } = learnVocabulary([...texts, [], []], 2);
    expect(rarity[0]).toBe(Math.log(4 / 3));
  });

  it("are (1 + ln tf) times rarity, scaled to length 1; words of all texts weigh nothing", () => {
    const vocabulary = learnVocabulary(texts, 1);
    const rows = weighTexts([["king", "king", "love", "unknown"], ["war"], []], vocabulary);
    const king = (1 + Math.log(2)) * Math.log(4 / 2);
    const love = Math.log(4 / 3);
    const length = Math.hypot(king, love);
    expect([...rows.offsets]).toEqual([0, 2, 2, 2]);
    expect([...rows.columns]).toEqual([0, 1]);
    expect(rows.values[0]).toBeCloseTo(king / length, 6);
    expect(rows.values[1]).toBeCloseTo(love / length, 6);
  });
});
