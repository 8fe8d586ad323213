// The help: lists the keys and holds the setting that switches them off.

import { setShortcuts, shortcutsAreOn } from "./keyboard.js";

export function connectHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("help"));
  const shortcuts = /** @type {HTMLInputElement} */ (document.getElementById("shortcuts"));
  const open = () => dialog.showModal();
  shortcuts.checked = shortcutsAreOn();
  setShortcuts(shortcuts.checked ? "on" : "off");
  shortcuts.addEventListener("change", () => setShortcuts(shortcuts.checked ? "on" : "off"));
  document.getElementById("help-button")?.addEventListener("click", open);
  return { open };
}
