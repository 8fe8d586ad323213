// A page of questions: repeats times and percentages in words, and keeps a rating unanswered until it is touched.

import { find } from "./dom.js";
import { durationInWords, percentChangeInWords } from "./wording.js";
import { say } from "./words.js";

/** An empty field counts as zero where the other one is filled. @param {HTMLInputElement} input */
function number(input) {
  return input.value === "" ? 0 : input.valueAsNumber;
}

/** @param {Element} question @param {HTMLFormElement} form */
function duration(question, form) {
  const numbers = question.querySelectorAll("input[type=number]");
  const [minutes, seconds] = /** @type {NodeListOf<HTMLInputElement>} */ (numbers);
  const output = /** @type {HTMLOutputElement} */ (find("output", question));
  const update = () => {
    const total = number(minutes) * 60 + number(seconds);
    const possible = minutes.validity.badInput || seconds.validity.badInput ? 0 : total;
    const valid = possible >= 1 && possible <= 3600;
    minutes.setCustomValidity(valid ? "" : say("time-range"));
    output.value = valid ? say("that-is", { duration: durationInWords(possible) }) : "";
  };
  question.addEventListener("input", update);
  form.addEventListener("formdata", (event) => {
    for (const input of [minutes, seconds]) if (input.value === "") event.formData.set(input.name, "0");
  });
  update();
}

/** @param {Element} question */
function percentChange(question) {
  const percent = /** @type {HTMLInputElement} */ (find("input[type=number]", question));
  const output = /** @type {HTMLOutputElement} */ (find("output", question));
  const update = () => {
    const chosen = /** @type {HTMLInputElement | null} */ (question.querySelector("input[type=radio]:checked"));
    const direction = chosen?.value ?? "";
    percent.disabled = direction === "same";
    percent.max = direction === "faster" ? "99" : "900";
    const known = direction === "same" || (direction !== "" && percent.value !== "" && percent.validity.valid);
    output.value = known ? percentChangeInWords(direction, number(percent)) : "";
  };
  question.addEventListener("input", update);
  update();
}

/** Without a name a field is not sent: a rating gets its name when it is touched. @param {HTMLElement} rating */
function rating(rating) {
  const input = /** @type {HTMLInputElement} */ (find("input[type=range]", rating));
  const output = /** @type {HTMLOutputElement} */ (find("output", rating));
  const answered = () => {
    rating.dataset.answered = "";
    input.name = rating.dataset.rating ?? "";
    input.setCustomValidity("");
    input.setAttribute("aria-valuetext", input.value);
    output.value = input.value;
  };
  input.setCustomValidity(say("choose-place"));
  input.addEventListener("input", answered);
  input.addEventListener("pointerup", answered);
  input.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      answered();
    }
  });
}

const form = document.querySelector("form[data-questions]");
if (form instanceof HTMLFormElement) {
  // A browser may restore earlier values of its own accord, which would show ratings as answered that are not.
  form.reset();
  form.querySelectorAll(".question:has([data-duration])").forEach((question) => duration(question, form));
  form.querySelectorAll(".question:has([data-percent-change])").forEach((question) => percentChange(question));
  form.querySelectorAll("[data-rating]").forEach((element) => rating(/** @type {HTMLElement} */ (element)));
}
