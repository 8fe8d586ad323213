// Runs the trials of a block: sends leftovers, fetches the trials, shows each when asked, goes on when all is saved.

import { FrameMeter, smallestClockStep } from "./clock.js";
import { element } from "./dom.js";
import { newEventId } from "./event-id.js";
import { listenForKeys } from "./keyboard.js";
import { Outbox } from "./outbox.js";
import { askForNext } from "./pause.js";
import { Presence } from "./presence.js";
import { showSaving } from "./saving.js";
import { connectHelp } from "./help.js";
import { Trial, parseTrial } from "./trial.js";
import { say } from "./words.js";

const main = element("main");
/** @type {Trial | null} */
let current = null;

/** @param {"loading" | "trial" | "between" | "sending" | "offline-end" | "signed-out" | "nothing"} state */
function show(state) {
  // Whoever is signed out has to come in again, whatever the clock of an alert does meanwhile.
  if (main.dataset.state !== "signed-out") main.dataset.state = state;
}

/**
 * The unanswered trials; null where the session is gone.
 * @returns {Promise<{ reference: string, html: string }[] | null>}
 */
async function fetchTrials() {
  const RETRY_MS = 3000;
  for (;;) {
    try {
      const response = await fetch("/session/trials", { headers: { accept: "application/json" }, cache: "no-store" });
      if (response.status === 401 || response.status === 403) return null;
      if (response.ok) return (await response.json()).trials;
    } catch {
      // Tried again below, as after an error of the server.
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** @param {Outbox} outbox @param {{ reference: string, html: string }[]} trials */
async function runTrials(outbox, trials) {
  const clockStep = smallestClockStep();
  const clock = { face: element("clock"), told: element("clock-told") };
  const roots = trials.map(({ html }) => parseTrial(html));
  const pause = (/** @type {string} */ words) => askForNext({ place, words, timeWasUp }, () => show("between"));
  let place = "";
  let timeWasUp = false;
  help.leaveOut(roots);
  await meter.ready;
  for (const [index, { reference }] of trials.entries()) {
    const root = roots[index];
    const record = (/** @type {string} */ kind, /** @type {object} */ fields) =>
      outbox.add({ id: newEventId(), kind, trial: reference, ...fields });
    place = root.dataset.place ?? "";
    await pause(say(index === 0 ? "show-alert" : "next-alert"));
    current = new Trial(root, { stage: element("stage"), meter, presence, clock, clockStep, record });
    show("trial");
    current.show();
    ({ timeWasUp } = await current.finished);
    current = null;
    help.close();
  }
  // Nobody should have to guess why the last alert of a part went away.
  if (timeWasUp) await pause(say("continue"));
}

/** @param {import("./keyboard.js").Intent} intent @param {number} at */
function take(intent, at) {
  if (intent.kind === "help") help.open();
  else if (intent.kind === "continue" && main.dataset.state === "between") element("next").click();
  else return main.dataset.state === "trial" && current !== null && current.take(intent, at);
  return true;
}

const help = connectHelp();
const meter = new FrameMeter();
const presence = new Presence();
const outbox = await Outbox.open("/session/events");
const hadLeftovers = !outbox.isEmpty;
showSaving(outbox, element("saving"));
outbox.addEventListener("change", () => {
  if (outbox.condition === "signed-out") show("signed-out");
  else if (main.dataset.state === "sending" && outbox.condition === "offline") show("offline-end");
});
// A page that the browser kept after it was done would wait for nothing.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && main.dataset.state !== "trial") location.reload();
});
element("retry").addEventListener("click", () => outbox.sendNow());
await outbox.whenEmpty();

const trials = await fetchTrials();
if (trials === null) show("signed-out");
else if (trials.length === 0 && !hadLeftovers) show("nothing");
else {
  // What follows a refused verdict would be refused as well: the session says where it really is.
  outbox.addEventListener("verdict-refused", () => void outbox.whenEmpty().then(() => location.assign("/session")));
  listenForKeys(take);
  window.addEventListener("pagehide", () => outbox.beacon());
  await runTrials(outbox, trials);
  show(outbox.condition === "offline" ? "offline-end" : "sending");
  await outbox.whenEmpty();
  location.assign("/session");
}
