// One trial: shown in one frame, timed from the next, until it is submitted or its time is up.

import { Advice } from "./advice.js";
import { conductOf } from "./conduct.js";
import { Deadline } from "./deadline.js";
import { Decision } from "./decision.js";
import { Evidence } from "./evidence.js";
import { Justification } from "./justification.js";
import { SlowDown } from "./slow-down.js";
import { say } from "./words.js";

/**
 * @typedef {object} Equipment
 * @property {HTMLElement} stage where trials are shown
 * @property {import("./clock.js").FrameMeter} meter
 * @property {import("./presence.js").Presence} presence
 * @property {import("./deadline.js").Clock} clock
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
  /** @type {(end: { timeWasUp: boolean }) => void} */ #finish = () => {};

  /** @param {HTMLElement} root @param {Equipment} equipment */
  constructor(root, equipment) {
    this.root = root;
    this.equipment = equipment;
    this.conduct = conductOf(root);
    this.decision = new Decision(root);
    this.evidence = new Evidence(root, (kind, evidence, at) => {
      equipment.record(kind, { evidence, at_ms: this.#since(at) });
    });
    this.advice = new Advice(root, this.conduct, (at) => this.#advised(at));
    if (this.evidence.has("s")) this.advice.giveUpLetter();
    this.justification = new Justification(root, this.conduct.justification);
    this.slowDown = new SlowDown(this.conduct.slowDownMs, this.decision);
    this.deadline = new Deadline(this.conduct, equipment.clock, () => this.#expire(performance.now()));
    root.addEventListener("input", () => this.#settle());
    /** Settles when the verdict is recorded. @type {Promise<{ timeWasUp: boolean }>} */
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  /** The alert goes onto the page in one frame; the time of the next is when it is on the screen. */
  show() {
    requestAnimationFrame(() => {
      this.deadline.show();
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
        if (intent.letter === "s" && this.advice.isOnDemand && !this.evidence.has("s")) {
          this.advice.bring();
          return true;
        }
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
    this.advice.begin(onset);
    this.deadline.start(onset);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { panel, cite } = button.dataset;
    if (panel !== undefined) this.evidence.toggle(panel, event.timeStamp);
    if (cite !== undefined) this.#cite(cite, event.timeStamp);
    if ("showAdvice" in button.dataset) this.advice.bring();
    if ("submit" in button.dataset) this.#submit(event.timeStamp);
    // After the mouse, Enter should submit rather than press the same button again; after Tab, the focus stays.
    if (panel !== undefined && event.detail > 0) this.evidence.focusReading();
  }

  /** @param {string} letter @param {number} at */
  #cite(letter, at) {
    if (!this.evidence.has(letter)) {
      this.decision.tell(say("no-evidence", { letter }));
      return;
    }
    this.evidence.open(letter, at);
    this.evidence.focusReading();
  }

  /** Advice that was not there from the start is on the screen. @param {number} at */
  #advised(at) {
    this.equipment.record("advice-opened", { at_ms: this.#since(at) });
    this.#settle();
    const shown = this.advice.verdict === null ? "no-suggestion" : "suggestion-shown";
    this.decision.tell(say(this.conduct.timing === "sequential" ? `${shown}-keep` : shown));
  }

  /** A reason is asked for by what is chosen and by what advice is seen. */
  #settle() {
    this.justification.settle(this.decision.choice.verdict, this.advice.isUp ? this.advice.verdict : null);
  }

  /** @param {boolean} away @param {number} at */
  #presence(away, at) {
    this.equipment.record("visibility", { hidden: away, at_ms: this.#since(at) });
    this.#hiddenMs = this.#hiddenUntil(at);
    this.#awaySince = away ? at : null;
  }

  /** @param {number} at */
  #hiddenUntil(at) {
    return this.#hiddenMs + (this.#awaySince === null ? 0 : Math.max(0, at - this.#awaySince));
  }

  /** @param {number} at */
  #submit(at) {
    if (this.#onset === null || this.advice.isNew(at)) return;
    if (this.deadline.isOver(at)) {
      this.#expire(at);
      return;
    }
    if (!this.#hasOpenedEnough() || !this.decision.isComplete()) return;
    if (this.advice.wantsOwnVerdict) this.#judgeFirst(at);
    else if (!this.slowDown.holds(this.decision.choice.confidence, at)) this.#end(at, false);
  }

  #hasOpenedEnough() {
    const { panelsFirst } = this.conduct;
    const opened = this.evidence.seenCount;
    if (opened >= panelsFirst) return true;
    this.decision.tell(say("open-first", { count: panelsFirst, opened }));
    return false;
  }

  /** The own verdict is given, and brings the advice up. @param {number} at */
  #judgeFirst(at) {
    this.#judge("initial", false, at);
    this.root.dataset.step = "final";
    this.decision.tell("");
    this.advice.bring();
  }

  /** The time is up: what is chosen is what counts. @param {number} at */
  #expire(at) {
    if (this.#onset !== null) this.#end(at, true);
  }

  /** @param {number} at @param {boolean} timeWasUp */
  #end(at, timeWasUp) {
    const { meter, presence } = this.equipment;
    presence.onChange = () => {};
    this.advice.end();
    this.deadline.stop();
    this.slowDown.end();
    this.evidence.close(at);
    this.#judge("final", timeWasUp, at);
    meter.stop();
    this.#onset = null;
    this.root.remove();
    this.#finish({ timeWasUp });
  }

  /** @param {"initial" | "final"} stage @param {boolean} expired @param {number} at */
  #judge(stage, expired, at) {
    const { meter, clockStep, record } = this.equipment;
    const times = { wall_ms: this.#since(at), hidden_ms: this.#hiddenUntil(at), clock_step_ms: clockStep };
    record("judged", { stage, ...this.decision.choice, expired, ...times, ...meter.figures });
  }

  /** An event can be a fraction of a frame older than the onset. @param {number} at */
  #since(at) {
    return Math.max(0, at - (this.#onset ?? at));
  }
}
