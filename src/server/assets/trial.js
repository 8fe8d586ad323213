// One trial: shown in one frame, timed from the next, until it is submitted.

import { Decision } from "./decision.js";
import { Evidence } from "./evidence.js";

/**
 * @typedef {object} Equipment
 * @property {HTMLElement} stage where trials are shown
 * @property {import("./clock.js").FrameMeter} meter
 * @property {import("./presence.js").Presence} presence
 * @property {number} clockStep
 * @property {(kind: string, fields: object) => void} record
 */

/** @param {string} html @returns {HTMLElement} */
export function parseTrial(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const root = template.content.firstElementChild;
  if (!(root instanceof HTMLElement)) throw new Error("a trial is empty");
  return root;
}

export class Trial {
  /** @type {number | null} */ #onset = null;
  #hiddenMs = 0;
  /** @type {number | null} */ #awaySince = null;
  /** @type {() => void} */ #finish = () => {};

  /** @param {HTMLElement} root @param {Equipment} equipment */
  constructor(root, equipment) {
    this.root = root;
    this.equipment = equipment;
    this.decision = new Decision(root);
    this.evidence = new Evidence(root, (kind, evidence, at) => {
      equipment.record(kind, { evidence, at_ms: this.#since(at) });
    });
    /** Settles when the verdict is recorded. @type {Promise<void>} */
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  /** The alert goes onto the page in one frame; the time of the next is when it is on the screen. */
  show() {
    requestAnimationFrame(() => {
      this.equipment.stage.replaceChildren(this.root);
      this.root.focus({ preventScroll: true });
      requestAnimationFrame((onset) => this.#begin(onset));
    });
  }

  /** What a key asks for; true where it was used. @param {import("./keyboard.js").Intent} intent @param {number} at */
  take(intent, at) {
    if (this.#onset === null) return false;
    switch (intent.kind) {
      case "evidence":
        if (!this.evidence.has(intent.letter)) return false;
        this.evidence.toggle(intent.letter, at);
        this.evidence.focusReading();
        return true;
      case "decisive":
        if (!this.evidence.has(intent.letter)) return false;
        this.decision.toggleMark(intent.letter);
        return true;
      case "verdict":
        this.decision.choose("verdict", intent.verdict);
        return true;
      case "confidence":
        this.decision.choose("confidence", intent.percent);
        return true;
      case "submit":
        this.#submit(at);
        return true;
      default:
        return false;
    }
  }

  /** @param {number} onset */
  #begin(onset) {
    const { meter, presence, record } = this.equipment;
    this.#onset = onset;
    this.root.dataset.onsetMs = String(onset);
    record("trial-opened", { onset_epoch_ms: performance.timeOrigin + onset });
    meter.start();
    presence.onChange = (away, at) => this.#presence(away, at);
    if (presence.isAway) this.#presence(true, onset);
    this.root.addEventListener("click", (event) => this.#click(event));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { panel, cite } = button.dataset;
    if (panel !== undefined) this.evidence.toggle(panel, event.timeStamp);
    if (cite !== undefined) this.#cite(cite, event.timeStamp);
    if ("submit" in button.dataset) this.#submit(event.timeStamp);
    // After the mouse, Enter should submit rather than press the same button again; after Tab, the focus stays.
    if (panel !== undefined && event.detail > 0) this.evidence.focusReading();
  }

  /** @param {string} letter @param {number} at */
  #cite(letter, at) {
    if (!this.evidence.has(letter)) {
      this.decision.tell(`There is no evidence ${letter}.`);
      return;
    }
    this.evidence.open(letter, at);
    this.evidence.focusReading();
  }

  /** @param {boolean} away @param {number} at */
  #presence(away, at) {
    this.equipment.record("visibility", { hidden: away, at_ms: this.#since(at) });
    this.#countAway(at);
    this.#awaySince = away ? at : null;
  }

  /** @param {number} until */
  #countAway(until) {
    if (this.#awaySince !== null) this.#hiddenMs += Math.max(0, until - this.#awaySince);
    this.#awaySince = null;
  }

  /** @param {number} at */
  #submit(at) {
    const choice = this.decision.complete();
    if (!choice || this.#onset === null) return;
    const { meter, presence, clockStep, record } = this.equipment;
    presence.onChange = () => {};
    this.#countAway(at);
    this.evidence.close(at);
    const times = { wall_ms: this.#since(at), hidden_ms: this.#hiddenMs, clock_step_ms: clockStep };
    record("judged", { ...choice, ...times, ...meter.stop() });
    this.#onset = null;
    this.root.remove();
    this.#finish();
  }

  /** An event can be a fraction of a frame older than the onset. @param {number} at */
  #since(at) {
    return Math.max(0, at - (this.#onset ?? at));
  }
}
