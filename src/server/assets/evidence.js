// The panels of a trial: one open at a time, every opening and closing told with its time.

import { say } from "./words.js";

/** @typedef {(kind: "evidence-opened" | "evidence-closed", letter: string, at: number) => void} Log */

export class Evidence {
  /** @type {Map<string, HTMLButtonElement>} */ #buttons = new Map();
  /** @type {string | null} */ #open = null;
  /** @type {Set<string>} */ #seen = new Set();

  /** @param {HTMLElement} trial @param {Log} log */
  constructor(trial, log) {
    this.log = log;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (trial.querySelectorAll("button[data-panel]"))) {
      this.#buttons.set(button.dataset.panel ?? "", button);
    }
  }

  /** Different panels that were opened. */
  get seenCount() {
    return this.#seen.size;
  }

  /** @param {string} letter */
  has(letter) {
    return this.#buttons.has(letter);
  }

  /** @param {string} letter @param {number} at */
  toggle(letter, at) {
    if (this.#open === letter) this.close(at);
    else this.open(letter, at);
  }

  /** @param {string} letter @param {number} at */
  open(letter, at) {
    if (this.#open === letter || !this.has(letter)) return;
    this.close(at);
    this.#show(letter, true);
    this.#open = letter;
    this.#seen.add(letter);
    this.log("evidence-opened", letter, at);
  }

  /** @param {number} at */
  close(at) {
    if (this.#open === null) return;
    this.#show(this.#open, false);
    this.log("evidence-closed", this.#open, at);
    this.#open = null;
  }

  /** Moves the focus to the open text, so that the arrow keys scroll it. */
  focusReading() {
    const reading = this.#open === null ? null : this.#reading(this.#open);
    reading?.focus({ preventScroll: true });
    reading?.parentElement?.querySelector("button")?.scrollIntoView({ block: "nearest" });
    reading?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} letter @param {boolean} open */
  #show(letter, open) {
    const button = this.#buttons.get(letter);
    const reading = this.#reading(letter);
    if (!button || !reading) return;
    button.setAttribute("aria-expanded", String(open));
    const seen = button.querySelector(".seen");
    if (seen) seen.textContent = say(open ? "panel-open" : "panel-opened");
    reading.hidden = !open;
  }

  /** @param {string} letter */
  #reading(letter) {
    return document.getElementById(`panel-${letter}`);
  }
}
