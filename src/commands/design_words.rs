//! A study's design in words, so that whoever wrote the file can see what it will do.

use crate::assignment::Summary;
use crate::study::{
    AdviceTiming, BrowserPolicy, Comparison, Condition, Feedback, Justification, LatePolicy, PracticeFailed,
    SourceLabel, Study, WrongDirection,
};

/// Everything that a study will do, as pairs of a name and a text.
pub fn design_rows(study: &Study, summary: &Summary) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("design", design_words(study)),
        ("trials", format!("{} in {} blocks", summary.trials, summary.blocks)),
        ("arms", arms_words(study, summary)),
    ];
    rows.extend(wrong_advice_rows(study, summary));
    for condition in &study.conditions {
        let name = if study.conditions.len() > 1 { format!("{}: ", condition.name) } else { String::new() };
        rows.push(("condition", format!("{name}{}", condition_words(condition))));
    }
    rows.extend(conduct_rows(study));
    rows.extend([
        (
            "besides",
            format!("{} practice alerts, {} attention checks", summary.practice_trials, summary.attention_checks),
        ),
        ("session", format!("about {:.0} minutes", summary.minutes)),
        ("instruments", instruments_words(study)),
        ("alerts", format!("{} scored, from {}", summary.alerts, study.dataset.title)),
    ]);
    rows
}

fn instruments_words(study: &Study) -> String {
    let names: Vec<&str> = study.self_reports.instruments().iter().map(|instrument| instrument.name.as_str()).collect();
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

/// Who is compared with whom.
fn design_words(study: &Study) -> String {
    let compared: String = match study.design.comparison {
        Comparison::Within => "within participants: everybody decides some blocks with advice and some without".into(),
        Comparison::Between => "between participants: half of them have advice, half have none".into(),
        Comparison::Mixed => "everybody starts with a block without advice; then half of them have advice".into(),
    };
    if study.stratify.is_empty() {
        return compared;
    }
    let by: Vec<&str> = study.stratify.iter().map(|by| by.question()).collect();
    format!("{compared}; cells balanced within each combination of {}", by.join(" and "))
}

/// How the study is conducted, where it asks for more than that everybody goes on.
fn conduct_rows(study: &Study) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    if let Some(criterion) = study.conduct.practice {
        let end = match criterion.failed {
            PracticeFailed::Continue => "then the session goes on and is marked",
            PracticeFailed::End => "then the session ends",
        };
        let (least, rounds) = (criterion.at_least, criterion.rounds);
        let unit = if rounds == 1 { "round" } else { "rounds" };
        rows.push(("practice", format!("{least} right verdicts to go on, {rounds} {unit} at most, {end}")));
    }
    if let Some(late) = study.conduct.late {
        let end = match late.policy {
            LatePolicy::Restart => "it starts again unless a measured alert was shown",
            LatePolicy::Block => "it ends",
        };
        rows.push((
            "breaks",
            format!("after {} min without an event a session can't go on: {end}", late.longest_break_min),
        ));
    }
    match study.conduct.browser {
        BrowserPolicy::Off => {}
        BrowserPolicy::Warn => rows.push(("browser", "window, keyboard, clock and screen are looked at".into())),
        BrowserPolicy::Require => {
            rows.push(("browser", "window, keyboard, clock and screen have to be good enough to go on".into()));
        }
    }
    if study.conduct.break_s > 0 {
        rows.push(("pauses", format!("at least {} s between two blocks", study.conduct.break_s)));
    }
    if study.conduct.one_run_per_browser {
        rows.push(("one run", "a browser that took part leads to that session".into()));
    }
    rows
}

/// What a participant with advice meets.
fn arms_words(study: &Study, summary: &Summary) -> String {
    let mut parts = vec![
        format!("{} unaided", summary.unaided),
        format!("{} with right advice", summary.right_advice),
        format!("{} with wrong advice", summary.wrong_advice),
    ];
    if summary.silent > 0 {
        parts.push(format!("{} in aided blocks without advice", summary.silent));
    }
    let others = if study.design.comparison == Comparison::Within { "" } else { "; the other half: all unaided" };
    format!("{}{others}", parts.join(", "))
}

