// The help: lists the keys and holds the setting that switches them off.

import { setShortcuts, shortcutsAreOn } from "./keyboard.js";

export function connectHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("help"));
  const shortcuts = /** @type {HTMLInputElement} */ (document.getElementById("shortcuts"));
  const open = () => dialog.showModal();
  const close = () => dialog.close();
  shortcuts.checked = shortcutsAreOn();
  setShortcuts(shortcuts.checked ? "on" : "off");
  shortcuts.addEventListener("change", () => setShortcuts(shortcuts.checked ? "on" : "off"));
  document.getElementById("help-button")?.addEventListener("click", open);
  return { open, close, leaveOut: (/** @type {HTMLElement[]} */ trials) => leaveOut(dialog, trials) };
}

/** Keys for what none of the trials has are not listed. @param {HTMLElement} dialog @param {HTMLElement[]} trials */
function leaveOut(dialog, trials) {
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-where]"))) {
    line.hidden = !trials.some((trial) => trial.querySelector(line.dataset.where ?? "*"));
  }
}
