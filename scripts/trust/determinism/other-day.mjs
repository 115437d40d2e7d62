/** Preloaded: the clock is some years ahead and goes on from there. */
const ahead = Date.UTC(2031, 2, 30, 1, 59) - Date.now();
const Then = globalThis.Date;
globalThis.Date = class Date extends Then {
  constructor(...words) {
    if (words.length === 0) super(Then.now() + ahead);
    else super(...words);
  }
  static now() {
    return Then.now() + ahead;
  }
};
