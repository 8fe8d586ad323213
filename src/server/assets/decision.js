// What has been chosen in a trial, and what is still missing.

/** @typedef {{ verdict: number, confidence: number, decisive: string[] }} Choice */

export class Decision {
  /** @param {HTMLElement} trial */
  constructor(trial) {
    this.trial = trial;
    this.told = trial.querySelector("[data-told]");
    trial.addEventListener("input", () => this.#settle());
  }

  /** Chooses as a click would. @param {"verdict" | "confidence"} name @param {number} value */
  choose(name, value) {
    const input = this.#input(name, String(value));
    if (!input) return;
    input.checked = true;
    this.#settle();
    this.tell(name === "verdict" ? `Verdict: ${input.dataset.words}` : `How sure: ${value} %`);
  }

  /** @param {string} letter */
  toggleMark(letter) {
    const input = this.#input("decisive", letter);
    if (!input) return;
    input.checked = !input.checked;
    this.#settle();
    this.tell(`Evidence ${letter} ${input.checked ? "marked" : "not marked"} as decisive`);
  }

  /** The whole choice, or nothing: then the page says what is missing. @returns {Choice | null} */
  complete() {
    const missing = this.#missing();
    for (const [part] of missing) this.#part(part)?.setAttribute("data-missing", "");
    if (missing.length > 0) {
      this.tell(`Still missing: ${missing.map(([, words]) => words).join(", ")}.`);
      return null;
    }
    return {
      verdict: Number(this.#chosen("verdict")[0]),
      confidence: Number(this.#chosen("confidence")[0]),
      decisive: this.#chosen("decisive"),
    };
  }

  /** Says something in the line that is read out. @param {string} words */
  tell(words) {
    if (this.told) this.told.textContent = words;
  }

  #missing() {
    /** @type {[string, string][]} */
    const needed = [["verdict", "verdict"], ["decisive", "decisive evidence"], ["confidence", "how sure you are"]];
    return needed.filter(([part]) => this.#part(part)?.querySelector("input") && this.#chosen(part).length === 0);
  }

  /** A part that is chosen is no longer marked as missing. */
  #settle() {
    for (const part of ["verdict", "decisive", "confidence"]) {
      if (this.#chosen(part).length > 0) this.#part(part)?.removeAttribute("data-missing");
    }
    if (!this.trial.querySelector("[data-missing]")) this.tell("");
  }

  /** @param {string} part */
  #part(part) {
    return this.trial.querySelector(`[data-part="${part}"]`);
  }

  /** @param {string} name @param {string} value @returns {HTMLInputElement | null} */
  #input(name, value) {
    return this.trial.querySelector(`input[name="${name}"][value="${value}"]`);
  }

  /** @param {string} name */
  #chosen(name) {
    const inputs = this.trial.querySelectorAll(`input[name="${name}"]:checked`);
    return [.../** @type {NodeListOf<HTMLInputElement>} */ (inputs)].map((input) => input.value);
  }
}
