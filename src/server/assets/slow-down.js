// A second look: who is not very sure waits once before the verdict is taken.

import { say } from "./words.js";

/** Own confidence, in percent, below which a decision has to wait. */
const SLOW_DOWN_BELOW = 80;

export class SlowDown {
  /** @type {number | null} */ #until = null;
  /** @type {number | undefined} */ #timer;
  /** What is said, and in it the number that counts down in silence. */
  #words = document.createElement("span");
  #visible = document.createElement("span");
  #passedOver = false;

  /** @param {number} waitMs @param {import("./decision.js").Decision} decision */
  constructor(waitMs, decision) {
    this.waitMs = waitMs;
    this.decision = decision;
    this.#visible.setAttribute("aria-hidden", "true");
  }

  /**
   * Whether a submission has to wait. The first one of an unsure decision starts the wait, and no change of the stated
   * confidence cuts it short, so that nobody gains by stating another.
   * @param {number | null} confidence
   * @param {number} at
   */
  holds(confidence, at) {
    if (this.#until === null) {
      if (this.waitMs === 0 || confidence === null || confidence >= SLOW_DOWN_BELOW) return false;
      this.#until = at + this.waitMs;
    }
    if (at >= this.#until) return false;
    this.#say();
    this.#tick();
    return true;
  }

  end() {
    clearTimeout(this.#timer);
  }

  get #seconds() {
    return Math.ceil(((this.#until ?? 0) - performance.now()) / 1000);
  }

  /** Read out with the number at this moment; afterwards only the visible one changes. */
  #say() {
    const spoken = document.createElement("span");
    spoken.className = "for-readers";
    spoken.textContent = say("in-seconds", { count: this.#seconds });
    this.#words.replaceChildren(`${say("look-again")}\u00a0`, spoken, this.#visible);
    this.decision.tell(this.#words);
    this.#passedOver = false;
  }

  #tick() {
    clearTimeout(this.#timer);
    const left = (this.#until ?? 0) - performance.now();
    if (left <= 0) {
      this.decision.tell(say("submit-now"));
      return;
    }
    this.#visible.textContent = say("in-s", { count: this.#seconds });
    this.#restore();
    this.#timer = setTimeout(() => this.#tick(), (left % 1000) + 1);
  }

  /** What was told of a choice in the meantime stays for a moment. */
  #restore() {
    if (this.#words.isConnected) return;
    if (this.#passedOver || !this.decision.hasTold) this.#say();
    else this.#passedOver = true;
  }
}
