import { displaySinkKey, type DisplaySink, type MimeBundle } from "./displayable.js";

/** The kernel's sink, or one that writes `text/plain` to standard output in a plain script. */
export function currentSink(): DisplaySink {
  const holder = globalThis as { [displaySinkKey]?: DisplaySink };
  return holder[displaySinkKey] ?? plainSink;
}

/** True in a notebook kernel, false in a plain script or a terminal. */
export function isNotebook(): boolean {
  return currentSink() !== plainSink;
}

const plainSink: DisplaySink = {
  display(bundle: MimeBundle): void {
    if (bundle["text/plain"] !== "") process.stdout.write(`${bundle["text/plain"]}\n`);
  },
};
