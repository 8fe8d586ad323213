// The break between two blocks: counts down, and goes on when it is over and somebody asks for it.

import { find } from "./dom.js";
import { say } from "./words.js";

const LOOK_MS = 200;
const timer = /** @type {HTMLElement} */ (find("[data-left-s]"));
const told = find("[data-told]");
const button = find("main form button");
const end = performance.now() + 1000 * Number(timer.dataset.leftS);

/** Whole seconds that are left. */
function left() {
  return Math.max(0, Math.ceil((end - performance.now()) / 1000));
}

function update() {
  const seconds = left();
  const minutes = Math.floor(seconds / 60);
  const clock = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  const text = seconds === 0 ? say("break-over") : say("break-left", { clock });
  if (timer.textContent !== text) timer.textContent = text;
  // The button keeps the focus all the time, hence no `disabled`.
  button.setAttribute("aria-disabled", String(seconds > 0));
  if (seconds > 0) setTimeout(update, LOOK_MS);
  else told.textContent = say("break-over");
}

find("main form").addEventListener("submit", (event) => {
  if (left() > 0) event.preventDefault();
});
update();
