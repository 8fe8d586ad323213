//! What the results mean for operation: how often the AI may be wrong, and mistakes and hours at the reader's own rates.

use crate::findings::{Compared, Estimate, Findings, Ranged, RollOut};
use crate::report::numbers::{fixed, percent, signed};
use crate::report::reading::{Reading, estimate};

/// Draws that the page carries, so that moved sliders move the intervals too.
const DRAWS: usize = 250;
/// The AI error rate at which the slider starts where nobody said one.
const USUAL_ERROR_RATE: f64 = 0.1;

/// The part of the page with the sliders.
#[derive(Debug, Clone, PartialEq)]
pub struct Calculator {
    /// Share of alerts that need action, in percent.
    pub needs_action: String,
    /// Whether the AI's error rate was said, and not only assumed.
    pub is_rate_known: bool,
    /// The AI's error rate, in percent.
    pub error_rate: String,
    /// Alerts.
    pub alerts: u64,
    /// The nine numbers, for the script.
    pub world: String,
    /// Draws of the nine numbers, for the script.
    pub draws: String,
    /// Share of such intervals that should cover the truth.
    pub level: f64,
    /// Rows: what, without, with, added.
    pub rows: Vec<[String; 4]>,
    /// What was assumed.
    pub method: String,
}

/// The calculator, where the study says enough.
pub fn calculator(findings: &Findings) -> Option<Calculator> {
    let roll_out = findings.roll_out.as_ref()?;
    let rate = roll_out.ai_error_rate.unwrap_or(USUAL_ERROR_RATE);
    Some(Calculator {
        needs_action: fixed(100.0 * roll_out.needs_action_share, 1),
        is_rate_known: roll_out.ai_error_rate.is_some(),
        error_rate: fixed(100.0 * rate, 1),
        alerts: roll_out.alerts,
        world: numbers(&world(roll_out)),
        draws: roll_out.draws.iter().take(DRAWS).map(numbers).collect::<Vec<_>>().join(";"),
        level: estimate(findings, "speed-effect").map_or(0.95, |estimate| estimate.level),
        rows: rows(roll_out),
        method: roll_out.method.clone(),
    })
}

fn world(roll_out: &RollOut) -> [f64; 9] {
    let RollOut { missed, wasted, seconds, .. } = roll_out;
    [
        missed.unaided.value,
        missed.right.value,
        missed.wrong.value,
        wasted.unaided.value,
        wasted.right.value,
        wasted.wrong.value,
        seconds.unaided.value,
        seconds.right.value,
        seconds.wrong.value,
    ]
}

fn numbers(values: &[f64; 9]) -> String {
    values.iter().map(|value| format!("{value:.4}")).collect::<Vec<_>>().join(",")
}

/// The projection as it was planned; without one, dashes that the script fills.
fn rows(roll_out: &RollOut) -> Vec<[String; 4]> {
    let names = ["Missed attacks", "Wasted escalations", "Analyst hours"];
    let Some(projection) = roll_out.projection else {
        return names.map(|name| [name.to_owned(), dash(), dash(), dash()]).into();
    };
    let sums = [projection.missed_attacks, projection.wasted_escalations, projection.analyst_hours];
    let row =
        |(name, sum): (&str, Compared)| [name.to_owned(), ranged(sum.unaided), ranged(sum.aided), added(sum.added)];
    let mut rows: Vec<[String; 4]> = names.into_iter().zip(sums).map(row).collect();
    rows.extend(projection.cost.map(|sum| row(("Cost", sum))));
    rows
}

fn dash() -> String {
    crate::report::numbers::MISSING.to_owned()
}

fn ranged(Ranged { value, low, high }: Ranged) -> String {
    format!("{} [{}, {}]", fixed(value, 0), fixed(low, 0), fixed(high, 0))
}

fn added(Ranged { value, low, high }: Ranged) -> String {
    format!("{} [{}, {}]", signed(value, 0), signed(low, 0), signed(high, 0))
}

/// How often the AI may be wrong, for the first page.
pub fn break_even(findings: &Findings) -> String {
    let found = estimate(findings, "break-even-error-rate");
    let Some(reading) = Reading::of(findings, "break-even-error-rate") else {
        return never_or_always(found);
    };
    let rate = percent(100.0 * reading.value);
    let range = match reading.interval {
        Some((low, high)) => {
            format!("the data fit with anything from {} to {}", percent(100.0 * low), percent(100.0 * high))
        }
        None => "the data fit with any rate".to_owned(),
    };
    format!(
        "How often may the AI be wrong? Up to about {rate} of its suggestions: beyond that, people with it make more mistakes than without \
         ({range})."
    )
}

fn never_or_always(found: Option<&Estimate>) -> String {
    let why = found.and_then(|estimate| estimate.notes.iter().find_map(|note| note.strip_prefix("undefined: ")));
    match why {
        Some(why) if why.starts_with("it never pays") => {
            "How often may the AI be wrong? In these data it does not pay even when it is right: people with right suggestions made no \
             fewer mistakes than without."
                .to_owned()
        }
        Some(why) if why.starts_with("it always pays") => {
            "How often may the AI be wrong? In these data even wrong suggestions did no harm, so that no error rate is too high for \
             accuracy."
                .to_owned()
        }
        _ => "How often the AI may be wrong before it hurts could not be worked out.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{empty, study, with_estimate};

    const ID: &str = "break-even-error-rate";

    fn check(findings: &Findings, expect: &str) {
        let said = break_even(findings).replace('\u{a0}', " ");
        assert!(said.contains(expect), "{said}");
    }

    #[test]
    fn the_break_even_rate_is_said_in_every_case() {
        check(&with_estimate(study(), ID, Some(0.21), Some((0.08, 0.39))), "about 21 % of its suggestions");
        check(&with_estimate(study(), ID, Some(0.21), Some((0.08, 0.39))), "anything from 8 % to 39 %");
        check(&with_estimate(study(), ID, Some(0.21), None), "fit with any rate");
        let mut never = with_estimate(study(), ID, None, None);
        let note = |findings: &mut Findings, text: &str| {
            let found = findings.estimates.iter_mut().find(|estimate| estimate.id == ID).expect("there");
            found.notes = vec![format!("undefined: {text}")];
        };
        note(&mut never, "it never pays: nothing");
        check(&never, "does not pay even when it is right");
        note(&mut never, "it always pays: nothing");
        check(&never, "no error rate is too high");
        check(&empty(), "could not be worked out");
    }

    #[test]
    fn the_calculator_carries_what_the_script_needs() {
        let calculator = calculator(&study()).expect("a roll-out");
        assert_eq!(calculator.world.split(',').count(), 9);
        assert!(calculator.draws.split(';').all(|draw| draw.split(',').count() == 9));
        assert_eq!(calculator.rows.len(), 3);
        assert_eq!(super::calculator(&empty()), None);
    }
}
