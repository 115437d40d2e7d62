/** Words, numbers and names that break readers. */

/** Cells that look like numbers, or like nothing. */
export const cells = [
  ..."NaN|nan|Infinity|-Infinity|inf|1e309|-1e309|1e-400|-0|0|+5|.5|5.|5.0000000001|0x10|1_000|1,5".split(
    "|",
  ),
  ..."9007199254740993|99999999999999999999|4294967295|4294967296|-1|2147483648|1e3|null|NA|true".split(
    "|",
  ),
  ..."\uff15|\u0665|\u22125|5 stars|=1+1|--5|5e|e5|00005|5\u0000|\u00005| 5 |5\u00a0|\u200b5".split(
    "|",
  ),
  "",
];

/** Pieces of text that end up where nobody expects them. */
export const fragments = [
  "\u0000",
  "\ufeff",
  "\u2028",
  "\u202e",
  "\ud83c\udfac",
  "e\u0301",
  "\r",
  "\n",
  "\r\n\r\n",
  "\t",
  '"',
  '""',
  '"\n"',
  "'",
  ",",
  ";",
  "|",
  "::",
  ":",
  "\\",
  "__proto__",
  "constructor",
  "toString",
  "../../escaped",
  "/etc/passwd",
  "C:\\escaped",
  "%00",
  "%2e%2e%2f",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "'; DROP TABLE runs; --",
  "(1999) (1999) (1999)",
  "[]{}()",
  "${process.exit(1)}",
  "--force",
];

/** Bytes that are no UTF-8, or another encoding. */
export const badBytes = [
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xc3, 0x28],
  [0xed, 0xa0, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xe9],
  [0x00],
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
];

/** Beginnings of other formats. */
export const beginnings = [
  "PAR1",
  "\x93NUMPY",
  "PK\x03\x04",
  "\x1f\x8b\x08",
  "\x89PNG\r\n\x1a\n",
  "\xff\xd8\xff",
  "GIF89a",
  "<!DOCTYPE html>",
  "<?xml version='1.0'?>",
  "<svg xmlns='http://www.w3.org/2000/svg'>",
  "version https://git-lfs.github.com/spec/v1\n",
  "{",
  "[",
  "%PDF-1.7",
];

/** Names of entries and files that try to leave their folder. */
export const paths = [
  "../escaped",
  "../../escaped.txt",
  "a/../../escaped",
  "/tmp/moviola-hostile-escaped",
  "\\escaped",
  "..\\escaped",
  "C:/escaped",
  "a//b",
  "./a",
  "",
  "/",
  ".",
  "..",
  "a/",
  "con",
  "nul.txt",
  "a\u0000b",
  "a\nb",
  `${"x".repeat(300)}`,
  `${"d/".repeat(200)}f`,
  "\u202etxt.exe",
  "FILE.TXT",
  "e\u0301",
];

/** Whole numbers at the edges of what bytes hold. */
export const edges = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  0x1fffffffffffffn,
  0x20000000000000n,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
];
