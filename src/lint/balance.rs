//! Counts of forms, families, tiers, truths and ways of being wrong, and what is out of balance in them.

use crate::study::{AdviceKind, Alert, Dataset, Difficulty, Role, Verdict};

use super::finding::{Finding, Outcome};
use super::table::Table;

/// How far the counts of two forms may be apart.
const APART: usize = 2;

/// The tables of a set.
pub fn tables(alerts: &[&Alert]) -> Vec<Table> {
    let truths = Verdict::NAMED.map(|(name, _)| name);
    let tiers = Difficulty::NAMED.map(|(name, _)| name);
    let mut families: Vec<&str> = alerts.iter().map(|alert| alert.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    let wrong = || {
        let advice = alerts.iter().flat_map(|alert| alert.advice.iter().map(move |advice| (*alert, advice)));
        advice.filter(|(_, advice)| advice.kind() == AdviceKind::Wrong)
    };
    let mode = |written: &str| if written.is_empty() { "not named".to_owned() } else { written.to_owned() };
    vec![
        Table::of_counts("truth by family", "family", &truths, alerts.iter().map(|a| (a.family.clone(), truth(a)))),
        Table::of_counts("truth by form", "form", &truths, alerts.iter().map(|a| (form(a), truth(a)))),
        Table::of_counts("difficulty by form", "form", &tiers, alerts.iter().map(|a| (form(a), tier(a)))),
        Table::of_counts("family by form", "form", &families, alerts.iter().map(|a| (form(a), a.family.clone()))),
        Table::of_counts("truth by difficulty", "difficulty", &truths, alerts.iter().map(|a| (tier(a), truth(a)))),
        Table::of_counts(
            "wrong advice by failure mode",
            "failure mode",
            &["false alarm", "miss"],
            wrong().map(|(alert, advice)| (mode(&advice.failure_mode), direction(alert))),
        ),
    ]
}

fn truth(alert: &Alert) -> String {
    name_of(&Verdict::NAMED, alert.truth)
}

fn tier(alert: &Alert) -> String {
    name_of(&Difficulty::NAMED, alert.difficulty)
}

fn name_of<T: Copy + PartialEq>(named: &[(&str, T)], wanted: T) -> String {
    named.iter().find(|(_, value)| *value == wanted).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

fn form(alert: &Alert) -> String {
    match &alert.role {
        Role::Scored { form } => form.clone(),
        Role::Practice => "practice".into(),
        Role::AttentionCheck => "attention".into(),
    }
}

/// What follows if wrong advice is taken.
fn direction(alert: &Alert) -> String {
    if alert.needs_action() { "miss" } else { "false alarm" }.to_owned()
}

/// What alerts are counted by: a name and its value for one alert.
type Property = (&'static str, fn(&Alert) -> String);

/// Whether the parallel forms hold alike numbers of each truth, tier and family.
pub fn forms(dataset: &Dataset, alerts: &[&Alert]) -> Finding {
    let forms = dataset.forms();
    if forms.len() < 2 {
        return Finding::new("forms", Outcome::NotJudged, "there are no parallel forms to compare");
    }
    let properties: [Property; 3] = [("truth", truth), ("difficulty", tier), ("family", |alert| alert.family.clone())];
    let mut apart = Vec::new();
    for (name, property) in properties {
        let mut values: Vec<String> = alerts.iter().map(|alert| property(alert)).collect();
        values.sort_unstable();
        values.dedup();
        for value in values {
            let count = |wanted: &&str| alerts.iter().filter(|a| form(a) == **wanted && property(a) == value).count();
            let counts: Vec<usize> = forms.iter().map(count).collect();
            let (least, most) = (counts.iter().min().unwrap_or(&0), counts.iter().max().unwrap_or(&0));
            if most - least > APART {
                let list: Vec<String> = counts.iter().map(ToString::to_string).collect();
                apart.push(format!("{name} {value}: {}", list.join(", ")));
            }
        }
    }
    let outcome = if apart.is_empty() { Outcome::Passed } else { Outcome::Warned };
    let message = match outcome {
        Outcome::Passed => format!("the forms {} are balanced in truth, difficulty and family", forms.join(", ")),
        _ => format!("the forms {} are unlike: {}", forms.join(", "), apart.join("; ")),
    };
    Finding::new("forms", outcome, message)
        .hint(format!("counts of the forms should be at most {APART} apart: exchange alerts"))
}

/// How many of the wrong texts lead to a miss, and whether difficulty tells the truth.
pub fn directions(alerts: &[&Alert]) -> Finding {
    let wrong = |alert: &&&Alert| alert.wrong_advice().len();
    let misses: usize = alerts.iter().filter(|alert| alert.needs_action()).map(|alert| wrong(&alert)).sum();
    let all: usize = alerts.iter().map(|alert| wrong(&alert)).sum();
    if all == 0 {
        return Finding::new("directions", Outcome::NotJudged, "there is no wrong advice");
    }
    let share = 100.0 * misses as f64 / all as f64;
    let outcome = if (35.0..=65.0).contains(&share) { Outcome::Passed } else { Outcome::Warned };
    let message =
        format!("{misses} of {all} wrong advices lead to a miss ({share:.0} %), {} to a false alarm", all - misses);
    Finding::new("directions", outcome, message).hint("from 35 to 65 % lets a study measure both harms")
}
