// Says in the header whether the answers are saved, and asks before anything unsent is left behind.

import { say } from "./words.js";

/** @param {import("./outbox.js").Outbox} outbox */
function words(outbox) {
  const count = outbox.answersWaiting;
  const waiting = count === 0 ? "" : say("waiting", { count });
  switch (outbox.condition) {
    case "offline":
      return say("kept", { state: waiting || say("offline") });
    case "signed-out":
      return waiting || say("not-connected");
    case "waiting":
      return waiting;
    default:
      return say("saved");
  }
}

/** @param {BeforeUnloadEvent} event */
function ask(event) {
  event.preventDefault();
}

/** @param {import("./outbox.js").Outbox} outbox @param {HTMLElement} line */
export function showSaving(outbox, line) {
  const update = () => {
    const text = words(outbox);
    if (line.textContent !== text) line.textContent = text;
    if (!outbox.isEmpty) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  };
  outbox.addEventListener("change", update);
  update();
}
