//! What is wrong with a set of alerts as an instrument: what gives right and wrong advice or the truth away, what is out of balance.

mod balance;
mod content;
mod finding;
mod matching;
mod places;
mod reserved;
mod similarity;
mod structure;
mod style;
mod surface;
mod table;
mod telltale;
mod wording;

pub use finding::{Finding, Outcome};
pub use table::Table;

use crate::study::{AdviceKind, Dataset};

/// Every check of a dataset, and the tables that they rest on.
#[derive(Debug, Clone)]
pub struct Lint {
    /// The checks in the order in which to read them.
    pub findings: Vec<Finding>,
    /// Counts and means.
    pub tables: Vec<Table>,
}

impl Lint {
    /// Judges the scored alerts of a dataset; names, citations and wording of all alerts.
    pub fn of(dataset: &Dataset) -> Self {
        let scored = structure::scored(dataset);
        let mut findings = vec![
            structure::references(dataset),
            structure::techniques(dataset),
            structure::cited(dataset),
            reserved::reserved(dataset),
            style::style_leak(&scored, dataset),
        ];
        let has_wrong_reasons = scored
            .iter()
            .flat_map(|alert| &alert.advice)
            .any(|advice| advice.kind() == AdviceKind::RightForWrongReason);
        if has_wrong_reasons {
            findings.push(style::reason_leak(&scored, dataset));
        }
        findings.extend([
            telltale::telltale_words(&scored, dataset),
            matching::matched(&scored, dataset),
            content::content_leak(&scored, dataset),
            content::distractor_leak(&scored, dataset),
            content::verdict_leak(&scored, dataset),
            similarity::near_duplicates(dataset),
            structure::decisive_places(&scored),
            balance::forms(dataset, &scored),
            balance::directions(&scored),
        ]);
        let mut tables = balance::tables(&scored);
        tables.push(matching::table(&scored));
        Self { findings, tables }
    }

    /// How many checks ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.findings.iter().filter(|finding| finding.outcome == outcome).count()
    }
}
