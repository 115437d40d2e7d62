/* What is wider than its place scrolls, and must then be reached by keyboard. */
(() => {
  const places = document.querySelectorAll(
    ".moviola-figure, .moviola-table-wrap, .cell-output, .katex, .katex-display, math[display='block']",
  );
  if (places.length === 0) return;
  const mark = () => {
    for (const place of places) {
      const isWider = place.scrollWidth > place.clientWidth + 1;
      const scrolls = isWider && /auto|scroll/.test(getComputedStyle(place).overflowX);
      if (scrolls) place.setAttribute("tabindex", "0");
      else if (place.dataset.scrolls) place.removeAttribute("tabindex");
      if (scrolls) place.dataset.scrolls = "yes";
    }
  };
  let timer;
  window.addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(mark, 200);
  });
  mark();
})();
