// Shows the trainer's screens one at a time, and fetches them anew every few seconds without moving what is on the screen.

const EVERY_MS = 3000;

const main = document.querySelector("main");
const nav = document.querySelector("nav");
const previous = nav.querySelector("[data-previous]");
const next = nav.querySelector("[data-next]");
const place = nav.querySelector("[data-place]");
const lost = nav.querySelector("[data-lost]");
const told = document.querySelector("[data-told]");
const address = document.body.dataset.address;
const study = document.title;

/** The text of the screens as they were received last. @type {string | null} */
let received = null;
/** The id of the screen in view. */
let current = "";

/** @returns {HTMLElement[]} */
function screens() {
  return [...main.querySelectorAll(".screen")];
}

/** @returns {number} */
function index() {
  return Math.max(0, screens().findIndex((screen) => screen.id === current));
}

/** Shows the screen at a place, the first or last one where there is none. @param {number} wanted */
function show(wanted) {
  const all = screens();
  const at = Math.min(Math.max(wanted, 0), all.length - 1);
  const changed = all[at].id !== current;
  current = all[at].id;
  all.forEach((screen, number) => {
    screen.hidden = number !== at;
    screen.classList.toggle("enters", changed && number === at);
  });
  previous.disabled = at === 0;
  next.disabled = at === all.length - 1;
  nav.hidden = all.length < 2;
  place.textContent = `${at + 1} of ${all.length}`;
  if (!changed) return;
  const title = all[at].querySelector("h2").textContent;
  document.title = `${title} · ${study}`;
  told.textContent = `Screen ${at + 1} of ${all.length}: ${all[at].innerText}`;
  scrollTo(0, 0);
  if (location.hash.slice(1) !== current) history.replaceState(null, "", `#${current}`);
}

/** Takes new screens: what is in view stays in view, and only what differs is replaced. @param {string} html */
function take(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const ids = [...fresh.content.querySelectorAll(".screen")].map((screen) => screen.id);
  if (ids.join() !== screens().map((screen) => screen.id).join()) {
    main.replaceChildren(fresh.content);
    show(Math.max(0, ids.indexOf(current)));
    return;
  }
  const notice = main.querySelector("[data-notice]");
  const freshNotice = fresh.content.querySelector("[data-notice]");
  if (notice && freshNotice) notice.textContent = freshNotice.textContent;
  for (const screen of fresh.content.querySelectorAll(".screen")) {
    const shown = document.getElementById(screen.id);
    if (shown.innerHTML === screen.innerHTML) continue;
    const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    shown.replaceChildren(...screen.childNodes);
    if (focused) shown.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

async function poll() {
  try {
    const answer = await fetch(`${address}/screens`, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (html !== received) take(html);
    received = html;
    lost.hidden = true;
  } catch {
    // What was shown stays; the trainer is told in small type, the room need not be.
    lost.hidden = false;
    nav.hidden = false;
  }
  setTimeout(poll, EVERY_MS);
}

/** What a key does; clickers send PageUp and PageDown. @param {KeyboardEvent} event @returns {number | null} */
function wanted(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case "ArrowRight":
    case "ArrowDown":
    case "PageDown":
      return index() + 1;
    case "ArrowLeft":
    case "ArrowUp":
    case "PageUp":
    case "Backspace":
      return index() - 1;
    case " ":
      return event.target.closest("button, a") ? null : index() + (event.shiftKey ? -1 : 1);
    case "Home":
      return 0;
    case "End":
      return screens().length - 1;
    default:
      return null;
  }
}

/** Whether a screen that is higher than the window still goes on in the key's direction. @param {KeyboardEvent} event */
function scrolls(event) {
  if (!["ArrowDown", "ArrowUp"].includes(event.key)) return false;
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
  return event.key === "ArrowDown" ? scrollTop + clientHeight < scrollHeight - 1 : scrollTop > 0;
}

addEventListener("keydown", (event) => {
  const at = wanted(event);
  if (at === null || scrolls(event)) return;
  event.preventDefault();
  show(at);
});
previous.addEventListener("click", () => show(index() - 1));
next.addEventListener("click", () => show(index() + 1));
main.addEventListener("click", (event) => {
  if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
  show(index() + (event.clientX < innerWidth / 3 ? -1 : 1));
});
addEventListener("hashchange", () => {
  show(screens().findIndex((screen) => screen.id === location.hash.slice(1)));
});

main.classList.add("runs");
show(screens().findIndex((screen) => screen.id === location.hash.slice(1)));
setTimeout(poll, EVERY_MS);
