/** A notebook run in a kernel of its own, and the site that is made of it. */
import { join } from "node:path";

/** Runs the notebook without the cache and renders its page; resolves to the number of pages. */
export async function pages(library, { root, notebook, folder }) {
  const outputPath = join(folder, "small.ipynb");
  await library.runNotebook(notebook, { outputPath, cacheFolder: false, dataIdentity: [] });
  const site = await library.buildSite({
    notebooks: [outputPath],
    outputFolder: join(folder, "site"),
    renderer: "builtin",
    projectFolder: root,
    reuse: false,
  });
  return site.pages.length;
}
