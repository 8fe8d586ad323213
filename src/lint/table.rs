//! Counts to be read as a table.

use std::collections::BTreeMap;

use serde::Serialize;

/// A table of texts, the first column naming the rows.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it counts.
    pub title: &'static str,
    /// The columns' names.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Counts pairs of (row, column) names, with sums. Columns stand in the given order, rows in that of their names.
    pub fn of_counts(
        title: &'static str,
        rows: &str,
        columns: &[&str],
        pairs: impl Iterator<Item = (String, String)>,
    ) -> Self {
        let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, column) in pairs {
            let counted = counts.entry(row).or_insert_with(|| vec![0; columns.len()]);
            if let Some(index) = columns.iter().position(|name| *name == column) {
                counted[index] += 1;
            }
        }
        let mut sums = vec![0; columns.len()];
        for counted in counts.values() {
            sums.iter_mut().zip(counted).for_each(|(sum, count)| *sum += count);
        }
        let row = |name: String, counted: &[usize]| {
            let all: usize = counted.iter().sum();
            [vec![name], counted.iter().map(ToString::to_string).collect(), vec![all.to_string()]].concat()
        };
        let mut lines: Vec<Vec<String>> = counts.iter().map(|(name, counted)| row(name.clone(), counted)).collect();
        lines.push(row("all".into(), &sums));
        let header =
            [vec![rows.to_owned()], columns.iter().map(ToString::to_string).collect(), vec!["all".into()]].concat();
        Self { title, header, rows: lines }
    }
}
