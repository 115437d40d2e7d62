/** A value that JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Settings of a model, split or protocol: flat, JSON-safe, hashed into every run's manifest. */
export type Config = Readonly<Record<string, string | number | boolean>>;
