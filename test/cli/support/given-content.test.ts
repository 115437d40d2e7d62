import { describe, expect, it } from "vitest";
import { readGivenContent, withContent } from "../../../src/cli/support/given-content.js";
import { IdMap } from "../../../src/data/index.js";
import { dataFolder } from "../../support/data-files.js";
import { datasetOf } from "../../support/dataset-of.js";
import { rejectionCode } from "./code-of.js";

const dataset = datasetOf(
  [
    [0, 0, 3],
    [1, 1, 4],
  ],
  { users: new IdMap(["7", "8"]), items: new IdMap(["2", "1"]) },
);

describe("what is known of items and users, by id", async () => {
  const folder = await dataFolder();
  const at = (name: string): string => `${folder.path}/${name}`;
  await folder.write(
    "movies.dat",
    "1::Toy Story (1995)::Animation|Comedy\n2::Heat (1995)::Crime\n",
  );
  await folder.write("users.dat", "7::F::25::3::10001\n");
  await folder.write("u.genre", "unknown|0\nAction|1\nDrama|2\n");
  await folder.write("u.item", "1|Babe (1995)|01-Jan-1995||url|0|0|1\n");
  await folder.write("u.user", "8|33|M|artist|99999\n");
  await folder.write(
    "films.csv",
    'item_id,title,genres,overview\n2,Heat (1995),Crime|Drama,"A thief, a cop."\n',
  );
  await folder.write("people.csv", "user_id,age,city\n7,25,Oslo\n8,,Rome\n");
  await folder.write("others.csv", "item_id,title\n77,Other\n");

  const content = async (options: { items?: string; users?: string }) =>
    withContent(dataset, await readGivenContent(options));

  it("is read from MovieLens 1M and 100K", async () => {
    const of1m = await content({ items: at("movies.dat"), users: at("users.dat") });
    expect(of1m.dataset.itemContent).toEqual([
      { title: "Heat", year: 1995, genres: ["Crime"] },
      { title: "Toy Story", year: 1995, genres: ["Animation", "Comedy"] },
    ]);
    expect(of1m.dataset.userAttributes[0]).toMatchObject({ age: 25, occupation: "clerical/admin" });
    expect(of1m.dataset.userAttributes[1]).toEqual({});
    expect(of1m.notes).toEqual(["--users says nothing of 1 of 2"]);
    const of100k = await content({ items: at("u.item"), users: at("u.user") });
    expect(of100k.dataset.itemContent[1]).toEqual({ title: "Babe", year: 1995, genres: ["Drama"] });
    expect(of100k.dataset.itemContent[0]).toEqual({ title: "2", genres: [] });
    expect(of100k.dataset.userAttributes[1]).toMatchObject({ age: 33, occupation: "artist" });
  });

  it("is read from tables, numbers as numbers, empty cells as nothing", async () => {
    const { dataset: full } = await content({ items: at("films.csv"), users: at("people.csv") });
    expect(full.itemContent[0]).toEqual({
      ...{ title: "Heat", year: 1995, genres: ["Crime", "Drama"] },
      text: "A thief, a cop.",
    });
    expect(full.userAttributes).toEqual([{ age: 25, city: "Oslo" }, { city: "Rome" }]);
  });

  it("is refused when it is of other items", async () => {
    expect(await rejectionCode(content({ items: at("others.csv") }))).toBe("E_CLI_CONTENT");
    expect(await rejectionCode(content({ items: at("nothing.csv") }))).toBe("E_DATA_FILE");
  });
});
