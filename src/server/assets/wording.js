// Says numbers in words, so that a participant sees whether the answer is what was meant.

import { say } from "./words.js";

/** "1 minute 30 seconds" @param {number} seconds whole seconds */
export function durationInWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [];
  if (minutes > 0) parts.push(say("minutes", { count: minutes }));
  if (rest > 0 || minutes === 0) parts.push(say("seconds", { count: rest }));
  return parts.join(" ");
}

/**
 * "Faster by 20 %" can be read as speed or as time: an example in minutes settles it.
 * @param {string} direction faster, same or slower
 * @param {number} percent
 */
export function percentChangeInWords(direction, percent) {
  if (direction === "same" || percent === 0) return say("no-change");
  const isFaster = direction === "faster";
  const minutes = 100 + (isFaster ? -percent : percent);
  return say(isFaster ? "less-time" : "more-time", { percent, minutes });
}
