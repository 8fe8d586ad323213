//! A table of named columns: what a formula is fitted to.

use std::collections::{BTreeSet, HashMap};

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers, finite, used as they are.
    Numbers(Vec<f64>),
    /// Categories: the levels, the first of which is the base, and each row's index among them.
    Levels {
        /// The labels, base first.
        levels: Vec<String>,
        /// One index into `levels` a row.
        codes: Vec<u32>,
    },
}

impl Column {
    /// Categories from one label a row: levels in the order of their numbers where all are numbers, else by the alphabet.
    pub fn from_labels(labels: &[impl AsRef<str>]) -> Self {
        let distinct: BTreeSet<&str> = labels.iter().map(AsRef::as_ref).collect();
        let mut levels: Vec<&str> = distinct.into_iter().collect();
        let numbers: Option<Vec<f64>> = levels.iter().map(|level| level.parse().ok()).collect();
        if numbers.is_some() {
            levels.sort_by(|a, b| number(a).total_cmp(&number(b)));
        }
        let known: HashMap<&str, u32> = levels.iter().copied().zip(0..).collect();
        let codes = labels.iter().map(|label| known[label.as_ref()]).collect();
        Self::Levels { levels: levels.into_iter().map(str::to_owned).collect(), codes }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Levels { codes, .. } => codes.len(),
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every row holds the same.
    pub fn is_constant(&self) -> bool {
        match self {
            Self::Numbers(values) => values.windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits()),
            Self::Levels { codes, .. } => codes.windows(2).all(|pair| pair[0] == pair[1]),
        }
    }

    /// What a row holds, as text.
    pub(super) fn text(&self, row: usize) -> String {
        match self {
            Self::Numbers(values) => values[row].to_string(),
            Self::Levels { levels, codes } => levels[codes[row] as usize].clone(),
        }
    }

    /// A number a row that tells equal rows from different ones: the value itself, or the level's index.
    pub(super) fn key(&self, row: usize) -> f64 {
        match self {
            Self::Numbers(values) => values[row],
            Self::Levels { codes, .. } => f64::from(codes[row]),
        }
    }
}

fn number(label: &str) -> f64 {
    label.parse().unwrap_or(f64::NAN)
}

/// Named columns of equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    columns: Vec<(String, Column)>,
    rows: usize,
}

impl Frame {
    /// A table without columns yet.
    pub fn new(rows: usize) -> Self {
        Self { columns: Vec::new(), rows }
    }

    /// The same table with one more column, or with another column under a name that it has already.
    ///
    /// # Panics
    /// Where the column has another number of rows than the table.
    #[must_use]
    pub fn with(mut self, name: &str, column: Column) -> Self {
        assert_eq!(column.len(), self.rows, "column {name} has another length than the table");
        self.columns.retain(|(known, _)| known != name);
        self.columns.push((name.to_owned(), column));
        self
    }

    /// The same table with one more column of numbers.
    #[must_use]
    pub fn with_numbers(self, name: &str, values: Vec<f64>) -> Self {
        self.with(name, Column::Numbers(values))
    }

    /// The same table with one more column of categories.
    #[must_use]
    pub fn with_labels(self, name: &str, labels: &[impl AsRef<str>]) -> Self {
        self.with(name, Column::from_labels(labels))
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(known, _)| known == name).map(|(_, column)| column)
    }

    /// The values of a column of numbers; none where it holds categories or is not there.
    pub fn numbers(&self, name: &str) -> Option<&[f64]> {
        match self.column(name)? {
            Column::Numbers(values) => Some(values),
            Column::Levels { .. } => None,
        }
    }

    /// The names in the order of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Each column with its name.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns.iter().map(|(name, column)| (name.as_str(), column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_as_numbers_or_by_the_alphabet() {
        let check = |labels: &[&str], expect: &[&str]| {
            let Column::Levels { levels, codes } = Column::from_labels(labels) else { panic!("no levels") };
            assert_eq!(levels, expect);
            assert!(codes.iter().zip(labels).all(|(code, label)| levels[*code as usize] == *label));
        };
        check(&["b", "a", "b", "10"], &["10", "a", "b"]);
        check(&["10", "9", "9", "-1"], &["-1", "9", "10"]);
    }

    #[test]
    fn a_column_replaces_the_one_of_its_name() {
        let frame = Frame::new(2).with_numbers("x", vec![1.0, 2.0]).with_labels("g", &["a", "b"]);
        let frame = frame.with_numbers("x", vec![3.0, 3.0]);
        assert_eq!(frame.names().collect::<Vec<_>>(), ["g", "x"]);
        assert!(frame.column("x").is_some_and(Column::is_constant));
        assert!(!frame.column("g").is_some_and(Column::is_constant));
    }
}
