import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { isBuilt, moviola } from "./support/program.js";
import { testFile, trainFile, tsv } from "./support/tables.js";

const given = "--train train.tsv --test test.tsv";

/** Command line, exit code, code of the error, and something that its text must say. */
const cases: readonly (readonly [string, number, string, string])[] = [
  ["evalute", 2, "E_CLI_USAGE", "Did you mean evaluate?"],
  ["evaluate", 2, "E_CLI_USAGE", "moviola evaluate --help"],
  ["evaluate popularity --train train.tsv", 2, "E_CLI_INPUT", "--test <file>"],
  [`evaluate popularity ${given} --tpo-k 5`, 2, "E_CLI_USAGE", "Did you mean --top-k?"],
  [`evaluate popularity ${given} --top-k 0`, 2, "E_CLI_USAGE", "whole numbers from 1 up"],
  [`evaluate popularity ${given} --task films`, 2, "E_CLI_USAGE", "ranking, rating"],
  [`evaluate popularity ${given} more`, 2, "E_CLI_USAGE", "Too many arguments"],
  [`evaluate popularity ${given} --seed -1`, 2, "E_CLI_USAGE", '"-1"'],
  [`evaluate nothing ${given}`, 2, "E_MODEL_UNKNOWN", "moviola models"],
  [`evaluate item-knn ${given} --set no=1`, 2, "E_CLI_SETTING", "neighbours"],
  [`evaluate item-knn ${given} --set neighbours=-5`, 2, "E_MODEL_CONFIG", "from 1 up"],
  [`evaluate item-knn ${given} --task rating`, 2, "E_CLI_TASK", "ranking"],
  [`evaluate bias ${given} --threshold 4`, 2, "E_CLI_INPUT", "--threshold 4"],
  [`evaluate item-knn ${given} --metrics rmse`, 2, "E_EXPERIMENT_METRIC", "ndcg"],
  [`evaluate item-knn ${given} --threshold 9`, 1, "E_DATA_EMPTY", "train.tsv"],
  [`evaluate item-knn ${given} --out test.tsv`, 1, "E_CLI_OUTPUT", "--out"],
  [`evaluate item-knn ${given} --recommendations train.tsv`, 1, "E_CLI_OUTPUT", "an input"],
  [`evaluate item-knn ${given} --per-user folder`, 1, "E_CLI_OUTPUT", "a folder"],
  [`evaluate item-knn ${given} --time-order all`, 1, "E_LEAK_TIME", "no timestamps"],
  ["evaluate popularity --train none.tsv --test test.tsv", 1, "E_DATA_FILE", "none.tsv"],
  ["evaluate popularity --train folder --test test.tsv", 1, "E_DATA_FILE", "a folder"],
  ["evaluate popularity --train empty.tsv --test test.tsv", 1, "E_DATA_EMPTY", "0 bytes"],
  ["evaluate popularity --train header.tsv --test test.tsv", 1, "E_DATA_EMPTY", "a header alone"],
  ["evaluate popularity --train page.tsv --test test.tsv", 1, "E_DATA_HTML", "page.tsv"],
  ["evaluate popularity --train cut.tsv.gz --test test.tsv", 1, "E_DATA_TRUNCATED", "cut.tsv.gz"],
  ["evaluate popularity --train words.tsv --test test.tsv", 1, "E_DATA_ROW", '"good"'],
  ["evaluate popularity --train other.tsv --test test.tsv", 1, "E_DATA_COLUMN", "--columns user="],
  ["evaluate popularity --train train.tsv --test train.tsv", 1, "E_SPLIT_OVERLAP", "train.tsv"],
  [`score ${given}`, 2, "E_CLI_INPUT", "--recommendations <file>"],
  [`score ${given} --submissions . --metrics auc`, 2, "E_CLI_INPUT", "--metrics"],
  [`score ${given} --recommendations lists.tsv --by auc`, 2, "E_CLI_INPUT", "--by"],
  [`score ${given} --submissions . --by best@10`, 2, "E_METRIC_NAME", "ndcg"],
  [`score ${given} --submissions . --by rmse --baselines popularity`, 2, "E_CLI_TASK", "bias"],
  [`score ${given} --submissions . --baselines nobody`, 2, "E_MODEL_UNKNOWN", "popularity"],
  [`score ${given} --submissions . --out marks.csv`, 1, "E_CLI_OUTPUT", "inside"],
  [`score ${given} --submissions nowhere`, 1, "E_SUBMISSION_FOLDER", "no folder"],
  [`score ${given} --recommendations none.tsv`, 1, "E_DATA_FILE", "none.tsv"],
  [`score ${given} --recommendations train.tsv`, 1, "E_LIST_HEADER", "user, item, score, rank"],
  [`score ${given} --recommendations lists.tsv --metrics no`, 2, "E_METRIC_NAME", "ndcg"],
  [`score ${given} --recommendations lists.tsv --per-user lists.tsv`, 1, "E_CLI_OUTPUT", "input"],
  [`score ${given} --recommendations nan.tsv`, 1, "E_LIST_ROW", "nan.tsv, line 2"],
  [`score ${given} --recommendations twice.tsv`, 1, "E_LIST_ITEM", "lines 2 and 3"],
  [`score ${given} --recommendations foreign.tsv`, 1, "E_LIST_IDS", '"1.0"'],
  ["recommend item-knn --users 1", 2, "E_CLI_INPUT", "--train <file> or --data <name>"],
  ["recommend item-knn --train train.tsv", 2, "E_CLI_INPUT", "--users"],
  ["recommend item-knn --train train.tsv --users 77", 1, "E_CLI_USER", "1, 2, 3"],
  ["recommend item-knn --train train.tsv --out train.tsv", 1, "E_CLI_OUTPUT", "an input"],
  ["recommend item-knn --data nowhere --users 1", 1, "E_DATA_NAME", "nowhere"],
  ["recommend item-knn --train train.tsv --users 1 --top-k 5,6", 2, "E_CLI_USAGE", "one whole"],
  ["runs show xyz", 2, "E_RUN_ID", "16 hexadecimal digits"],
  ["runs show 0123456789abcdef", 1, "E_RUN_MISSING", "moviola runs list"],
  ["runs list --store train.tsv", 1, "E_RUN_STORE", "a file"],
  ["models nothing", 2, "E_MODEL_UNKNOWN", "popularity"],
  ["data split train.tsv --recipe no --out x", 2, "E_SPLIT_RECIPE", "per-user-random"],
  ["data split train.tsv --recipe mmrec --set a=1 --out x", 2, "E_CLI_SETTING", "it has none"],
  ["data split train.tsv --recipe mmrec --out train.tsv", 1, "E_CLI_OUTPUT", "is a file"],
  ["data split nowhere --recipe mmrec --out x", 1, "E_DATA_NAME", "nowhere"],
  ["run none.ipynb", 1, "E_NOTEBOOK_FILE", "none.ipynb"],
  ["run none.ipynb --time-limit 0", 2, "E_CLI_USAGE", "seconds above 0"],
  ["run none.ipynb -p topK", 2, "E_PARAMETER_FORM", "topK"],
  ["reports --project folder", 1, "E_REPORTS_NOTEBOOK", "folder"],
  ["kernel install --prefix train.tsv", 1, "E_CLI_FILE", "train.tsv"],
];

