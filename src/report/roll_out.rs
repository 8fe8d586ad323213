//! What the results mean for operation: how often the AI may be wrong, and mistakes and hours at the reader's own rates.

use crate::findings::{BreakEvenCost, Compared, Estimate, Findings, Projection, Ranged};
use crate::report::numbers::{fixed, grouped, percent, signed};
use crate::report::reading::{Reading, estimate};

/// The AI error rate that is assumed where nobody said one.
const USUAL_ERROR_RATE: f64 = 0.1;

/// The part of the page with the sliders.
#[derive(Debug, Clone, PartialEq)]
pub struct Calculator {
    /// Share of alerts that need action, in percent.
    pub needs_action: Control,
    /// Whether the AI's error rate was said, and not only assumed.
    pub is_rate_known: bool,
    /// The AI's error rate, in percent.
    pub error_rate: Control,
    /// Alerts.
    pub alerts: Control,
    /// Prices of a missed attack, of a wasted escalation and of a minute, where the plan has them.
    pub prices: [String; 3],
    /// The nine numbers, for the script.
    pub world: String,
    /// Draws of the nine numbers, for the script: all of them, so that its intervals are those of the findings.
    pub draws: String,
    /// Share of such intervals that should cover the truth.
    pub level: f64,
    /// Rows: what, without, with, added.
    pub rows: Vec<[String; 4]>,
    /// At which error rate costs are the same, where there are prices.
    pub break_even_cost: Option<String>,
    /// What was assumed.
    pub method: String,
}

/// A number that the reader may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The number at the start, exactly.
    pub start: String,
    /// The slider's other end; the number beside it may be beyond.
    pub most: u64,
}

impl Control {
    /// A share in percent, on a slider that ends at `most` or at a hundred.
    fn share(share: f64, most: u64) -> Self {
        let percent = 100.0 * share;
        Self { start: plain(percent), most: if percent > most as f64 { 100 } else { most } }
    }

    fn alerts(alerts: u64) -> Self {
        Self { start: alerts.to_string(), most: alerts.saturating_mul(2).max(100_000) }
    }
}

/// A number as inputs take it, without the noise of its last binary digits.
fn plain(number: f64) -> String {
    ((number * 1e9).round() / 1e9).to_string()
}

/// The calculator, where the study says enough.
pub fn calculator(findings: &Findings) -> Option<Calculator> {
    let roll_out = findings.roll_out.as_ref()?;
    let rate = roll_out.ai_error_rate.unwrap_or(USUAL_ERROR_RATE);
    Some(Calculator {
        needs_action: Control::share(roll_out.needs_action_share, 50),
        is_rate_known: roll_out.ai_error_rate.is_some(),
        error_rate: Control::share(rate, 60),
        alerts: Control::alerts(roll_out.alerts),
        prices: roll_out.costs.map_or_else(Default::default, |costs| {
            [costs.missed_attack, costs.wasted_escalation, costs.analyst_minute].map(plain)
        }),
        world: numbers(&roll_out.values()),
        draws: roll_out.draws.iter().map(numbers).collect::<Vec<_>>().join(";"),
        level: roll_out.level,
        rows: rows(&roll_out.projected(rate)),
        break_even_cost: roll_out.costs.map(|_| break_even_cost(roll_out.break_even_cost.as_ref())),
        method: roll_out.method.clone(),
    })
}

fn break_even_cost(found: Option<&BreakEvenCost>) -> String {
    let Some(BreakEvenCost { value, low, high, note }) = found else {
        return "At the plan's prices there is no error rate of the AI at which costs are the same with and without it.".to_owned();
    };
    let share = |share: f64| percent(100.0 * share);
    let range = match (low, high, note) {
        (Some(low), Some(high), _) => format!("{} to {}", share(*low), share(*high)),
        (_, _, Some(note)) => note.clone(),
        _ => "no interval".to_owned(),
    };
    format!(
        "At the plan's prices, costs are the same with and without the AI where {} of its suggestions are wrong ({range}).",
        share(*value)
    )
}

fn numbers(values: &[f64; 9]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
}

fn rows(projection: &Projection) -> Vec<[String; 4]> {
    let names = ["Missed attacks", "Wasted escalations", "Analyst hours"];
    let sums = [projection.missed_attacks, projection.wasted_escalations, projection.analyst_hours];
    let row =
        |(name, sum): (&str, Compared)| [name.to_owned(), ranged(sum.unaided), ranged(sum.aided), added(sum.added)];
    let mut rows: Vec<[String; 4]> = names.into_iter().zip(sums).map(row).collect();
    rows.extend(projection.cost.map(|sum| row(("Cost", sum))));
    rows
}

fn ranged(Ranged { value, low, high }: Ranged) -> String {
    let whole = |number: f64| grouped(&fixed(number, 0));
    format!("{} [{}, {}]", whole(value), whole(low), whole(high))
}

fn added(Ranged { value, low, high }: Ranged) -> String {
    let whole = |number: f64| grouped(&signed(number, 0));
    format!("{} [{}, {}]", whole(value), whole(low), whole(high))
}

