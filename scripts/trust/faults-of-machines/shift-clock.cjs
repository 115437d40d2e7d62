/**
 * Loaded before the program: the clock is set back. `TRUST_CLOCK_BACK` in seconds; with `TRUST_CLOCK_AFTER` only from so many
 * looks at the clock on, so that it jumps while the program runs.
 */
"use strict";
const back = 1000 * Number(process.env.TRUST_CLOCK_BACK ?? 0);
const after = Number(process.env.TRUST_CLOCK_AFTER ?? 0);
const RealDate = Date;
let nLooks = 0;
const now = () => RealDate.now() - (nLooks++ >= after ? back : 0);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
