//! How sure we are, in words: what the numbers rest on, what the interval says, and what they cannot carry.

use crate::findings::{Estimate, Findings, Unit};
use crate::report::numbers::{MISSING, count, finite, fixed, rounded_in};
use crate::report::reading::{Direction, Reading, estimate};

/// Fewer people than this are a pilot, whatever the interval says.
pub const PILOT_PEOPLE: usize = 12;
/// Fewer alerts than this say little about other alerts.
const FEW_ALERTS: usize = 16;

/// A paragraph each.
pub fn paragraphs(findings: &Findings) -> Vec<String> {
    let mut paragraphs = Vec::new();
    if findings.study.simulated > 0 {
        paragraphs.push(
            "Not at all about people: participants are simulated, and the numbers only show what a report looks like."
                .to_owned(),
        );
    }
    let people = findings.flow.analysed;
    let alerts = findings.study.items;
    if people == 0 {
        paragraphs.push("There is nothing to be sure of yet: nobody's decisions are analysed.".to_owned());
        return paragraphs;
    }
    paragraphs.push(primary(findings));
    paragraphs.push(basis(findings, people, alerts));
    if !findings.deviations.is_empty() {
        paragraphs.push(format!(
            "The study departed from its plan: {} below.",
            count(findings.deviations.len(), "deviation is listed", "deviations are listed")
        ));
    }
    paragraphs
}

fn primary(findings: &Findings) -> String {
    let Some(main) = estimate(findings, &findings.primary) else {
        return "The result that was declared to be the main one could not be estimated.".to_owned();
    };
    let Some(reading) = Reading::of(findings, &findings.primary) else {
        return format!("The main result ({}) could not be estimated.", main.label);
    };
    let verdict = match reading.direction() {
        Some(_) if main.unit == Unit::Proportion || main.unit == Unit::Factor => {
            format!(
                "The data fit with anything in that range; about one such range in {} misses the truth",
                misses(main)
            )
        }
        Some(Direction::Unclear) => "The range includes no difference at all: this study cannot tell".to_owned(),
        Some(_) => format!(
            "The direction is fairly sure, the size is not: anything in that range fits the data, and about one such range in {} misses the truth",
            misses(main)
        ),
        None => "It has no interval, so nobody can say how sure it is".to_owned(),
    };
    let beforehand = if findings.source.is_some() { "" } else { ", fixed before there were data," };
    format!("The main result{beforehand} is \u{201c}{}\u{201d}: {}. {verdict}.", plainly(main), interval(main))
}

/// What the main result is called where nobody has read the glossary.
fn plainly(estimate: &Estimate) -> &str {
    match estimate.id.as_str() {
        "attributable-bias" => "wrong decisions in 100 that wrong suggestions added",
        "accuracy-effect" => "right decisions in 100 that suggestions added",
        "speed-effect" => "change of time per alert with suggestions",
        _ => &estimate.label,
    }
}

fn interval(estimate: &Estimate) -> String {
    let write = |number: f64| rounded_in(estimate.unit, number);
    let value = finite(estimate.value).map_or(MISSING.to_owned(), write);
    match (finite(estimate.low), finite(estimate.high)) {
        (Some(low), Some(high)) => {
            format!("{value} ({} to {})", write(low), write(high))
        }
        _ => value,
    }
}

fn misses(estimate: &Estimate) -> String {
    fixed((1.0 / (1.0 - estimate.level).max(0.001)).round(), 0)
}

fn untimed(findings: &Findings) -> String {
    let flow = &findings.flow;
    let left_out: usize = flow.trials_left_out.iter().map(|(_, trials)| trials).sum();
    count(flow.trials - left_out, "decision", "decisions")
}

fn basis(findings: &Findings, people: usize, alerts: usize) -> String {
    let decisions = findings.times.unaided.len() + findings.times.aided_right.len() + findings.times.aided_wrong.len();
    let rests = format!(
        "It rests on {}, {} and {}.",
        count(people, "person", "people"),
        count(alerts, "alert", "alerts"),
        if decisions > 0 { count(decisions, "timed decision", "timed decisions") } else { untimed(findings) }
    );
    match (people < PILOT_PEOPLE, alerts < FEW_ALERTS) {
        (true, true) => format!("{rests} Few people and few alerts: treat it as a pilot."),
        (true, false) => format!("{rests} Few people: treat it as a pilot."),
        (false, true) => format!("{rests} Few alerts: other alerts may behave otherwise."),
        (false, false) => {
            format!("{rests} The intervals allow for other people and for other alerts of the same kinds.")
        }
    }
}
