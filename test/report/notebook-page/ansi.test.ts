import fc from "fast-check";
import { expect, test } from "vitest";
import { ansiToHtml, stripAnsi } from "../../../src/report/notebook-page/ansi.js";

test("colours and weights become classes, and end where they are reset", () => {
  expect(ansiToHtml("a\u001b[1;31mb\u001b[0mc\u001b[92md\u001b[39me")).toBe(
    'a<span class="ansi-red ansi-bold">b</span>c<span class="ansi-bright-green">d</span>e',
  );
});

test("codes of 256 and of all colours are passed over with their arguments", () => {
  expect(ansiToHtml("\u001b[38;5;1mx\u001b[48;2;1;2;3;4my")).toBe(
    'x<span class="ansi-underline">y</span>',
  );
});

test("other control sequences and hyperlinks are dropped", () => {
  expect(ansiToHtml("a\u001b[2K\u001b[1Gb\u001b]8;;http://x\u0007c\u001b]8;;\u0007")).toBe("abc");
});

test("a carriage return overwrites its line, one at the end of a line does not", () => {
  expect(ansiToHtml("10 %\r50 %\r100 %\ndone\r\nend\r")).toBe("100 %\ndone\nend");
});

test("what a program prints cannot become markup", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const html = ansiToHtml(`\u001b[31m${text}<script>`);
      expect(html.replace(/<\/?span[^>]*>/g, "")).not.toMatch(/[<>]/);
    }),
  );
});

test("text without control sequences is itself", () => {
  expect(stripAnsi("\u001b[31mred\u001b[0m & plain")).toBe("red & plain");
});
