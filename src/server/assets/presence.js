// Whether the participant has the page in front: not hidden, not left, and with the focus.

export class Presence {
  #hidden = document.hidden;
  #blurred = !document.hasFocus();
  #left = false;
  #away = this.isAway;
  /** Told of every change, with the time of the event that caused it. @type {(away: boolean, at: number) => void} */
  onChange = () => {};

  constructor() {
    document.addEventListener("visibilitychange", (event) => {
      this.#hidden = document.hidden;
      this.#tell(event);
    });
    window.addEventListener("blur", (event) => this.#set("blurred", event));
    window.addEventListener("focus", (event) => this.#set("focused", event));
    window.addEventListener("pagehide", (event) => this.#set("left", event));
    window.addEventListener("pageshow", (event) => this.#set("back", event));
    // A key press can only come from a page that has the focus.
    document.addEventListener("keydown", (event) => this.#set("focused", event), { capture: true });
  }

  get isAway() {
    return this.#hidden || this.#blurred || this.#left;
  }

  /** @param {"blurred" | "focused" | "left" | "back"} what @param {Event} event */
  #set(what, event) {
    if (what === "blurred" || what === "focused") this.#blurred = what === "blurred";
    else this.#left = what === "left";
    this.#tell(event);
  }

  /** @param {Event} event */
  #tell(event) {
    if (this.isAway === this.#away) return;
    this.#away = this.isAway;
    this.onChange(this.#away, event.timeStamp);
  }
}
