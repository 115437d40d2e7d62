/** What a reader puts together once the files are read: catalogues, genres, sources, the part that is rated. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IdMap } from "../../../src/data/index.js";
import { genresOf } from "../../../src/data/read/genres.js";
import { Catalogue } from "../../../src/data/read/item-catalogue.js";
import { onlyRated } from "../../../src/data/read/only-rated.js";
import { RejectionLog } from "../../../src/data/read/rejection-log.js";
import { describeSource } from "../../../src/data/read/source-file.js";
import { dataFolder } from "../../support/data-files.js";
import { datasetOf, rowTexts } from "../../support/dataset-of.js";
import { refusalOf } from "../../support/refusal.js";

describe("a catalogue", () => {
  const filled = (duplicates?: "fault" | "permitted"): [Catalogue<string>, RejectionLog] => {
    const log = new RejectionLog("films.csv");
    const films = new Catalogue<string>(log, duplicates);
    films.add(2, "a", "first");
    films.add(3, "", "nameless");
    films.add(4, "a", "again");
    films.add(5, "b", "second");
    return [films, log];
  };

  it("keeps the first entry of each id, and counts empty ids and ids that stand twice", () => {
    const [films, log] = filled();
    expect(films.ids.build().ids).toEqual(["a", "b"]);
    const entries = films.entriesFor(new IdMap(["a", "b", "c"]), (id) => `no ${id}`);
    expect(entries).toEqual(["first", "second", "no c"]);
    expect(films.rejected()).toEqual({
      count: 2,
      examples: [
        { file: "films.csv", line: 3, reason: "the id is empty" },
        { file: "films.csv", line: 4, reason: "id a stands twice" },
      ],
    });
    expect(log.nPermitted).toBe(0);
    expect(refusalOf(() => films.check(0.49))?.got).toContain("2 of 4 faulty");
    expect(refusalOf(() => films.check(0.5))).toBeUndefined();
  });

  it("holds an id that stands twice against no file that is known for it", () => {
    const [films, log] = filled("permitted");
    expect([log.count, log.nPermitted]).toEqual([2, 1]);
    expect(refusalOf(() => films.check(0.25))).toBeUndefined();
  });
});

it.each([
  [null, []],
  ["", []],
  ["(no genres listed)", []],
  ["Drama", ["Drama"]],
  [" Drama | War||", ["Drama", "War"]],
])("the genres of %j are %j", (text, genres) => expect(genresOf(text)).toEqual(genres));

it("users and items without a rating are left out, those left keep order and content", () => {
  const whole = datasetOf(
    [
      [3, 4, 5, 30],
      [1, 0, 2, 10],
      [1, 4, 3, 20],
    ],
    { users: new IdMap(["u0", "u1", "u2", "u3", "u4"]) },
  );
  const rated = onlyRated(whole);
  expect(rated.users.ids).toEqual(["u1", "u3"]);
  expect(rated.items.ids).toEqual(["i0", "i4"]);
  expect(rated.userAttributes).toEqual([{ number: 1 }, { number: 3 }]);
  expect(rated.itemContent.map(({ title }) => title)).toEqual(["Film 0", "Film 4"]);
  expect([...rated.interactions.userIndex]).toEqual([1, 0, 0]);
  expect([...rated.interactions.itemIndex]).toEqual([1, 0, 1]);
  expect(rowTexts(rated)).toEqual(rowTexts(whole));
});

it("a source is named from the folder of its data set, and by its own name outside of it", async () => {
  const folder = await dataFolder();
  const path = await folder.write("inside/deep/a.csv", "abc");
  const nameFrom = async (from: string): Promise<string> => (await describeSource(path, from)).path;
  expect(await nameFrom(folder.path)).toBe("inside/deep/a.csv");
  expect(await nameFrom(join(folder.path, "inside", "deep"))).toBe("a.csv");
  expect(await nameFrom(join(folder.path, "outside"))).toBe("a.csv");
  expect(await nameFrom(path)).toBe("a.csv");
  expect(await describeSource(path, folder.path)).toEqual({
    path: "inside/deep/a.csv",
    bytes: 3,
    // SHA-256 of "abc", from FIPS 180-2.
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  });
});
