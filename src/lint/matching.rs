//! Whether right and wrong advice are alike on average in what a reader weighs first.

use crate::study::{Advice, AdviceKind, Alert, Dataset};

use super::finding::{Finding, Outcome};
use super::style::ENOUGH;
use super::table::Table;
use super::wording::{citations, hedges, words};

/// How far two means may be apart, as a share of their middle.
const TOLERANCE: f64 = 0.05;

/// What is matched: a name and its count for one advice.
type Property = (&'static str, fn(&Advice) -> Option<f64>);

const PROPERTIES: [Property; 4] = [
    ("words", |advice| Some(words(&advice.rationale).len() as f64)),
    ("citations", |advice| Some(citations(&advice.rationale) as f64)),
    ("hedges", |advice| Some(hedges(&advice.rationale) as f64)),
    ("confidence", |advice| advice.confidence.map(f64::from)),
];

const KINDS: [(&str, AdviceKind); 3] = [
    ("right", AdviceKind::Right),
    ("wrong", AdviceKind::Wrong),
    ("right for the wrong reason", AdviceKind::RightForWrongReason),
];

/// Compares the means of right and wrong advice.
pub fn matched(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    let means: Vec<(&str, Option<f64>, Option<f64>)> = PROPERTIES
        .iter()
        .map(|&(name, count)| (name, mean(alerts, AdviceKind::Right, count), mean(alerts, AdviceKind::Wrong, count)))
        .collect();
    if means.iter().all(|(_, right, wrong)| right.is_none() || wrong.is_none()) {
        return Finding::new("matched", Outcome::NotJudged, "right or wrong advice is missing");
    }
    let mut apart = Vec::new();
    for &(name, right, wrong) in &means {
        let (Some(right), Some(wrong)) = (right, wrong) else { continue };
        let middle = f64::midpoint(right, wrong);
        if (right - wrong).abs() > TOLERANCE * middle {
            apart.push(format!("{name} {right:.2} and {wrong:.2}"));
        }
    }
    if apart.is_empty() {
        let message = "words, citations, hedges and confidence of right and wrong advice are within 5 %";
        return Finding::new("matched", Outcome::Passed, message);
    }
    let fewest = [AdviceKind::Right, AdviceKind::Wrong].map(|kind| of_kind(alerts, kind).count()).into_iter().min();
    let is_enough = fewest.is_some_and(|fewest| fewest >= ENOUGH);
    let outcome = if is_enough { Outcome::of_leak(dataset.advice_supply) } else { Outcome::NotJudged };
    let message = format!("right and wrong advice are more than 5 % apart: {}", apart.join(", "));
    Finding::new("matched", outcome, message).hint("rewrite the advice at the far end; the table below has the means")
}

/// The means by kind of advice.
pub fn table(alerts: &[&Alert]) -> Table {
    let mut header = vec!["advice".to_owned(), "n".to_owned()];
    header.extend(PROPERTIES.iter().map(|(name, _)| (*name).to_owned()));
    let rows = KINDS
        .iter()
        .map(|&(name, kind)| {
            let mut row = vec![name.to_owned(), of_kind(alerts, kind).count().to_string()];
            let cell = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
            row.extend(PROPERTIES.iter().map(|(_, count)| cell(mean(alerts, kind, *count))));
            row
        })
        .collect();
    Table { title: "means of advice", header, rows }
}

fn of_kind<'a>(alerts: &[&'a Alert], kind: AdviceKind) -> impl Iterator<Item = &'a Advice> {
    alerts.iter().flat_map(|alert| &alert.advice).filter(move |advice| advice.kind() == kind)
}

fn mean(alerts: &[&Alert], kind: AdviceKind, count: fn(&Advice) -> Option<f64>) -> Option<f64> {
    let counts: Vec<f64> = of_kind(alerts, kind).filter_map(count).collect();
    (!counts.is_empty()).then(|| counts.iter().sum::<f64>() / counts.len() as f64)
}
