// Between two alerts: time stands still until the next one is asked for.

import { element } from "./dom.js";

/**
 * Keys that still belong to the alert that has just gone: the second half of a double press on Enter; and where the time
 * ended the alert, whatever somebody was typing, until they pause.
 * @param {boolean} timeWasUp
 */
function keepFromStrayKeys(timeWasUp) {
  const DOUBLE_PRESS_MS = 400;
  const PAUSE_IN_TYPING_MS = 800;
  let deafUntil = performance.now() + (timeWasUp ? PAUSE_IN_TYPING_MS : DOUBLE_PRESS_MS);
  const guard = (/** @type {Event} */ event) => {
    const isKey = event instanceof KeyboardEvent;
    if (event.timeStamp >= deafUntil || !(timeWasUp || (isKey && event.key === "Enter"))) return;
    if (isKey && timeWasUp) deafUntil = event.timeStamp + PAUSE_IN_TYPING_MS;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const kinds = ["keydown", "keyup", "click"];
  for (const kind of kinds) window.addEventListener(kind, guard, { capture: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, guard, { capture: true });
  };
}

/**
 * Settles when the participant asks for the next alert.
 * @param {{ place: string, words: string, timeWasUp: boolean }} pause
 * @param {() => void} show shows the view
 */
export function askForNext({ place, words, timeWasUp }, show) {
  const next = element("next");
  element("next-place").textContent = place;
  element("next-words").textContent = words;
  element("time-was-up").hidden = !timeWasUp;
  document.title = place;
  element("place").textContent = place;
  show();
  next.focus();
  const release = keepFromStrayKeys(timeWasUp);
  return new Promise((resolve) => {
    const go = () => {
      release();
      resolve(undefined);
    };
    next.addEventListener("click", go, { once: true });
  });
}
