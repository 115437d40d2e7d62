/* Marks the section being read in the contents, and closes the folded contents after a jump. */
(() => {
  const links = [...document.querySelectorAll(".toc-side a[href^='#']")];
  const sections = links
    .map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .filter(Boolean);
  const mark = () => {
    const line = window.innerHeight * 0.25;
    const current = sections.findLast((section) => section.getBoundingClientRect().top < line);
    for (const link of links) {
      const isCurrent = current !== undefined && link.hash === `#${current.id}`;
      link.classList.toggle("current", isCurrent);
      if (isCurrent) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  if (sections.length > 0) {
    let isWaiting = false;
    const schedule = () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        mark();
      });
    };
    window.addEventListener("scroll", schedule, { passive: true });
    mark();
  }
  document.querySelectorAll(".toc-fold").forEach((fold) => {
    fold.addEventListener("click", (event) => {
      if (event.target.closest("a")) fold.open = false;
    });
  });
})();
