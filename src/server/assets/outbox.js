// Events wait here until the server has acknowledged them; they go in order, in small batches, as often as it takes.

import { OutboxStore } from "./outbox-store.js";

/**
 * @typedef {{ id: string, kind: string, trial: string, [field: string]: unknown }} TrialEvent
 * @typedef {"saved" | "waiting" | "offline" | "signed-out"} Condition
 */

const BATCH = 20;
const GATHER_MS = 800;
const TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 20_000;
/** The server cannot read the request: sending the same again does not help. */
const UNREADABLE = [400, 413, 415, 422];

export class Outbox extends EventTarget {
  /** @type {import("./outbox-store.js").Entry[]} */ #entries = [];
  /** @type {number | undefined} */ #timer;
  #due = Infinity;
  #sending = false;
  #failures = 0;
  #batch = BATCH;
  #signedOut = false;

  /** @param {string} address @param {OutboxStore} store */
  constructor(address, store) {
    super();
    this.address = address;
    this.store = store;
    window.addEventListener("online", () => this.sendNow());
    window.addEventListener("offline", () => this.#tell());
  }

  /** An outbox that begins with what earlier pages left. @param {string} address */
  static async open(address) {
    const outbox = new Outbox(address, await OutboxStore.open());
    outbox.#entries = await outbox.store.leftovers();
    if (!outbox.isEmpty) outbox.#schedule(0);
    return outbox;
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** Verdicts that are not acknowledged yet; an own verdict before advice is a part of one. */
  get answersWaiting() {
    return this.#entries.filter(({ event }) => event.kind === "judged" && event.stage !== "initial").length;
  }

  /** @returns {Condition} */
  get condition() {
    if (this.#signedOut) return "signed-out";
    if (this.#failures > 0 || (!navigator.onLine && !this.isEmpty)) return "offline";
    return this.answersWaiting > 0 ? "waiting" : "saved";
  }

  /** Takes an event. A verdict goes out at once, with all that came before it. @param {TrialEvent} event */
  add(event) {
    this.#entries.push(this.store.add(event));
    this.#schedule(event.kind === "judged" ? 0 : GATHER_MS);
    this.#tell();
  }

  sendNow() {
    if (!this.isEmpty) this.#schedule(0);
  }

  /** Settles when everything is acknowledged. @returns {Promise<void>} */
  whenEmpty() {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.isEmpty) return;
        this.removeEventListener("change", look);
        resolve();
      };
      this.addEventListener("change", look);
      look();
    });
  }

  /**
   * The page goes away: a last try whose answer nobody hears. What it carries stays here and is sent again under the
   * same ids; the server takes it once.
   */
  beacon() {
    const MOST = 200;
    const events = this.#entries.slice(0, MOST).map((entry) => entry.event);
    if (events.length === 0 || this.#signedOut) return;
    navigator.sendBeacon(this.address, new Blob([JSON.stringify({ events })], { type: "application/json" }));
  }

  /** @param {number} delay */
  #schedule(delay) {
    const due = performance.now() + delay;
    if (this.#sending || this.#signedOut || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#send(), delay);
  }

  async #send() {
    this.#due = Infinity;
    const batch = this.#entries.slice(0, this.#batch);
    if (batch.length === 0) return;
    this.#sending = true;
    const answered = await this.#post(batch.map((entry) => entry.event));
    this.#sending = false;
    if (answered) {
      this.#failures = 0;
      this.#batch = BATCH;
      this.#acknowledge(batch, answered);
    } else {
      this.#failures += 1;
    }
    if (!this.isEmpty) this.#schedule(this.#wait());
    this.#tell();
  }

  #wait() {
    return this.#failures === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), LAST_RETRY_MS);
  }

  /** The ids that are dealt with; none where the server could not be reached. @param {TrialEvent[]} events */
  async #post(events) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ events }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      this.#signedOut = response.status === 401 || response.status === 403;
      if (UNREADABLE.includes(response.status)) return this.#isolate(events, response.status);
      if (!response.ok) return null;
      const { saved = [], refused = [] } = await response.json();
      for (const { id, reason } of refused) {
        console.warn("refused by the server:", reason, id);
        const isVerdict = events.some((event) => event.id === id && event.kind === "judged");
        if (isVerdict) this.dispatchEvent(new Event("verdict-refused"));
      }
      return new Set([...saved, ...refused.map((/** @type {{id: string}} */ one) => one.id)]);
    } catch {
      return null;
    }
  }

  /**
   * One unreadable event must not keep the others back: send singly, and let go of the one that fails alone.
   * @param {TrialEvent[]} events
   * @param {number} status
   */
  #isolate(events, status) {
    if (events.length > 1) {
      this.#batch = 1;
      return null;
    }
    console.warn("refused by the server: status", status, events[0].id);
    return new Set([events[0].id]);
  }

  /** @param {import("./outbox-store.js").Entry[]} batch @param {Set<string>} ids */
  #acknowledge(batch, ids) {
    const gone = batch.filter((entry) => ids.has(entry.event.id));
    this.#entries = this.#entries.filter((entry) => !gone.includes(entry));
    void this.store.remove(gone);
    // An answer that names none of the events would otherwise be asked for again without a pause.
    if (gone.length === 0) this.#failures += 1;
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
