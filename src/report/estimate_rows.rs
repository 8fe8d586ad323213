//! The table of all estimates, a row each, exact where the sentences are rounded.

use crate::findings::{Beside, Estimate, Findings};
use crate::report::glossary::anchor_of;
use crate::report::numbers::{MISSING, finite, number_in, table_cell};
use crate::report::research::p_value;

/// One estimate as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstimateRow {
    /// The estimate's id.
    pub id: String,
    /// Its name, with the unit.
    pub label: String,
    /// Where the glossary explains it.
    pub anchor: Option<&'static str>,
    /// Value and interval.
    pub value: String,
    /// Events of opportunities.
    pub counts: String,
    /// Participants behind it.
    pub participants: usize,
    /// Items behind it.
    pub items: usize,
    /// Trials behind it.
    pub trials: usize,
    /// How it was obtained.
    pub method: String,
    /// Warnings.
    pub notes: String,
    /// Whether the plan declares it primary.
    pub is_primary: bool,
    /// Primary, secondary or exploratory.
    pub role: String,
    /// The p-value adjusted within its role, where it is a difference.
    pub p: String,
    /// The same by other methods.
    pub beside: Vec<String>,
}

/// Estimates on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What they are about.
    pub title: &'static str,
    /// Its anchor.
    pub anchor: &'static str,
    /// One row each.
    pub rows: Vec<EstimateRow>,
}

/// The sections, each with its anchor and the id of its first estimate, in the order of the findings.
const SECTIONS: [(&str, &str, &str); 10] = [
    ("Time and throughput", "estimates-time", "speed-effect"),
    ("Accuracy", "estimates-accuracy", "accuracy-effect"),
    ("Reliance", "estimates-reliance", "over-reliance"),
    ("Errors by harm", "estimates-harm", "missed-attacks-unaided"),
    ("Agreement and own verdicts", "estimates-agreement", "agreement"),
    ("Verification and dynamics", "estimates-verification", "decisive-opened-unaided"),
    ("Perception", "estimates-perception", "speed-gap-forecast"),
    ("Signal detection", "estimates-detection", "d-prime-unaided"),
    ("Confidence", "estimates-confidence", "brier-score-unaided"),
    ("Trust and scales", "estimates-trust", "trust-calibration"),
];

/// The estimates that have a value, by section, without what [`shared_method`] says of them all. Those without one are told by their
/// reason elsewhere.
pub fn sections(findings: &Findings) -> Vec<Section> {
    let shared = shared_method(findings).unwrap_or_default();
    let mut sections = vec![Section { title: "Estimates", anchor: "estimates-first", rows: Vec::new() }];
    for estimate in &findings.estimates {
        if let Some((title, anchor, _)) = SECTIONS.into_iter().find(|(_, _, first)| *first == estimate.id) {
            sections.push(Section { title, anchor, rows: Vec::new() });
        }
        if let Some(section) = sections.last_mut().filter(|_| estimate.value.is_some()) {
            section.rows.push(row(estimate, &findings.primary, shared));
        }
    }
    sections.retain(|section| !section.rows.is_empty());
    sections
}

/// How the intervals of the bootstrap were made, where all that have one end on the same words.
pub fn shared_method(findings: &Findings) -> Option<&str> {
    let resampled = || findings.estimates.iter().filter(|estimate| estimate.method.contains("bootstrap"));
    let (_, shared) = resampled().next()?.method.rsplit_once("; ")?;
    let ends_so = |estimate: &Estimate| estimate.method.strip_suffix(shared).is_some_and(|own| own.ends_with("; "));
    resampled().all(ends_so).then_some(shared)
}

fn row(estimate: &Estimate, primary: &str, shared: &str) -> EstimateRow {
    EstimateRow {
        id: estimate.id.clone(),
        label: estimate.label.clone(),
        anchor: anchor_of(&estimate.id),
        value: table_cell(estimate),
        counts: counts(estimate),
        participants: estimate.participants,
        items: estimate.items,
        trials: estimate.trials,
        method: estimate.method.trim_end_matches(shared).trim_end_matches("; ").to_owned(),
        notes: estimate.notes.join("; "),
        is_primary: estimate.id == primary,
        role: format!("{:?}", estimate.role).to_lowercase(),
        p: finite(estimate.p_adjusted).map_or_else(|| MISSING.to_owned(), p_value),
        beside: estimate.beside.iter().map(|other| beside(estimate, other, shared)).collect(),
    }
}

fn beside(estimate: &Estimate, other: &Beside, shared: &str) -> String {
    let write = |number: f64| number_in(estimate.unit, number);
    let method =
        if !shared.is_empty() && other.method.ends_with(shared) { "two-way bootstrap" } else { other.method.as_str() };
    let method = method.rsplit_once(": percentile").map_or(method, |(what, _)| what);
    match (finite(other.value), finite(other.low), finite(other.high)) {
        (Some(value), Some(low), Some(high)) => format!("{method}: {} [{}, {}]", write(value), write(low), write(high)),
        (Some(value), ..) => format!("{method}: {}", write(value)),
        _ => format!("{method}: {MISSING}"),
    }
}

fn counts(estimate: &Estimate) -> String {
    match (finite(estimate.numerator), finite(estimate.denominator)) {
        (Some(numerator), Some(denominator)) => format!("{numerator}\u{a0}/\u{a0}{denominator}"),
        _ => MISSING.to_owned(),
    }
}
