/** `node part-process.mjs <part> <options>`: runs one part and sends its result, or what it threw, to its parent. */
import { pathToFileURL } from "node:url";

const [path, options] = process.argv.slice(2);
const start = performance.now();
process.on("unhandledRejection", (error) => end({ thrown: described(error) }));
process.on("uncaughtException", (error) => end({ thrown: described(error) }));

const { default: part } = await import(pathToFileURL(path).href);
try {
  end({ result: await part.run({ ...JSON.parse(options), say }) });
} catch (error) {
  end({ thrown: described(error) });
}

/** A line of progress, with the seconds since the start. */
function say(line) {
  const seconds = ((performance.now() - start) / 1000).toFixed(0).padStart(5);
  process.stdout.write(`  ${seconds} s  ${line}\n`);
}

function described(error) {
  if (!(error instanceof Error)) return String(error) || "nothing was said";
  const [place = ""] = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return `${error.name}: ${error.message}${place === "" ? "" : ` (${place.trim()})`}`;
}

function end(answer) {
  process.send(answer, () => process.exit(0));
}
