//! The conditions that the rows of a table tell of.

use std::collections::HashMap;

use crate::study::{AdviceTiming, Condition, ConfidenceShown, Deadline, Explanation, Feedback, SourceLabel};

use super::cells::number;
use super::trial_columns::{Column, Columns};

const COLUMNS: [Column; 7] = [
    Column::Condition,
    Column::AdviceTiming,
    Column::Explanation,
    Column::ConfidenceShown,
    Column::Source,
    Column::Feedback,
    Column::DeadlineS,
];

/// The different conditions, in the order in which they were met.
#[derive(Debug, Default)]
pub struct Conditions {
    /// Each condition as far as the table tells.
    pub all: Vec<Condition>,
    places: HashMap<String, usize>,
    last: Option<(String, usize)>,
}

impl Conditions {
    /// The index of a row's condition. Words that are not those of the format change nothing but the name.
    pub fn of(&mut self, columns: &Columns, record: &csv::StringRecord) -> usize {
        let key = COLUMNS.map(|column| columns.cell(record, column)).join("\u{1f}");
        if let Some((last, place)) = &self.last
            && *last == key
        {
            return *place;
        }
        let place = self.places.get(&key).copied().unwrap_or_else(|| {
            self.all.push(condition(columns, record));
            self.places.insert(key.clone(), self.all.len() - 1);
            self.all.len() - 1
        });
        self.last = Some((key, place));
        place
    }
}

fn condition(columns: &Columns, record: &csv::StringRecord) -> Condition {
    let cell = |column| columns.cell(record, column);
    let standard = Condition::default();
    let seconds = number(cell(Column::DeadlineS), true).filter(|seconds| *seconds > 0.0);
    Condition {
        name: if cell(Column::Condition).is_empty() { standard.name } else { cell(Column::Condition).into() },
        timing: named(&AdviceTiming::NAMED, cell(Column::AdviceTiming), standard.timing),
        explanation: named(&Explanation::NAMED, cell(Column::Explanation), standard.explanation),
        confidence: named(&ConfidenceShown::NAMED, cell(Column::ConfidenceShown), standard.confidence),
        source: named(&SourceLabel::NAMED, cell(Column::Source), standard.source),
        feedback: named(&Feedback::NAMED, cell(Column::Feedback), standard.feedback),
        deadline: seconds.map(|seconds| Deadline { seconds, hard: false }),
        ..standard
    }
}

fn named<T: Copy>(names: &[(&str, T)], written: &str, otherwise: T) -> T {
    names.iter().find(|(name, _)| *name == written).map_or(otherwise, |(_, value)| *value)
}
