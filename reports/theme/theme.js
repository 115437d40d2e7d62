/* The switch between light and dark, remembered; without a choice the system's setting holds. */
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  root.classList.add("js");

  const isDark = () => {
    if (document.body.classList.contains("quarto-dark")) return true;
    if (document.body.classList.contains("quarto-light")) return false;
    return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  };
  let last = isDark();
  const announce = () => {
    const dark = isDark();
    document.querySelectorAll("[data-theme-switch]").forEach((button) => {
      button.setAttribute("aria-pressed", String(dark));
    });
    if (dark === last) return;
    last = dark;
    document.dispatchEvent(new CustomEvent("moviola-theme", { detail: { dark } }));
  };
  const choose = (theme) => {
    root.dataset.theme = theme;
    try {
      localStorage.setItem("moviola-theme", theme);
    } catch {
      // Where nothing can be stored the choice holds for this page.
    }
    announce();
  };

  document.querySelectorAll("[data-theme-switch]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => choose(isDark() ? "light" : "dark"));
  });
  system.addEventListener("change", announce);
  window.addEventListener("storage", (event) => {
    if (event.key !== "moviola-theme") return;
    if (event.newValue) root.dataset.theme = event.newValue;
    else delete root.dataset.theme;
    announce();
  });
  new MutationObserver(announce).observe(document.body, {
    attributes: true,
    attributeFilter: ["class"],
  });
  announce();
})();