/// Mistakes and hours at the rates of the plan, for the first page.
pub fn in_operation(findings: &Findings) -> Option<String> {
    let roll_out = findings.roll_out.as_ref()?;
    let rate = roll_out.ai_error_rate.unwrap_or(USUAL_ERROR_RATE);
    let projection = roll_out.projected(rate);
    let told = |what: &str, sum: Compared| {
        let [aided, unaided] = [sum.aided.value, sum.unaided.value].map(|number| grouped(&fixed(number, 0)));
        let [low, high] = [sum.added.low, sum.added.high].map(|number| grouped(&signed(number, 0)));
        format!("{aided} {what} instead of {unaided} ({low} to {high})")
    };
    let costs =
        projection.cost.map(|sum| format!(", costs of {}", told("", sum).replace("  ", " "))).unwrap_or_default();
    Some(format!(
        "Of {} alerts, if {}\u{a0}% need action and {}\u{a0}% of suggestions are wrong{}: {}, {}, {}{costs}.",
        grouped(&roll_out.alerts.to_string()),
        plain(100.0 * roll_out.needs_action_share),
        plain(100.0 * rate),
        if roll_out.ai_error_rate.is_none() { " (assumed)" } else { "" },
        told("missed attacks", projection.missed_attacks),
        told("wasted escalations", projection.wasted_escalations),
        told("analyst hours", projection.analyst_hours),
    ))
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
        None => said_of(found, "no interval: ").unwrap_or("the data fit with any rate").to_owned(),
    };
    format!(
        "How often may the AI be wrong? Up to about {rate} of its suggestions: beyond that, people with it make more mistakes than without \
         ({range})."
    )
}

fn never_or_always(found: Option<&Estimate>) -> String {
    match said_of(found, "undefined: ") {
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

/// What a note says after its opening.
fn said_of<'e>(found: Option<&'e Estimate>, opening: &str) -> Option<&'e str> {
    found?.notes.iter().find_map(|note| note.strip_prefix(opening))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Costs;
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
        let note = |findings: &mut Findings, text: &str| {
            let found = findings.estimates.iter_mut().find(|estimate| estimate.id == ID).expect("there");
            found.notes = vec![text.to_owned()];
        };
        let mut vague = with_estimate(study(), ID, Some(0.21), None);
        note(&mut vague, "no interval: any error rate fits the data but those between 30 % and 60 %");
        check(&vague, "(any error rate fits the data but those between 30 % and 60 %)");
        let mut never = with_estimate(study(), ID, None, None);
        note(&mut never, "undefined: it never pays: nothing");
        check(&never, "does not pay even when it is right");
        note(&mut never, "undefined: it always pays: nothing");
        check(&never, "no error rate is too high");
        check(&empty(), "could not be worked out");
    }

    #[test]
    fn the_calculator_carries_what_the_script_needs() {
        let calculator = calculator(&study()).expect("a roll-out");
        assert_eq!(calculator.world.split(',').count(), 9);
        assert!(calculator.draws.split(';').all(|draw| draw.split(',').count() == 9));
        assert_eq!(calculator.rows.len(), 3);
        assert!(calculator.rows.iter().flatten().all(|cell| !cell.contains('\u{2013}')), "{:?}", calculator.rows);
        assert_eq!(super::calculator(&empty()), None);
    }

    #[test]
    fn the_first_page_says_what_it_means_in_operation() {
        let said = in_operation(&study()).expect("a roll-out").replace('\u{a0}', " ");
        assert!(
            said.starts_with("Of 1,000 alerts, if 5 % need action and 10 % of suggestions are wrong (assumed): "),
            "{said}"
        );
        assert!(said.contains("7 missed attacks instead of 11"), "{said}");
        let mut known = study();
        known.roll_out.as_mut().expect("a roll-out").ai_error_rate = Some(0.02);
        assert!(!in_operation(&known).expect("a roll-out").contains("assumed"));
        assert_eq!(in_operation(&empty()), None);
    }

    #[test]
    fn controls_start_at_the_very_numbers_of_the_plan() {
        let mut findings = study();
        let roll_out = findings.roll_out.as_mut().expect("a roll-out");
        roll_out.needs_action_share = 0.0007;
        roll_out.ai_error_rate = Some(0.85);
        roll_out.alerts = 1_000_000;
        roll_out.costs = Some(Costs { missed_attack: 50_000.0, wasted_escalation: 40.5, analyst_minute: 1.25 });
        let calculator = calculator(&findings).expect("a roll-out");
        let starts = |control: &Control| (control.start.clone(), control.most);
        assert_eq!(starts(&calculator.needs_action), ("0.07".to_owned(), 50));
        assert_eq!(starts(&calculator.error_rate), ("85".to_owned(), 100));
        assert_eq!(starts(&calculator.alerts), ("1000000".to_owned(), 2_000_000));
        assert_eq!(calculator.prices, ["50000", "40.5", "1.25"]);
        assert_eq!(calculator.rows.len(), 4, "a plan with prices has a row of costs");
        assert!(calculator.break_even_cost.is_some_and(|said| said.contains("no error rate of the AI")));
        let page = crate::report::html(&findings);
        for start in [r#"name="share" type="number" min="0" max="100" step="any" value="0.07""#, r#"value="40.5""#] {
            assert!(page.contains(start), "{start}");
        }
        assert_eq!(page.matches(r#"<tr data-row="3"><th scope="row">Cost</th>"#).count(), 1);
    }
}
