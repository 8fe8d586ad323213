//! Every text of a dataset with the place where it stands.

use crate::study::{Dataset, Place, Problem};

/// A cell of one of the dataset's files.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    file: &'static str,
    row: u64,
    column: &'static str,
}

impl Cell {
    /// A cell of alerts.csv.
    pub fn alert(row: u64, column: &'static str) -> Self {
        Self { file: "alerts.csv", row, column }
    }

    /// A cell of evidence.csv.
    pub fn evidence(row: u64, column: &'static str) -> Self {
        Self { file: "evidence.csv", row, column }
    }

    /// A cell of advice.csv.
    pub fn advice(row: u64, column: &'static str) -> Self {
        Self { file: "advice.csv", row, column }
    }

    /// Something that is wrong here.
    pub fn problem(self, message: impl Into<String>) -> Problem {
        Problem {
            file: self.file.into(),
            place: Place::Cell { row: self.row, column: Some(self.column.into()) },
            message: message.into(),
            hint: None,
        }
    }
}

/// Every text that a participant can read, with its place.
pub fn texts(dataset: &Dataset) -> Vec<(&str, Cell)> {
    let mut texts = Vec::new();
    for alert in &dataset.alerts {
        let columns = [
            ("title", &alert.title),
            ("summary", &alert.summary),
            ("rationale", &alert.rationale),
            ("debrief", &alert.debrief),
        ];
        texts.extend(columns.map(|(column, text)| (text.as_str(), Cell::alert(alert.row, column))));
        texts.extend(alert.entities.iter().map(|(_, value)| (value.as_str(), Cell::alert(alert.row, "entities"))));
        for panel in &alert.evidence {
            texts.push((&panel.title, Cell::evidence(panel.row, "title")));
            texts.push((&panel.content, Cell::evidence(panel.row, "content")));
        }
        for advice in &alert.advice {
            texts.push((&advice.rationale, Cell::advice(advice.row, "rationale")));
            texts.push((&advice.action, Cell::advice(advice.row, "action")));
        }
    }
    texts
}
