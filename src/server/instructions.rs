//! The instructions: how an alert is triaged here, as this participant's condition has it.

use super::markdown::Own;
use super::pages::Instructions;
use super::screens::{adviser, frame, page_name};
use crate::assignment::Arm;
use crate::journal::Live;
use crate::study::{AdviceTiming, Condition, Feedback, Justification, Moment, Page, Study, Words};

/// The page of the instructions.
pub fn view(study: &Study, live: &Live, words: &Words) -> Instructions {
    let condition = &study.conditions[live.schedule.condition];
    let is_untimed = live.sitting.progress().untimed;
    let has_advice = live.schedule.scored(Arm::Aided) > 0;
    Instructions {
        words: words.clone(),
        own: Own::at(words, Moment::Instructions),
        frame: frame(study, live, words),
        page: page_name(Page::Instructions),
        adviser: adviser(study, condition, words),
        notes: notes(study, condition, has_advice, is_untimed, words),
        feedback: feedback(condition, words),
        asks_confidence: condition.asks_confidence,
        practice: live.schedule.practice.len(),
        alerts: study.design.trials + study.design.attention_checks,
        blocks: study.design.blocks,
    }
}

/// When participants are told how they did.
fn feedback(condition: &Condition, words: &Words) -> String {
    let name = match condition.feedback {
        Feedback::None => "feedback-none",
        Feedback::Trial => "feedback-trial",
        Feedback::Block => "feedback-block",
    };
    words.of("instructions", name).to_string()
}

/// What is particular to the condition, a sentence each.
fn notes(study: &Study, condition: &Condition, has_advice: bool, is_untimed: bool, words: &Words) -> Vec<String> {
    let say = |name: &str| words.of("instructions", name);
    let mut notes = Vec::new();
    if let Some(criterion) = study.conduct.practice {
        let (least, all) = (criterion.at_least, study.design.practice_trials);
        notes.push(say("practice-criterion").with("least", least).with("alerts", all));
        if criterion.rounds > 1 {
            notes.push(say("practice-rounds").with("rounds", criterion.rounds));
        }
    }
    if has_advice {
        notes.extend(match condition.timing {
            AdviceTiming::Concurrent => None,
            AdviceTiming::Sequential => Some(say("sequential")),
            AdviceTiming::OnDemand => Some(say("on-demand")),
            AdviceTiming::Delayed => Some(say("delayed").number("seconds", condition.delay_s)),
        });
        if condition.warning {
            let share = study.design.wrong_advice_trials() as f64 / study.design.aided_trials().max(1) as f64;
            notes.push(say("warning").number("count", (10.0 * share).round()));
        }
        notes.extend(match condition.justification {
            Justification::Never => None,
            Justification::Overriding => Some(say("why-overriding")),
            Justification::Accepting => Some(say("why-accepting")),
            Justification::Both => Some(say("why-both")),
        });
    }
    if condition.panels_first > 0 {
        notes.push(say("panels-first").with("count", condition.panels_first));
    }
    if let Some(deadline) = condition.deadline.filter(|_| !is_untimed) {
        let name = if deadline.hard { "deadline-hard" } else { "deadline-soft" };
        notes.push(say(name).number("seconds", deadline.seconds.round()));
    }
    notes.into_iter().map(|note| note.to_string()).collect()
}
