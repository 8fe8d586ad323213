// The limit of the time for one alert: a clock in the bar, and what happens at zero.

import { say } from "./words.js";

/** @typedef {{ face: HTMLElement, told: HTMLElement }} Clock the visible clock, and the line that is read out */

const SHORT_MS = 10_000;

/** "01:05 left" @param {number} ms */
function inWords(ms) {
  const seconds = Math.ceil(ms / 1000);
  const padded = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return say("left", { clock: `${padded(Math.floor(seconds / 60))}:${padded(seconds % 60)}` });
}

export class Deadline {
  /** @type {number | undefined} */ #timer;
  /** @type {number | null} */ #onset = null;
  #saidShort = false;

  /**
   * @param {import("./conduct.js").Conduct} conduct
   * @param {Clock} clock
   * @param {() => void} onEnd told when the time is up and that ends the trial
   */
  constructor(conduct, clock, onEnd) {
    this.limit = conduct.deadlineMs;
    this.ends = conduct.endsAtDeadline;
    this.clock = clock;
    this.onEnd = onEnd;
  }

  /** The clock stands there with the alert, and runs from the onset. */
  show() {
    const { face, told } = this.clock;
    told.textContent = "";
    face.hidden = this.limit === null;
    if (this.limit !== null) this.#say(inWords(this.limit), this.limit <= SHORT_MS);
  }

  /** @param {number} onset */
  start(onset) {
    this.#onset = onset;
    if (this.limit !== null) this.#tick(this.limit);
  }

  /** Whether the time had ended the trial at a moment, even where the timer is late. @param {number} at */
  isOver(at) {
    return this.ends && this.limit !== null && this.#onset !== null && at - this.#onset >= this.limit;
  }

  stop() {
    clearTimeout(this.#timer);
    this.clock.face.hidden = true;
    this.clock.told.textContent = "";
  }

  /** @param {number} limit */
  #tick(limit) {
    const left = limit - (performance.now() - (this.#onset ?? 0));
    if (left <= 0) {
      this.#zero();
      return;
    }
    this.#say(inWords(left), left <= SHORT_MS);
    if (left <= SHORT_MS && limit > SHORT_MS && !this.#saidShort) {
      this.#saidShort = true;
      this.clock.told.textContent = say("seconds-left", { count: Math.ceil(left / 1000) });
    }
    // The next whole second, and a little, since timers may be early by a fraction.
    this.#timer = setTimeout(() => this.#tick(limit), (left % 1000) + 1);
  }

  #zero() {
    if (this.ends) {
      this.onEnd();
      return;
    }
    this.#say(say("time-is-up"), true);
    this.clock.told.textContent = say("time-is-up");
  }

  /** @param {string} words @param {boolean} isShort */
  #say(words, isShort) {
    this.clock.face.textContent = words;
    this.clock.face.toggleAttribute("data-short", isShort);
  }
}
