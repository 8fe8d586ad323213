// Says in the header whether the answers are saved, and asks before answers are left behind.

/** @param {import("./outbox.js").Outbox} outbox */
function words(outbox) {
  const count = outbox.answersWaiting;
  const waiting = count === 0 ? "" : `${count} answer${count === 1 ? "" : "s"} waiting`;
  switch (outbox.condition) {
    case "offline":
      return `${waiting || "offline"}: answers are kept here and sent when the connection is back`;
    case "signed-out":
      return waiting || "not connected";
    case "waiting":
      return waiting;
    default:
      return "saved";
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
    if (outbox.answersWaiting > 0) window.addEventListener("beforeunload", ask);
    else window.removeEventListener("beforeunload", ask);
  };
  outbox.addEventListener("change", update);
  update();
}
