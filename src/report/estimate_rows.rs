//! The table of all estimates, a row each, exact where the sentences are rounded.

use crate::findings::{Estimate, Findings};
use crate::report::glossary::anchor_of;
use crate::report::numbers::{MISSING, finite, fixed, table_cell};

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
    /// Level of the interval in percent.
    pub level: String,
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
}

/// All of them, in the order of the findings, without what [`shared_method`] says of them all.
pub fn rows(findings: &Findings) -> Vec<EstimateRow> {
    let shared = shared_method(findings).unwrap_or_default();
    findings.estimates.iter().map(|estimate| row(estimate, &findings.primary, shared)).collect()
}

/// How every interval was made, where all estimates end on the same words.
pub fn shared_method(findings: &Findings) -> Option<&str> {
    let (_, shared) = findings.estimates.first()?.method.rsplit_once("; ")?;
    let ends_so = |estimate: &Estimate| estimate.method.strip_suffix(shared).is_some_and(|own| own.ends_with("; "));
    findings.estimates.iter().all(ends_so).then_some(shared)
}

fn row(estimate: &Estimate, primary: &str, shared: &str) -> EstimateRow {
    EstimateRow {
        id: estimate.id.clone(),
        label: estimate.label.clone(),
        anchor: anchor_of(&estimate.id),
        value: table_cell(estimate),
        level: format!("{}\u{a0}%", fixed(100.0 * estimate.level, 0)),
        counts: counts(estimate),
        participants: estimate.participants,
        items: estimate.items,
        trials: estimate.trials,
        method: estimate.method.trim_end_matches(shared).trim_end_matches("; ").to_owned(),
        notes: estimate.notes.join("; "),
        is_primary: estimate.id == primary,
    }
}

fn counts(estimate: &Estimate) -> String {
    match (finite(estimate.numerator), finite(estimate.denominator)) {
        (Some(numerator), Some(denominator)) => format!("{numerator}\u{a0}/\u{a0}{denominator}"),
        _ => MISSING.to_owned(),
    }
}
