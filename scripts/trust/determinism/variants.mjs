/** What is varied: each thing that must not decide a byte, by itself. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nodeOf, nodeVersions } from "../run/nodes.mjs";

const preload = (name) => ["--import", pathToFileURL(join(import.meta.dirname, name)).href];

/**
 * `{ what, how, env, node, flags, copied, unreachable }` of each variant; `isQuick` takes one of each kind.
 * `copied` runs a copy of the project in another folder.
 */
export function variants({ root, isQuick }) {
  const all = [
    { what: "run", how: "the same again" },
    ...["1", "3", "8"].map((threads) => ({
      ...{ what: "threads", how: `${threads} of the kernels` },
      env: { MOVIOLA_THREADS: threads },
    })),
    ...otherNodes(root),
    ...["tr_TR.UTF-8", "de_DE.UTF-8"].map((locale) => ({
      ...{ what: "locale", how: `LANG and LC_ALL are ${locale}` },
      env: { LANG: locale, LC_ALL: locale, LANGUAGE: locale.slice(0, 2) },
    })),
    ...["Pacific/Kiritimati", "America/St_Johns"].map((zone) => ({
      ...{ what: "time zone", how: `TZ is ${zone}` },
      env: { TZ: zone },
    })),
    {
      what: "folder",
      how: "a copy of the project elsewhere, with spaces in its name",
      copied: true,
    },
    {
      what: "order of files",
      how: "folders list their files backwards",
      flags: preload("backwards.mjs"),
    },
    { what: "day", how: "the clock says 2031", flags: preload("other-day.mjs") },
  ];
  if (!isQuick) return all;
  return all.filter(({ what }, at) => all.findIndex((one) => one.what === what) === at);
}

function otherNodes(root) {
  return nodeVersions
    .filter((version) => version !== process.versions.node)
    .map((version) => {
      const node = nodeOf(version, root);
      const variant = { what: "Node", how: version, node };
      return node === undefined ? { ...variant, unreachable: true } : variant;
    });
}
