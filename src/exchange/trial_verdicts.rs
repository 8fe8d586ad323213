//! What a row says of truth, advice and decision, each from what is written and what follows from the others.

use crate::assignment::Arm;
use crate::measures::Chances;
use crate::study::Verdict;

use super::cells::{number, present};
use super::trial_columns::Column;
use super::trial_row::Row;
use super::verdict_words::{verdict, verdict_words};

/// The verdicts of one trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdicts {
    /// What the alert is; by convention an attack where it is not known.
    pub truth: Verdict,
    /// Whether that is known.
    pub truth_is_known: bool,
    /// What the advice said.
    pub advice: Option<Verdict>,
    /// The own verdict before advice.
    pub initial: Option<Verdict>,
    /// The decision; none where the time ended without one.
    pub decision: Option<Verdict>,
    /// The verdicts as probabilities, where all three are numbers.
    pub chances: Option<Chances>,
}

/// What one cell says.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    verdict: Option<Verdict>,
    chance: Option<f64>,
}

const CONTRADICTION: &str =
    "one of them is wrong; a benign and a false positive are both closed, so that each is right for the other";

impl Verdicts {
    /// Reads them; none where something is wrong, with the complaint.
    pub fn read(row: &mut Row<'_>, arm: Arm, expired: bool) -> Option<Self> {
        let [truth, advice, initial, last] =
            [Column::Truth, Column::Advice, Column::Initial, Column::Final].map(|column| said(row, column));
        let [correct, advice_correct] = [Column::Correct, Column::AdviceCorrect].map(|column| row.truth_value(column));
        let (truth, advice, initial, last) = (truth?, advice?, initial?, last?);
        let (correct, advice_correct) = (correct.ok()?, advice_correct.ok()?);
        if arm == Arm::Unaided && (advice.verdict.is_some() || advice_correct.is_some()) {
            let column = if advice.verdict.is_some() { Column::Advice } else { Column::AdviceCorrect };
            let hint = "leave it empty where no advice was shown, or write aided as the arm";
            return row.wrong(column, "there is advice in an unaided trial", hint);
        }
        let (truth, decision) = settled(row, truth.verdict, last.verdict, correct, expired)?;
        let advice_verdict = match (advice.verdict, advice_correct, truth) {
            (Some(said), Some(right), Some(truth)) if said.agrees_with(truth) != right => {
                let message = format!("{right} contradicts what the advice and the truth say");
                return row.wrong(Column::AdviceCorrect, message, CONTRADICTION);
            }
            (Some(_), None, None) => {
                let hint = "give `truth`, or `advice_correct` instead";
                return row.wrong(Column::Advice, "nothing says whether this advice is right", hint);
            }
            (Some(said), _, Some(_)) => Some(said),
            (_, Some(right), truth) => Some(on_side(truth.unwrap_or(Verdict::TruePositive), right)),
            (None, None, _) => None,
        };
        let chances = match (initial.chance, advice.chance, last.chance) {
            (Some(initial), Some(advice), Some(last)) => Some(Chances { initial, advice, last }),
            _ => None,
        };
        Some(Self {
            truth: truth.unwrap_or(Verdict::TruePositive),
            truth_is_known: truth.is_some(),
            advice: advice_verdict,
            initial: initial.verdict,
            decision,
            chances,
        })
    }
}

/// Truth, where it is known, and decision. Where neither is written, the decision says by convention whether it was right of an
/// attack.
fn settled(
    row: &mut Row<'_>,
    truth: Option<Verdict>,
    last: Option<Verdict>,
    correct: Option<bool>,
    expired: bool,
) -> Option<(Option<Verdict>, Option<Verdict>)> {
    let ended = "write the verdict, or `expired` = true where the time ended without one";
    match (truth, last, correct) {
        (Some(truth), Some(last), Some(right)) if truth.agrees_with(last) != right => {
            let message = format!("{right} contradicts what the truth and the final verdict say");
            row.wrong(Column::Correct, message, CONTRADICTION)
        }
        (Some(truth), Some(last), _) => Some((Some(truth), Some(last))),
        (None, Some(last), Some(right)) => Some((Some(on_side(last, right)), Some(last))),
        (None, Some(_), None) => row.wrong(Column::Truth, "is empty", "write what the alert is, or fill `correct`"),
        (_, None, Some(true)) if expired || (row.has(Column::Final) && truth.is_some()) => {
            row.wrong(Column::Final, "is empty in a trial that was decided rightly", ended)
        }
        (Some(truth), None, Some(right)) if !row.has(Column::Final) && !expired => {
            Some((Some(truth), Some(on_side(truth, right))))
        }
        (Some(truth), None, Some(_)) => Some((Some(truth), None)),
        (Some(truth), None, None) if expired => Some((Some(truth), None)),
        (Some(_), None, None) => row.wrong(Column::Final, "is empty", ended),
        (None, None, Some(right)) => Some((None, (!expired).then(|| on_side(Verdict::TruePositive, right)))),
        (None, None, None) => {
            row.wrong(Column::Correct, "is empty", "write whether the decision was right, or fill `truth` and `final`")
        }
    }
}

/// The verdict itself, or one on the other side of the primary axis.
fn on_side(verdict: Verdict, same: bool) -> Verdict {
    match (same, verdict.needs_action()) {
        (true, _) => verdict,
        (false, true) => Verdict::BenignPositive,
        (false, false) => Verdict::TruePositive,
    }
}

/// A verdict as a word, or as a probability that is cut at the threshold; none where it is neither.
fn said(row: &mut Row<'_>, column: Column) -> Option<Said> {
    let Some(text) = present(row.cell(column)) else { return Some(Said::default()) };
    if let Some(chance) = number(text, row.decimal_comma) {
        if !(0.0..=1.0).contains(&chance) {
            let hint = "write a probability from 0 to 1, or a word; divide a percentage by 100";
            return row.wrong(column, format!("`{text}` is no verdict"), hint);
        }
        let verdict = if chance >= row.threshold { Verdict::TruePositive } else { Verdict::BenignPositive };
        return Some(Said { verdict: Some(verdict), chance: Some(chance) });
    }
    let lower = text.to_lowercase().replace(['-', '_'], " ");
    let verdict = verdict(&lower);
    if verdict.is_none() {
        row.unknown_word(column, &format!("`{text}` is no verdict"), &lower, verdict_words());
    }
    verdict.map(|verdict| Said { verdict: Some(verdict), chance: None })
}