describe.skipIf(!isBuilt)("wrong use and bad files (needs npm run build)", async () => {
  const folder = await dataFolder();
  beforeAll(async () => {
    await mkdir(join(folder.path, "folder"));
    await folder.write("train.tsv", trainFile);
    await folder.write("test.tsv", testFile);
    await folder.write("empty.tsv", "");
    await folder.write("header.tsv", "user\titem\trating\n");
    await folder.write("page.tsv", "<!DOCTYPE html><html></html>\n");
    await folder.write("cut.tsv.gz", gzipSync(trainFile.repeat(500)).subarray(0, 60));
    await folder.write("words.tsv", tsv("user item rating", [["1", "10", "good"]]));
    await folder.write("other.tsv", tsv("a b c", [["1", "10", 5]]));
    await folder.write("lists.tsv", tsv("user item rank", [["1", "12", 1]]));
    await folder.write("nan.tsv", tsv("user item score", [["1", "12", "NaN"]]));
    await folder.write("twice.tsv", tsv("user item score", [["1", "12", 2], ["1", "12", 1]])); // prettier-ignore
    await folder.write("foreign.tsv", tsv("user item score", [["1.0", "12.0", 2]]));
  });

  it.each(cases)("moviola %s: exit code %i, %s", async (line, code, error, text) => {
    const call = await moviola(folder.path, line.split(" "));
    expect({ code: call.code, stdout: call.stdout }).toEqual({ code, stdout: "" });
    expect(call.stderr.split(":", 1)[0]).toBe(error);
    expect(call.stderr).toContain(text);
    expect(call.stderr).toMatch(/\n {2}to fix: {3}\S/);
    expect(call.stderr).not.toMatch(/\n\s+at /);
  });

  it("leaves the inputs as they were", async () => {
    const read = (name: string): Promise<string> => readFile(join(folder.path, name), "utf8");
    expect(await read("train.tsv")).toBe(trainFile);
    expect(await read("test.tsv")).toBe(testFile);
  });

  it("says errors as one JSON object on stderr with --json, with the calls with --debug", async () => {
    const line = "evaluate popularity --train none.tsv --test test.tsv --json --debug";
    const { code, stdout, stderr } = await moviola(folder.path, line.split(" "));
    expect([code, stdout]).toEqual([1, ""]);
    const { error } = JSON.parse(stderr) as { error: Record<string, string> };
    expect(error["code"]).toBe("E_DATA_FILE");
    expect(error["where"]).toBe("none.tsv");
    expect(error["stack"]).toContain("    at ");
    const usage = await moviola(folder.path, ["models", "--json", "--no"]);
    expect(JSON.parse(usage.stderr)).toMatchObject({ error: { code: "E_CLI_USAGE" } });
  });
});
