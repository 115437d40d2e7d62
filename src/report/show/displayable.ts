/** What one call of `show()` emits: the same content by MIME type, `text/plain` always among them. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  readonly [mimeType: string]: string | undefined;
}

/** Anything that `show()` can display. Tables, plots and posters are made by functions of `report`. */
export interface Displayable {
  toMimeBundle(): MimeBundle | Promise<MimeBundle>;
}

/** Where bundles go: the kernel sets one, a plain script writes `text/plain` to standard output. */
export interface DisplaySink {
  display(bundle: MimeBundle, options: { readonly updateId?: string }): void;
}

/** The key under `globalThis` where a kernel puts its {@link DisplaySink}. */
export const displaySinkKey: unique symbol = Symbol.for("moviola.displaySink");
