// The advice frame: what it says is there from the start, or comes up later in the same place.

export class Advice {
  /** @type {number | undefined} */ #timer;
  /** @type {"waiting" | "coming" | "up" | "gone"} */ #state;
  /** When it came up, where it was not there from the start. */
  #since = -Infinity;

  /**
   * @param {HTMLElement} trial
   * @param {import("./conduct.js").Conduct} conduct
   * @param {(at: number) => void} onUp told of the frame in which the content is on the screen, where it comes later
   */
  constructor(trial, conduct, onUp) {
    this.conduct = conduct;
    this.onUp = onUp;
    this.frame = /** @type {HTMLElement} */ (trial.querySelector(".advice"));
    this.content = /** @type {HTMLElement} */ (this.frame.querySelector("[data-suggested]"));
    this.waiting = /** @type {HTMLElement | null} */ (this.frame.querySelector("[data-waiting]"));
    this.#state = conduct.timing === "concurrent" ? "up" : "waiting";
  }

  /** Whether the content is on the screen. */
  get isUp() {
    return this.#state === "up";
  }

  /** Whether it can be asked for. */
  get isOnDemand() {
    return this.conduct.timing === "on-demand" && this.#state === "waiting";
  }

  /** Whether an own verdict has to bring it up. */
  get wantsOwnVerdict() {
    return this.conduct.timing === "sequential" && this.#state === "waiting";
  }

  /** The verdict that is suggested; none where there is no suggestion. @returns {number | null} */
  get verdict() {
    return this.content.dataset.verdict === undefined ? null : Number(this.content.dataset.verdict);
  }

  /** Whether the own verdict has just brought it up: a second press cannot be an answer to it. @param {number} at */
  isNew(at) {
    const DOUBLE_PRESS_MS = 400;
    if (this.conduct.timing !== "sequential") return false;
    return this.#state === "coming" || at - this.#since < DOUBLE_PRESS_MS;
  }

  /** The letter that asks for it belongs to a panel. */
  giveUpLetter() {
    this.waiting?.querySelector("kbd")?.remove();
  }

  /** @param {number} onset */
  begin(onset) {
    if (this.conduct.timing !== "delayed") return;
    this.#timer = setTimeout(() => this.bring(), onset + this.conduct.delayMs - performance.now());
  }

  /** The content goes into the frame in one frame of the screen; the time of the next is when it can be read. */
  bring() {
    if (this.#state !== "waiting") return;
    this.#state = "coming";
    requestAnimationFrame(() => {
      if (this.#state !== "coming") return;
      if (this.waiting) this.waiting.hidden = true;
      this.content.hidden = false;
      // Who asked for it reads it next; who did not is left where they are.
      if (this.conduct.timing !== "delayed") this.#face();
      requestAnimationFrame((at) => this.#up(at));
    });
  }

  /** The trial is over. */
  end() {
    clearTimeout(this.#timer);
    this.#state = "gone";
  }

  #face() {
    this.frame.tabIndex = -1;
    this.frame.focus({ preventScroll: true });
    this.frame.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  #up(at) {
    if (this.#state !== "coming") return;
    this.#state = "up";
    this.#since = at;
    this.onUp(at);
  }
}
