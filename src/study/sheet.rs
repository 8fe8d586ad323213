//! Reads one CSV file of a dataset record by record, collecting every problem with its row and column.

use std::path::Path;

use super::files::Files;
use super::problem::{Place, Problem, Problems};

/// What a dataset consists of.
pub const DATASET_FILES: &str = "a dataset is a folder with dataset.toml, alerts.csv, evidence.csv and advice.csv";

/// A CSV file whose header has been checked.
pub struct Sheet {
    file: String,
    header: Vec<String>,
    records: Vec<(u64, csv::StringRecord)>,
}

/// One record of a sheet, with the means to say what is wrong with it.
#[derive(Clone, Copy)]
pub struct Row<'s> {
    sheet: &'s Sheet,
    /// The line on which the record starts.
    pub number: u64,
    record: &'s csv::StringRecord,
}

impl Sheet {
    /// Reads a file that must have the `columns`; what can't be read becomes problems. Returns the sheet and its bytes.
    pub fn read(files: Files, path: &Path, columns: &[&str], problems: &mut Problems) -> Option<(Self, String)> {
        let file = files.display(path);
        let text = files.text(path, DATASET_FILES, problems)?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => {
                problems.push(Problem::in_file(&file, format!("has no readable header: {error}")));
                return None;
            }
        };
        let mut sheet = Self { file, header, records: Vec::new() };
        if !sheet.check_header(columns, problems) {
            return None;
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let row = record.position().map_or(0, csv::Position::line);
                    sheet.check_width(row, &record, problems);
                    sheet.records.push((row, record));
                }
                Err(error) => {
                    let row = error.position().map_or(0, csv::Position::line);
                    problems.push(sheet.problem(row, None, format!("can't be read: {error}")));
                }
            }
        }
        Some((sheet, text))
    }

    /// Every record.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(number, record)| Row { sheet: self, number: *number, record })
    }

    /// Whether the header is one of this kind of file; a missing or unknown column is told, and the rows are read all the same.
    fn check_header(&self, columns: &[&str], problems: &mut Problems) -> bool {
        let known = self.header.iter().filter(|name| columns.contains(&name.as_str())).count();
        if known * 2 < columns.len() {
            let hint = match self.header.first() {
                Some(first) if first.contains(';') => {
                    "it looks separated by semicolons: save it with commas".to_owned()
                }
                Some(first) if first.contains('\n') => "a quote opens in the first row and does not close".to_owned(),
                _ => format!("the columns are: {}", columns.join(", ")),
            };
            problems.push(self.problem(1, None, "the header is not that of this file").hint(hint));
            return false;
        }
        for column in columns.iter().filter(|column| !self.header.iter().any(|name| name == *column)) {
            let message = format!("column `{column}` is missing");
            problems.push(self.problem(1, None, message).hint(format!("the columns are: {}", columns.join(", "))));
        }
        for name in self.header.iter().filter(|name| !columns.contains(&name.as_str())) {
            let message = format!("column `{name}` is not known");
            problems.push(self.problem(1, None, message).did_you_mean(name, columns.iter().copied()));
        }
        true
    }

    fn check_width(&self, row: u64, record: &csv::StringRecord, problems: &mut Problems) {
        if record.len() != self.header.len() {
            let message = format!("has {} fields where the header has {}", record.len(), self.header.len());
            problems.push(self.problem(row, None, message).hint("a field with a comma or a line break needs quotes"));
        }
    }

    fn problem(&self, row: u64, column: Option<&str>, message: impl Into<String>) -> Problem {
        let place = Place::Cell { row, column: column.map(str::to_owned) };
        Problem { file: self.file.clone(), place, message: message.into(), hint: None }
    }
}

impl<'s> Row<'s> {
    /// The text of a column, trimmed at its ends; empty where the column is absent.
    pub fn text(&self, column: &str) -> &'s str {
        let index = self.sheet.header.iter().position(|name| name == column);
        index.and_then(|index| self.record.get(index)).unwrap_or("").trim()
    }

    /// The text of a column that must not be empty.
    pub fn required(&self, column: &str, problems: &mut Problems) -> &'s str {
        let text = self.text(column);
        if text.is_empty() && self.sheet.header.iter().any(|name| name == column) {
            problems.push(self.problem(column, "is empty"));
        }
        text
    }

    /// One of the named choices, or a problem.
    pub fn choice<T: Copy>(&self, column: &str, choices: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let text = self.required(column, problems);
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() && !text.is_empty() {
            let problem = self.problem(column, format!("`{text}` is not known here"));
            problems.push(problem.did_you_mean(text, choices.iter().map(|(name, _)| *name)));
        }
        found
    }

    /// A number in a range, or a problem.
    pub fn number(&self, column: &str, low: f64, high: f64, problems: &mut Problems) -> Option<f64> {
        let text = self.required(column, problems);
        let number = text.parse::<f64>().ok().filter(|number| (low..=high).contains(number));
        if number.is_none() && !text.is_empty() {
            problems.push(self.problem(column, format!("`{text}` is not a number from {low} to {high}")));
        }
        number
    }

    /// A list separated by spaces.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split_whitespace().map(str::to_owned).collect()
    }

    /// A problem with one column of this record.
    pub fn problem(&self, column: &str, message: impl Into<String>) -> Problem {
        self.sheet.problem(self.number, Some(column), message)
    }
}
