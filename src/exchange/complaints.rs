//! Problems of a long file: the first few of each column in full, the rest counted.

use crate::study::{Place, Problem, Problems};

/// So many problems of one column are told in full.
const TOLD: usize = 5;

/// What is wrong with one file.
#[derive(Debug)]
pub struct Complaints {
    file: String,
    problems: Problems,
    counts: Vec<(Option<String>, usize)>,
}

impl Complaints {
    /// No complaint yet about a file.
    pub fn about(file: &str) -> Self {
        Self { file: file.into(), problems: Problems::none(), counts: Vec::new() }
    }

    /// The file, as it was named.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Complains about the file as a whole.
    pub fn of_file(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(Problem::in_file(&self.file, message).hint(hint));
    }

    /// Complains about a row, or a cell of it.
    pub fn of_row(&mut self, row: u64, column: Option<&str>, message: impl Into<String>, hint: impl Into<String>) {
        let problem = Problem {
            file: self.file.clone(),
            place: Place::Cell { row, column: column.map(str::to_owned) },
            message: message.into(),
            hint: Some(hint.into()),
        };
        self.push(problem);
    }

    /// Adds a problem that knows its place.
    pub fn push(&mut self, problem: Problem) {
        let column = match &problem.place {
            Place::Cell { column, .. } => column.clone(),
            Place::File | Place::Span(_) => None,
        };
        let known = self.counts.iter().position(|(known, _)| *known == column);
        let place = known.unwrap_or_else(|| {
            self.counts.push((column, 0));
            self.counts.len() - 1
        });
        self.counts[place].1 += 1;
        if self.counts[place].1 <= TOLD {
            self.problems.push(problem);
        }
    }

    /// All that is wrong, with a count of what was not told in full.
    pub fn into_problems(mut self) -> Problems {
        for (column, count) in self.counts.iter().filter(|(_, count)| *count > TOLD) {
            let place = column.as_ref().map_or_else(String::new, |column| format!(" in column `{column}`"));
            let message = format!("{} more problems{place} are not listed", count - TOLD);
            self.problems.push(Problem::in_file(&self.file, message).hint("mend the listed ones, and run it again"));
        }
        self.problems
    }
}
