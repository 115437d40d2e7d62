import { createRequire } from "node:module";
import { readEnvironment } from "../../experiment/manifest/environment.js";
import type { Finding } from "./finding.js";

/** Packages with machine code of their own, and what fails without them. */
const nativePackages = {
  "@duckdb/node-api": "tables and the run store",
  sharp: "posters",
  "onnxruntime-node": "models of features",
  zeromq: "notebooks",
};

/** The program, Node.js, and the packages that need to fit this machine. */
export async function machineFindings(): Promise<Finding[]> {
  const { moviola, commit, dirty, platform } = await readEnvironment();
  const state =
    commit === "unknown" ? "" : `, commit ${commit.slice(0, 7)}${dirty ? " + changes" : ""}`;
  return [
    { part: "Moviola", state: "ok", found: `${moviola}${state}`, advice: "" },
    nodeFinding(process.versions.node, platform),
    ...Object.entries(nativePackages).map(([name, purpose]) => packageFinding(name, purpose)),
  ];
}

/** The version of Node.js against the first that is supported. */
export function nodeFinding(version: string, platform: string): Finding {
  const [major, minor] = version.split(".").map(Number);
  const isSupported = major > 20 || (major === 20 && minor >= 19);
  return {
    part: "Node.js",
    state: isSupported ? "ok" : "broken",
    found: `${version}, ${platform}`,
    advice: isSupported ? "" : "install Node.js 20.19 or newer",
  };
}

function packageFinding(name: string, purpose: string): Finding {
  try {
    createRequire(import.meta.url)(name);
    return { part: name, state: "ok", found: `loads (${purpose})`, advice: "" };
  } catch (error) {
    const found = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    return { part: name, state: "broken", found, advice: "run `npm ci` again on this machine" };
  }
}
