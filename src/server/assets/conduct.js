// How a trial runs, read from what the server wrote on its article.

/**
 * @typedef {object} Conduct
 * @property {"concurrent" | "sequential" | "on-demand" | "delayed"} timing when the advice frame shows its content
 * @property {number} delayMs until delayed advice
 * @property {number | null} deadlineMs the limit of the time, where there is one
 * @property {boolean} endsAtDeadline whether the limit ends the trial; else it only says that time is up
 * @property {number} panelsFirst panels to open before a verdict
 * @property {"never" | "overriding" | "accepting" | "both"} justification which decisions need a reason
 * @property {number} slowDownMs to wait where the own confidence is low; 0 without
 */

/** @param {HTMLElement} trial @returns {Conduct} */
export function conductOf(trial) {
  const { timing, delayS, deadlineS, deadline, panelsFirst, justification, slowDownS } = trial.dataset;
  return {
    timing: /** @type {Conduct["timing"]} */ (timing ?? "concurrent"),
    delayMs: 1000 * Number(delayS ?? 0),
    deadlineMs: deadlineS === undefined ? null : 1000 * Number(deadlineS),
    endsAtDeadline: deadline === "hard",
    panelsFirst: Number(panelsFirst ?? 0),
    justification: /** @type {Conduct["justification"]} */ (justification ?? "never"),
    slowDownMs: 1000 * Number(slowDownS ?? 0),
  };
}
