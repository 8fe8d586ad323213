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

use crate::study::{AdviceKind, Alert, Dataset};

/// Every check of a dataset, and the tables that they rest on.
#[derive(Debug, Clone)]
pub struct Lint {
    /// The checks in the order in which to read them.
    pub findings: Vec<Finding>,
    /// Counts and means.
    pub tables: Vec<Table>,
}

/// One check, of a dataset and its scored alerts; none where there is nothing that it could judge.
type Check = fn(&Dataset, &[&Alert]) -> Option<Finding>;

/// The checks by their names, in the order in which to read them.
const CHECKS: [(&str, Check); 15] = [
    ("structure", |dataset, _| Some(structure::references(dataset))),
    ("techniques", |dataset, _| Some(structure::techniques(dataset))),
    ("citations", |dataset, _| Some(structure::cited(dataset))),
    ("reserved-names", |dataset, _| Some(reserved::reserved(dataset))),
    ("style-leak", |dataset, scored| Some(style::style_leak(scored, dataset))),
    ("reason-leak", |dataset, scored| has_wrong_reasons(scored).then(|| style::reason_leak(scored, dataset))),
    ("tell-tale-words", |dataset, scored| Some(telltale::telltale_words(scored, dataset))),
    ("matched", |dataset, scored| Some(matching::matched(scored, dataset))),
    ("content-leak", |dataset, scored| Some(content::content_leak(scored, dataset))),
    ("distractor-leak", |dataset, scored| Some(content::distractor_leak(scored, dataset))),
    ("verdict-leak", |dataset, scored| Some(content::verdict_leak(scored, dataset))),
    ("near-duplicates", |dataset, _| Some(similarity::near_duplicates(dataset))),
    ("decisive-places", |_, scored| Some(structure::decisive_places(scored))),
    ("forms", |dataset, scored| Some(balance::forms(dataset, scored))),
    ("directions", |_, scored| Some(balance::directions(scored))),
];

impl Lint {
    /// Judges the scored alerts of a dataset; names, citations and wording of all alerts.
    pub fn of(dataset: &Dataset) -> Self {
        let scored = structure::scored(dataset);
        let findings = CHECKS.iter().filter_map(|(_, check)| check(dataset, &scored)).collect();
        let mut tables = balance::tables(&scored);
        tables.push(matching::table(&scored));
        Self { findings, tables }
    }

    /// Judges a dataset by the check of a name alone. The search for leaks takes most of the time of all checks.
    pub fn check(dataset: &Dataset, name: &str) -> Option<Finding> {
        let (_, check) = CHECKS.iter().find(|(known, _)| *known == name)?;
        check(dataset, &structure::scored(dataset))
    }

    /// How many checks ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.findings.iter().filter(|finding| finding.outcome == outcome).count()
    }
}

fn has_wrong_reasons(scored: &[&Alert]) -> bool {
    scored.iter().flat_map(|alert| &alert.advice).any(|advice| advice.kind() == AdviceKind::RightForWrongReason)
}
