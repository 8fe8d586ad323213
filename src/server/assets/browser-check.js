// The look at the browser: measures window, clock and screen, waits for a key, and says what to do where something is wanting.

import { FrameMeter, smallestClockStep } from "./clock.js";
import { find } from "./dom.js";
import { say } from "./words.js";

/** @typedef {"fine" | "wanting" | "open"} State */

const LOOK_MS = 500;
const form = /** @type {HTMLFormElement} */ (find("[data-browser-check]"));
const without = /** @type {HTMLElement | null} */ (document.querySelector("[data-without-keyboard]"));
const limit = (/** @type {string} */ name) => Number(form.dataset[name]);
const isRequired = form.dataset.policy === "require";
const clockStep = smallestClockStep();
const meter = new FrameMeter();
let refresh = 0;
let hasKeyboard = false;

/** @param {number} ms */
function inWords(ms) {
  return ms.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 2 });
}

function saysWithout() {
  return without?.querySelector("input")?.checked ?? false;
}

/** What was found of each, in words, and whether it is enough. @returns {Record<string, [State, string]>} */
function found() {
  const size = { width: innerWidth, height: innerHeight };
  const least = { least_width: limit("leastWidth"), least_height: limit("leastHeight") };
  const isLarge = size.width >= least.least_width && size.height >= least.least_height;
  const isFine = clockStep <= limit("coarsestClock");
  const isQuick = refresh <= limit("slowestScreen");
  const [clock, screen] = [{ ms: inWords(clockStep) }, { ms: inWords(refresh) }];
  return {
    keyboard: hasKeyboard
      ? ["fine", say("keyboard-there")]
      : saysWithout()
        ? ["wanting", say("keyboard-none")]
        : ["open", say("keyboard-press")],
    window: isLarge ? ["fine", say("window-large", size)] : ["wanting", say("window-small", { ...size, ...least })],
    clock: isFine ? ["fine", say("clock-fine", clock)] : ["wanting", say("clock-coarse", clock)],
    screen:
      refresh === 0
        ? ["open", say("screen-measured")]
        : isQuick
          ? ["fine", say("screen-quick", screen)]
          : ["wanting", say("screen-slow", screen)],
  };
}

/** Shows what was found. Whether the form can go. */
function update() {
  const all = found();
  for (const [name, [state, text]] of Object.entries(all)) {
    const line = /** @type {HTMLElement} */ (find(`[data-check="${name}"]`));
    line.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
  }
  if (without) without.hidden = hasKeyboard;
  const states = Object.values(all).map(([state]) => state);
  const isWanting = states.includes("wanting");
  const canGo = !states.includes("open") && !(isRequired && isWanting);
  const advice = !isWanting ? "" : say(isRequired ? "browser-has-to" : "browser-better");
  const told = find("[data-told]");
  if (told.textContent !== advice) told.textContent = advice;
  find("[data-browser-check] button").setAttribute("aria-disabled", String(!canGo));
  return canGo;
}

/** Whoever has pressed the button before the screen was measured need not press it again. */
let isAsked = false;
/** The timer of the looks; a form that is on its way is not sent again, which would cancel the way. */
let looking = 0;

function look() {
  meter.start();
  refresh = meter.figures.refresh_ms;
  meter.stop();
  const canGo = update();
  if (isAsked && canGo) form.requestSubmit();
}

form.addEventListener("submit", (event) => {
  isAsked = !update();
  if (isAsked) {
    event.preventDefault();
    return;
  }
  clearInterval(looking);
  const values = {
    width: innerWidth,
    height: innerHeight,
    keyboard: hasKeyboard ? "yes" : "no",
    touch: matchMedia("(pointer: coarse)").matches ? "yes" : "no",
    clock_step: clockStep,
    refresh,
  };
  for (const [name, value] of Object.entries(values)) {
    /** @type {HTMLInputElement} */ (find(`input[name="${name}"]`)).value = String(value);
  }
});
document.addEventListener("keydown", () => {
  hasKeyboard = true;
  update();
});
window.addEventListener("resize", update);
form.addEventListener("change", update);
form.hidden = false;
update();
await meter.ready;
looking = setInterval(look, LOOK_MS);
look();
