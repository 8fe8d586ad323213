//! The instructions: how an alert is triaged here, as this participant's condition has it.

use super::pages::{Instructions, seconds};
use super::screens::{adviser, frame, page_name};
use crate::assignment::Arm;
use crate::journal::Live;
use crate::study::{AdviceTiming, Condition, Feedback, Justification, Page, Study};

/// The page of the instructions.
pub fn view(study: &Study, live: &Live) -> Instructions {
    let condition = &study.conditions[live.schedule.condition];
    let is_untimed = live.sitting.progress().untimed;
    Instructions {
        frame: frame(study, live),
        page: page_name(Page::Instructions),
        adviser: adviser(study, condition),
        notes: notes(study, condition, live.schedule.scored(Arm::Aided) > 0, is_untimed),
        feedback: feedback(condition),
        asks_confidence: condition.asks_confidence,
        practice: live.schedule.practice.len(),
        alerts: study.design.trials + study.design.attention_checks,
        blocks: study.design.blocks,
    }
}

/// When participants are told how they did.
fn feedback(condition: &Condition) -> &'static str {
    match condition.feedback {
        Feedback::None => "There is no feedback until the end.",
        Feedback::Trial => "After each alert you see what it was.",
        Feedback::Block => "After each block you see what its alerts were.",
    }
}

/// What is particular to the condition, a sentence each.
fn notes(study: &Study, condition: &Condition, has_advice: bool, is_untimed: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(criterion) = study.conduct.practice {
        let (least, all) = (criterion.at_least, study.design.practice_trials);
        notes.push(format!("The study goes on after {least} of the {all} practice alerts are judged rightly."));
        if criterion.rounds > 1 {
            notes.push(format!("Otherwise practice is repeated, up to {} rounds in all.", criterion.rounds));
        }
    }
    if has_advice {
        let timing = match condition.timing {
            AdviceTiming::Concurrent => None,
            AdviceTiming::Sequential => {
                Some("Where there are suggestions, you give your own verdict first. Then the suggestion shows, and you keep or change your verdict.".to_owned())
            }
            AdviceTiming::OnDemand => Some("A suggestion shows when you ask for it: press its button.".into()),
            AdviceTiming::Delayed => Some(format!("A suggestion shows {} after its alert.", seconds(condition.delay_s))),
        };
        notes.extend(timing);
        if condition.warning {
            let share = study.design.wrong_advice_trials() as f64 / study.design.aided_trials().max(1) as f64;
            notes.push(format!(
                "About {:.0} of 10 suggestions are wrong. Check them against the evidence.",
                10.0 * share
            ));
        }
        let reason = match condition.justification {
            Justification::Never => None,
            Justification::Overriding => Some("Where you decide against a suggestion, you write why, in a sentence."),
            Justification::Accepting => Some("Where you decide as a suggestion says, you write why, in a sentence."),
            Justification::Both => {
                Some("Where there is a suggestion, you write why you decide as you do, in a sentence.")
            }
        };
        notes.extend(reason.map(str::to_owned));
    }
    if condition.panels_first > 0 {
        notes.push(format!("Before a verdict, open at least {} panels.", condition.panels_first));
    }
    if let Some(deadline) = condition.deadline.filter(|_| !is_untimed) {
        let end = if deadline.hard {
            "Then the alert ends with whatever you have chosen."
        } else {
            "The clock only reminds you."
        };
        notes.push(format!("There are {:.0} seconds for an alert. {end}", deadline.seconds));
    }
    notes
}
