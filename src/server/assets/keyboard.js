// From key presses to what is meant by them. Everything has a control on the page too; the keys can be switched off.

/**
 * @typedef {{ kind: "evidence" | "decisive", letter: string }
 *   | { kind: "verdict", verdict: number }
 *   | { kind: "confidence", percent: number }
 *   | { kind: "submit" | "continue" | "help" }} Intent
 */

const SETTING = "overtrust.shortcuts";

export function shortcutsAreOn() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return document.body.dataset.shortcuts !== "off";
  }
}

/** @param {"on" | "off"} setting */
export function setShortcuts(setting) {
  document.body.dataset.shortcuts = setting;
  try {
    localStorage.setItem(SETTING, setting);
  } catch {
    // Without storage the choice lasts for this page.
  }
}

/** A control that Enter or Space presses. @param {EventTarget | null} target */
function isPressable(target) {
  return target instanceof Element && target.matches("a[href], button:not([data-submit])");
}

/** A field for text, whose keys are its own. @param {EventTarget | null} target */
function isWritable(target) {
  return target instanceof Element && target.matches("textarea, input:not([type='radio'], [type='checkbox'])");
}

/** The digit of a key, also where the layout wants Shift for digits. @param {KeyboardEvent} event */
function digitOf(event) {
  if (/^[0-9]$/.test(event.key)) return Number(event.key);
  const place = event.shiftKey ? null : /^Digit([0-9])$/.exec(event.code);
  return place ? Number(place[1]) : null;
}

/** In a field for text only Ctrl+Enter is more than text. @param {KeyboardEvent} event @returns {Intent | null} */
function writingIntentOf(event) {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey) ? { kind: "submit" } : null;
}

/** @param {KeyboardEvent} event @returns {Intent | null} */
function intentOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.key === "?") return { kind: "help" };
  if (event.key === "Enter") return isPressable(event.target) ? null : { kind: "submit" };
  if (event.key === " ") return isPressable(event.target) ? null : { kind: "continue" };
  if (/^[a-z]$/i.test(event.key)) {
    return { kind: event.shiftKey ? "decisive" : "evidence", letter: event.key.toLowerCase() };
  }
  const digit = digitOf(event);
  if (digit === null || digit === 4) return null;
  if (digit >= 1 && digit <= 3) return { kind: "verdict", verdict: digit };
  return { kind: "confidence", percent: digit === 0 ? 100 : digit * 10 };
}

/**
 * Calls back for every key that means something; a key that was used (true) does nothing else.
 * @param {(intent: Intent, at: number) => boolean} onIntent
 */
export function listenForKeys(onIntent) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat) {
      // A held key scrolls, but must not press what comes into focus next.
      const presses = event.key === "Enter" || (event.key === " " && isPressable(event.target));
      if (presses) event.preventDefault();
      return;
    }
    if (event.isComposing || !shortcutsAreOn() || document.querySelector("dialog[open]")) return;
    const intent = isWritable(event.target) ? writingIntentOf(event) : intentOf(event);
    if (intent && onIntent(intent, event.timeStamp)) event.preventDefault();
  });
}
