// What the browser's clock and screen can resolve, measured so that a time can be judged later.

/** The smallest step of the clock that is seen, in milliseconds; 0 where none was seen. */
export function smallestClockStep() {
  const LOOK_MS = 20;
  const start = performance.now();
  let smallest = Infinity;
  let before = start;
  while (before < start + LOOK_MS) {
    const now = performance.now();
    if (now > before) smallest = Math.min(smallest, now - before);
    before = now;
  }
  return Number.isFinite(smallest) ? smallest : 0;
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Watches the intervals between frames: between trials to know the usual one, in a trial to count the late ones. */
export class FrameMeter {
  static #KEPT = 120;
  static #ENOUGH = 20;
  /** @type {number[]} */ #usual = [];
  /** @type {number | null} */ #before = null;
  #refresh = 0;
  #late = 0;
  #counting = false;
  /** @type {() => void} */ #setReady = () => {};

  constructor() {
    /** Settles when enough frames were seen to know the usual interval. @type {Promise<void>} */
    this.ready = new Promise((resolve) => (this.#setReady = resolve));
    // No frames are drawn while the page is hidden; the gap is not a late frame.
    document.addEventListener("visibilitychange", () => (this.#before = null));
    requestAnimationFrame(this.#frame);
  }

  /** From now on late frames are counted. */
  start() {
    this.#refresh = this.#usual.length > 0 ? median(this.#usual) : 0;
    this.#late = 0;
    this.#counting = true;
  }

  /** Ends the count. */
  stop() {
    this.#counting = false;
  }

  /** The usual interval before the trial, and the late frames in it so far. */
  get figures() {
    return { refresh_ms: this.#refresh, dropped_frames: this.#late };
  }

  /** @param {number} now */
  #frame = (now) => {
    if (this.#before !== null) this.#take(now - this.#before);
    this.#before = now;
    requestAnimationFrame(this.#frame);
  };

  /** @param {number} interval */
  #take(interval) {
    if (this.#counting) {
      if (interval > 1.5 * this.#refresh) this.#late += 1;
      return;
    }
    this.#usual.push(interval);
    if (this.#usual.length > FrameMeter.#KEPT) this.#usual.shift();
    if (this.#usual.length >= FrameMeter.#ENOUGH) this.#setReady();
  }
}
