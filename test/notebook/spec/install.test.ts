import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createConnection } from "../../../src/notebook/protocol/connection.js";
import { KernelClient } from "../../../src/notebook/run/kernel-client.js";
import {
  installKernel,
  kernelFolder,
  uninstallKernel,
} from "../../../src/notebook/spec/install.js";
import { userDataFolder } from "../../../src/notebook/spec/locations.js";
import { result } from "../support/kernel.js";
import { useFolder } from "../support/notebooks.js";

const folder = useFolder();

describe("the kernelspec", () => {
  it("is installed, starts the kernel the way a client does, and is removed", async () => {
    const location = { prefix: folder.path("a prefix") };
    const installed = await installKernel(location);
    expect(installed).toBe(join(folder.path("a prefix"), "share", "jupyter", "kernels", "moviola"));
    const spec = JSON.parse(await readFile(join(installed, "kernel.json"), "utf8")) as {
      argv: string[];
    };
    expect(spec).toMatchObject({
      display_name: "Moviola (TypeScript)",
      language: "typescript",
      interrupt_mode: "message",
    });
    expect(existsSync(join(installed, "logo-svg.svg"))).toBe(true);
    const connection = await createConnection(folder.path("."));
    const file = folder.path("connection file.json");
    await writeFile(file, JSON.stringify(connection));
    const [program, ...rest] = spec.argv.map((part) =>
      part.replace("{resource_dir}", installed).replace("{connection_file}", file),
    );
    const child = spawn(program, rest, { cwd: folder.path("."), stdio: "ignore" });
    const ended = once(child, "close").then(([code]) => String(code));
    const client = await KernelClient.connect({
      connection,
      ended,
      errorText: "",
      kill: () => Promise.resolve(void child.kill("SIGKILL")),
    });
    expect(
      result(await client.execute('import * as m from "moviola";\ntypeof m.createRandom')),
    ).toBe("'function'");
    await client.shutdown();
    expect(await ended).toBe("0");
    expect(await uninstallKernel(location)).toBe(installed);
    expect(existsSync(installed)).toBe(false);
    expect(await uninstallKernel(location)).toBeUndefined();
  });

  it("is not installed from a package that has not been built", async () => {
    const work = installKernel({ prefix: folder.path("p") }, folder.path("unbuilt"));
    await expect(work).rejects.toThrow("E_KERNEL_BUILD");
  });

  it("goes where Jupyter looks on every system", async () => {
    expect(userDataFolder({ JUPYTER_DATA_DIR: "/j" }, "linux", "/h")).toBe("/j");
    expect(userDataFolder({}, "linux", "/h")).toBe(join("/h", ".local", "share", "jupyter"));
    expect(userDataFolder({ XDG_DATA_HOME: "/x" }, "linux", "/h")).toBe(join("/x", "jupyter"));
    expect(userDataFolder({}, "darwin", "/h")).toBe(join("/h", "Library", "Jupyter"));
    expect(userDataFolder({ APPDATA: "/a" }, "win32", "/h")).toBe(join("/a", "jupyter"));
    expect(await kernelFolder({ prefix: "/p" })).toBe(
      join("/p", "share", "jupyter", "kernels", "moviola"),
    );
  });
});
