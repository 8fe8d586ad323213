// Says numbers in words, so that a participant sees whether the answer is what was meant.

/** @param {number} count @param {string} unit */
function counted(count, unit) {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "1 minute 30 seconds" @param {number} seconds whole seconds */
export function durationInWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [];
  if (minutes > 0) parts.push(counted(minutes, "minute"));
  if (rest > 0 || minutes === 0) parts.push(counted(rest, "second"));
  return parts.join(" ");
}

/**
 * "Faster by 20 %" can be read as speed or as time: an example in minutes settles it.
 * @param {string} direction faster, same or slower
 * @param {number} percent
 */
export function percentChangeInWords(direction, percent) {
  if (direction === "same" || percent === 0) return "That is no change in time.";
  const sign = direction === "faster" ? -1 : 1;
  const becomes = counted(100 + sign * percent, "minute");
  return `That is ${percent} % ${sign < 0 ? "less" : "more"} time: work of 100 minutes takes ${becomes}.`;
}