/// How often the advice is wrong, where, and in which direction.
fn wrong_advice_rows(study: &Study, summary: &Summary) -> Vec<(&'static str, String)> {
    let design = &study.design;
    let shown = summary.right_advice + summary.wrong_advice;
    let share = 100.0 * summary.wrong_advice as f64 / shown.max(1) as f64;
    let mut parts = vec![format!("{share:.0} % of the advice")];
    let (least, most) = (design.wrong_in_block.iter().min(), design.wrong_in_block.iter().max());
    if least.zip(most).is_some_and(|(least, most)| most - least > 1) {
        let counts: Vec<String> = design.wrong_in_block.iter().map(ToString::to_string).collect();
        parts.push(format!("by block with advice: {}", counts.join(", ")));
    }
    match design.wrong_direction {
        WrongDirection::Both => {}
        WrongDirection::Misses => parts.push("misses alone".into()),
        WrongDirection::FalseAlarms => parts.push("false alarms alone".into()),
    }
    if summary.wrong_advice > 0 {
        parts.push(match (design.first_wrong_follows, design.right_before_first_wrong) {
            (true, lead) => format!("the first one is advice {}", lead + 1),
            (false, lead) => format!("never among the first {lead}"),
        });
    }
    let text = parts.join("; ");
    let mut rows = vec![("wrong advice", text)];
    if summary.wrong_reasons > 0 {
        rows.push((
            "wrong reasons",
            format!("{} of the right advices have a reason that is wrong", summary.wrong_reasons),
        ));
    }
    if (design.needs_action_share - 0.5).abs() > 1e-9 {
        rows.push(("prevalence", format!("{:.0} % of the alerts need action", 100.0 * design.needs_action_share)));
    }
    rows
}

/// How trials look and work in a condition.
fn condition_words(condition: &Condition) -> String {
    let mut parts = vec![match condition.timing {
        AdviceTiming::Concurrent => "advice shown from the start".to_owned(),
        AdviceTiming::Sequential => "own verdict first, then advice, then the final verdict".into(),
        AdviceTiming::OnDemand => "advice shown when asked for".into(),
        AdviceTiming::Delayed => format!("advice shown after {} s", condition.delay_s),
    }];
    parts.push(format!("explanation {}", condition.explanation.name()));
    parts.push(format!("confidence {}", condition.confidence.name()));
    match condition.source {
        SourceLabel::Ai => {}
        SourceLabel::Colleague => parts.push("said to come from a colleague".into()),
        SourceLabel::Unlabelled => parts.push("source not named".into()),
    }
    if let Some(deadline) = condition.deadline {
        let kind = if deadline.hard { "the alert ends there" } else { "a reminder" };
        parts.push(format!("{} s for an alert ({kind})", deadline.seconds));
    }
    if condition.panels_first > 0 {
        parts.push(format!("{} panels to open before a verdict", condition.panels_first));
    }
    if condition.justification != Justification::Never {
        parts.push(format!("a reason in words: {}", condition.justification.name()));
    }
    if condition.slow_down_s > 0.0 {
        parts.push(format!(
            "{} s to wait where confidence is below {} %",
            condition.slow_down_s,
            Condition::SLOW_DOWN_BELOW
        ));
    }
    if condition.warning {
        parts.push("a warning how often the advice is wrong".into());
    }
    if !condition.asks_confidence {
        parts.push("confidence not asked".into());
    }
    match condition.feedback {
        Feedback::None => {}
        Feedback::Trial => parts.push("feedback after each alert".into()),
        Feedback::Block => parts.push("feedback after each block".into()),
    }
    parts.join("; ")
}
