import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseQuarto, ownQuartoFolder } from "../../../src/report/quarto/find-quarto.js";
import { installQuarto } from "../../../src/report/quarto/install-quarto.js";
import { pinnedRelease, releaseFile } from "../../../src/report/quarto/release.js";
import { isSupportedVersion } from "../../../src/report/quarto/version.js";
import { writeFakeQuarto } from "../support/fake-quarto.js";

let folder: string;
let project: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-find-"));
  project = join(folder, "project");
  await mkdir(project);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A fake of this version in a folder of this name; its path. */
const fake = (name: string, version: string): Promise<string> =>
  writeFakeQuarto(join(folder, name), { version });

test.each([
  ["1.9.0", true],
  ["1.9.38", true],
  ["1.10.18", true],
  ["1.8.27", false],
  ["2.0.0", false],
  ["99.9.9", false],
  ["", false],
  ["Quarto", false],
])("version %j fits: %s", (version, fits) => {
  expect(isSupportedVersion(version)).toBe(fits);
});

describe("which Quarto is used", () => {
  test("QUARTO_PATH before the project's copy before PATH", async () => {
    const told = await fake("told", "1.9.1");
    const own = await fake(join("project", ownQuartoFolder), "1.9.2");
    const other = await fake("other", "1.9.3");
    const PATH = join(folder, "other/bin");
    const choose = async (environment: NodeJS.ProcessEnv): Promise<unknown> =>
      (await chooseQuarto(project, false, environment)).quarto;
    expect(await choose({ QUARTO_PATH: told, PATH })).toEqual({
      path: told,
      version: "1.9.1",
      source: "QUARTO_PATH",
    });
    expect(await choose({ QUARTO_PATH: join(folder, "told"), PATH })).toMatchObject({ path: told });
    expect(await choose({ PATH })).toEqual({ path: own, version: "1.9.2", source: "project" });
    await rm(own);
    expect(await choose({ PATH })).toEqual({ path: other, version: "1.9.3", source: "PATH" });
    await chmod(other, 0o644);
    expect(await choose({ PATH })).toBeUndefined();
  });

  test("one of another version is passed over with a remark", async () => {
    const old = await fake("old", "1.4.550");
    const good = await fake("good", "1.9.3");
    const PATH = [join(folder, "old/bin"), join(folder, "good/bin")].join(":");
    expect((await chooseQuarto(project, false, { PATH })).quarto?.path).toBe(good);
    const { quarto, warnings } = await chooseQuarto(project, false, {
      PATH: join(folder, "old/bin"),
    });
    expect(quarto).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining(`${old} is Quarto 1.4.550`)]);
  });

  test("a QUARTO_PATH that does not work is an error, also where Quarto is not required", async () => {
    const nothing = join(folder, "nothing");
    await expect(chooseQuarto(project, false, { QUARTO_PATH: nothing })).rejects.toMatchObject({
      code: "E_QUARTO_MISSING",
    });
    const old = await fake("old", "1.8.0");
    await expect(chooseQuarto(project, false, { QUARTO_PATH: old })).rejects.toMatchObject({
      code: "E_QUARTO_VERSION",
    });
    const broken = join(folder, "broken");
    await writeFile(broken, "#!/no/such/interpreter\n");
    await chmod(broken, 0o755);
    await expect(chooseQuarto(project, false, { QUARTO_PATH: broken })).rejects.toMatchObject({
      code: "E_QUARTO_MISSING",
    });
  });

  test("where it is required, none or a wrong one is an error", async () => {
    await expect(chooseQuarto(project, true, { PATH: "" })).rejects.toMatchObject({
      code: "E_QUARTO_MISSING",
    });
    await fake("old", "1.8.0");
    const PATH = join(folder, "old/bin");
    await expect(chooseQuarto(project, true, { PATH })).rejects.toMatchObject({
      code: "E_QUARTO_VERSION",
    });
  });
});

describe("the pinned release", () => {
  test("is one that pages are made for, and nothing without a known hash is installed", async () => {
    const release = await pinnedRelease();
    expect(isSupportedVersion(release.version)).toBe(true);
    const unknown = {
      ...release,
      files: { "linux-x64": { address: "https://example.org/x", sha256: null } },
    };
    expect(() => releaseFile(unknown, "linux-x64")).toThrow(/E_QUARTO_CHECKSUM[^]*QUARTO_PATH/);
    expect(() => releaseFile(release, "sunos-sparc")).toThrow(/E_QUARTO_PLATFORM/);
  });
});

describe("installing", () => {
  let server: Server;
  let address: string;
  let archive: Buffer;
  let sha256: string;

  beforeEach(async () => {
    await writeFakeQuarto(join(folder, "quarto-1.9.38"));
    const path = join(folder, "quarto.tar.gz");
    await execa("tar", ["-czf", path, "-C", folder, "quarto-1.9.38"]);
    archive = await readFile(path);
    sha256 = createHash("sha256").update(archive).digest("hex");
    server = createServer((_request, response) => response.end(archive));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/quarto.tar.gz`;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  test("puts a checked release into the project, where it is found", async () => {
    const path = await installQuarto({ version: "1.9.38", address, sha256 }, project);
    const { quarto } = await chooseQuarto(project, true, { PATH: "" });
    expect(quarto).toEqual({ path, version: "1.9.38", source: "project" });
  });

  test("of other bytes than promised leaves nothing", async () => {
    const wrong = { version: "1.9.38", address, sha256: "0".repeat(64) };
    await expect(installQuarto(wrong, project)).rejects.toMatchObject({ code: "E_DOWNLOAD_HASH" });
    expect((await chooseQuarto(project, false, { PATH: "" })).quarto).toBeUndefined();
  });

  test("of a program that is another version is E_QUARTO_VERSION", async () => {
    const other = { version: "1.9.40", address, sha256 };
    await expect(installQuarto(other, project)).rejects.toMatchObject({ code: "E_QUARTO_VERSION" });
    expect((await chooseQuarto(project, false, { PATH: "" })).quarto).toBeUndefined();
  });

  test("of something that is no archive is E_QUARTO_UNPACK", async () => {
    archive = Buffer.from("no archive");
    const hash = createHash("sha256").update(archive).digest("hex");
    const file = { version: "1.9.38", address, sha256: hash };
    await expect(installQuarto(file, project)).rejects.toMatchObject({ code: "E_QUARTO_UNPACK" });
  });
});
