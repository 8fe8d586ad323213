// Sets the colour theme before the first paint, hence a classic script, and runs the switch that is remembered.
(() => {
  "use strict";
  const KEY = "overtrust.theme";
  const root = document.documentElement;
  /** @type {Record<string, string>} */
  const texts = JSON.parse(root.dataset.words ?? "{}");

  /** @returns {string | null} */
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  /** @param {string} theme */
  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Without storage the choice lasts for this page.
    }
  }

  function shown() {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    return root.dataset.theme ?? system;
  }

  function other() {
    return shown() === "dark" ? "light" : "dark";
  }

  /** @returns {NodeListOf<HTMLButtonElement>} */
  function switches() {
    return document.querySelectorAll("button[data-theme-switch]");
  }

  function label() {
    for (const button of switches()) {
      button.hidden = false;
      button.textContent = texts[other()];
      button.setAttribute("aria-label", texts[`to-${other()}`]);
    }
  }

  const before = remembered();
  if (before === "light" || before === "dark") root.dataset.theme = before;

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of switches()) {
      button.addEventListener("click", () => {
        root.dataset.theme = other();
        remember(root.dataset.theme);
        label();
      });
    }
    label();
  });
})();
