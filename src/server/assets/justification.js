// A reason in the participant's words, asked for where the rule of the study makes one due.

/** On the primary axis: act, or close. @param {number} verdict */
function needsAction(verdict) {
  return verdict === 1;
}

/**
 * Whether a decision that agrees with the advice, or not, needs a reason.
 * @param {import("./conduct.js").Conduct["justification"]} rule
 * @param {boolean} agrees
 */
function isDue(rule, agrees) {
  return rule === "both" || (rule === "accepting" && agrees) || (rule === "overriding" && !agrees);
}

export class Justification {
  /** @param {HTMLElement} trial @param {import("./conduct.js").Conduct["justification"]} rule */
  constructor(trial, rule) {
    this.rule = rule;
    this.part = /** @type {HTMLElement | null} */ (trial.querySelector('[data-part="justification"]'));
  }

  /**
   * The field is there while a reason is due; what was written stays.
   * @param {number | null} verdict
   * @param {number | null} seen the verdict of advice that is up
   */
  settle(verdict, seen) {
    if (!this.part) return;
    const known = verdict !== null && seen !== null;
    this.part.hidden = !known || !isDue(this.rule, needsAction(verdict) === needsAction(seen));
  }
}
