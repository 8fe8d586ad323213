//! What to do next: a few short steps, each only where the findings ask for it.

use crate::findings::Findings;
use crate::report::numbers::percent;
use crate::report::reading::{Direction, Reading};

/// More steps than this are a plan, not a hint.
const MOST: usize = 6;
/// Right advice overruled more often than this is worth a step.
const OFTEN_OVERRULED: f64 = 0.2;

/// The steps, most pressing first.
pub fn steps(findings: &Findings) -> Vec<String> {
    if findings.flow.analysed == 0 {
        return vec!["Invite participants, then make this report again.".to_owned()];
    }
    let mut steps: Vec<String> =
        [simulated, followed_mistakes, unknown_rate, unchecked, reassured, felt_speed, no_gain, overruled, unclear]
            .into_iter()
            .filter_map(|step| step(findings))
            .collect();
    steps.truncate(MOST);
    if steps.is_empty() {
        steps.push("Nothing here speaks against using the AI on such alerts. Measure again when the AI, the alerts or the team change.".to_owned());
    }
    steps
}

fn points_to(findings: &Findings, id: &str, direction: Direction) -> bool {
    Reading::of(findings, id).is_some_and(|reading| reading.points(direction))
}

fn simulated(findings: &Findings) -> Option<String> {
    (findings.study.simulated > 0).then(|| "Run the study with people before deciding anything; a study of people with these numbers would call for what follows.".to_owned())
}

fn followed_mistakes(findings: &Findings) -> Option<String> {
    points_to(findings, "attributable-bias", Direction::More).then(|| {
        "Before a roll-out, ask for the analyst's own verdict first, or for the evidence that decided it; then measure again.".to_owned()
    })
}

fn unknown_rate(findings: &Findings) -> Option<String> {
    let is_assumed = findings.roll_out.as_ref().is_some_and(|roll_out| roll_out.ai_error_rate.is_none());
    is_assumed.then(|| {
        "Find out how often your AI is wrong: check a sample of its past suggestions, and put that rate in below. Whether it pays hangs \
         on it."
            .to_owned()
    })
}

fn unchecked(findings: &Findings) -> Option<String> {
    let aided = Reading::of(findings, "decisive-opened-aided")?;
    let unaided = Reading::of(findings, "decisive-opened-unaided")?;
    (aided.interval?.1 < unaided.interval?.0 && points_to(findings, "sampling-gap", Direction::More)).then(|| {
        format!(
            "Put the evidence beside the suggestion: what decides an alert was opened in {} of alerts with suggestions, in {} without.",
            percent(100.0 * aided.value),
            percent(100.0 * unaided.value)
        )
    })
}

fn reassured(findings: &Findings) -> Option<String> {
    let omission = Reading::of(findings, "omission-rate")?;
    let missed = Reading::of(findings, "missed-attacks-unaided")?;
    (omission.interval?.0 > missed.interval?.1).then(|| {
        format!(
            "Spot-check what the AI calls benign: of the attacks it waved through, people closed {}; without AI they missed {}.",
            percent(100.0 * omission.value),
            percent(100.0 * missed.value)
        )
    })
}

fn no_gain(findings: &Findings) -> Option<String> {
    let faster = points_to(findings, "speed-effect", Direction::Less);
    let better = points_to(findings, "accuracy-effect", Direction::More);
    let known = Reading::of(findings, "speed-effect").is_some() && Reading::of(findings, "accuracy-effect").is_some();
    match (known, faster, better) {
        (true, false, false) => {
            Some("Do not promise a gain: neither speed nor accuracy got reliably better here.".to_owned())
        }
        (true, true, false) if points_to(findings, "accuracy-effect", Direction::Less) => {
            Some("Decide whether the time saved is worth the decisions lost.".to_owned())
        }
        _ => None,
    }
}

fn felt_speed(findings: &Findings) -> Option<String> {
    points_to(findings, "speed-gap-retrospective-points", Direction::More).then(|| {
        "Do not judge the AI by asking how much time it saves: people felt faster than they were. Measure.".to_owned()
    })
}

fn overruled(findings: &Findings) -> Option<String> {
    let under_reliance = Reading::of(findings, "under-reliance")?;
    (under_reliance.interval?.0 > OFTEN_OVERRULED).then(|| {
        format!(
            "Show where the AI is reliable: {} of its right suggestions were overruled.",
            percent(100.0 * under_reliance.value)
        )
    })
}

fn unclear(findings: &Findings) -> Option<String> {
    points_to(findings, &findings.primary, Direction::Unclear).then(|| {
        "If the answer matters, repeat with more people and more alerts: the range narrows with both; `overtrust power` says how far.".to_owned()
    })
}
