// What has been chosen in a trial, and what is still missing.

import { say } from "./words.js";

/** @typedef {{ verdict: number | null, confidence: number | null, decisive: string[], justification: string | null }} Choice */

/** What a decision can ask for. */
const PARTS = ["verdict", "decisive", "confidence", "justification"];

export class Decision {
  /** @param {HTMLElement} trial */
  constructor(trial) {
    this.trial = trial;
    this.told = trial.querySelector("[data-told]");
    trial.addEventListener("input", () => this.#settle());
  }

  /** What is chosen so far. @returns {Choice} */
  get choice() {
    const number = (/** @type {string[]} */ given) => (given.length === 0 ? null : Number(given[0]));
    return {
      verdict: number(this.#given("verdict")),
      confidence: number(this.#given("confidence")),
      decisive: this.#given("decisive"),
      justification: this.#isAsked("justification") ? (this.#given("justification")[0] ?? null) : null,
    };
  }

  get hasTold() {
    return this.told?.textContent !== "";
  }

  /** Chooses as a click would. @param {"verdict" | "confidence"} name @param {number} value */
  choose(name, value) {
    const input = this.#input(name, String(value));
    if (!input) return;
    this.#set(input, true);
    this.tell(name === "verdict" ? say("verdict", { verdict: input.dataset.words ?? "" }) : say("sure", { percent: value }));
  }

  /** @param {string} letter */
  toggleMark(letter) {
    const input = this.#input("decisive", letter);
    if (!input) return;
    this.#set(input, !input.checked);
    this.tell(say(input.checked ? "marked" : "unmarked", { letter }));
  }

  /** Whether nothing is missing; else the page says what is, and a field that waits for text gets the focus. */
  isComplete() {
    const missing = PARTS.filter((part) => this.#isAsked(part) && this.#given(part).length === 0);
    for (const part of missing) this.#part(part)?.setAttribute("data-missing", "");
    if (missing.length === 0) return true;
    this.tell(say("missing", { parts: missing.map((part) => say(`part-${part}`)).join(", ") }));
    if (missing.length === 1) this.#part(missing[0])?.querySelector("textarea")?.focus();
    return false;
  }

  /** Says something in the line that is read out. @param {string | Node} words */
  tell(words) {
    this.told?.replaceChildren(words);
  }

  /** A part that is chosen is no longer marked as missing. */
  #settle() {
    for (const part of PARTS) {
      if (this.#given(part).length > 0) this.#part(part)?.removeAttribute("data-missing");
    }
    if (!this.trial.querySelector("[data-missing]")) this.tell("");
  }

  /** @param {HTMLInputElement} input @param {boolean} checked */
  #set(input, checked) {
    input.checked = checked;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** A part that is not there, or not due, or has nothing to choose from, is not asked for. @param {string} part */
  #isAsked(part) {
    const place = this.#part(part);
    return place !== null && !place.hidden && place.querySelector("input, textarea") !== null;
  }

  /** @param {string} part @returns {HTMLElement | null} */
  #part(part) {
    return this.trial.querySelector(`[data-part="${part}"]`);
  }

  /** @param {string} name @param {string} value @returns {HTMLInputElement | null} */
  #input(name, value) {
    return this.trial.querySelector(`input[name="${name}"][value="${value}"]`);
  }

  /** The values that are chosen or written. @param {string} name */
  #given(name) {
    const fields = this.trial.querySelectorAll(`input[name="${name}"]:checked, textarea[name="${name}"]`);
    const values = [.../** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */ (fields)];
    return values.map((field) => field.value.trim()).filter((value) => value !== "");
  }
}
