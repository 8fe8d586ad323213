//! The only place that prints: results on standard output, talk on standard error.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use miette::{GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value, json};

use crate::study::{Place, Problem, Problems};

/// Where a command talks to its user.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    json: bool,
}

impl Console {
    /// A console for results in JSON, or for people.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are wanted as JSON.
    pub fn is_json(self) -> bool {
        self.json
    }

    /// Prints a result.
    pub fn result(self, text: &str) {
        let mut out = anstream::stdout();
        // A reader that has gone away wants no more.
        let _ = writeln!(out, "{text}");
    }

    /// Prints a result for people, or as JSON where that is wanted.
    pub fn outcome(self, text: &str, json: &Value) {
        self.result(&if self.json { json.to_string() } else { text.to_owned() });
    }

    /// Says something beside the result.
    pub fn say(self, text: &str) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Says what went wrong, and what to do.
    pub fn failure(self, message: &str, hint: Option<&str>) {
        let mut err = anstream::stderr();
        let _ = writeln!(err, "\u{1b}[31merror:\u{1b}[0m {message}");
        if let Some(hint) = hint {
            let _ = writeln!(err, "\u{1b}[36mhint:\u{1b}[0m {hint}");
        }
    }

    /// Shows every problem of some files, with the lines that they are about; as a result, where JSON is wanted.
    pub fn problems(self, problems: &Problems) {
        if self.json {
            let list: Vec<_> = problems.iter().map(problem_json).collect();
            return self.result(&json!({ "schema_version": 1, "problems": list }).to_string());
        }
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_context_lines(1);
        let mut err = anstream::stderr();
        for report in problems.reports() {
            let mut text = String::new();
            if handler.render_report(&mut text, &report).is_ok() {
                let _ = write!(err, "{text}");
            }
        }
        self.failure(&problems.to_string(), None);
    }

    /// A progress bar with what, how many, and the time left; silent where nobody looks.
    pub fn progress(self, what: &'static str, length: u64) -> ProgressBar {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}

/// A table with aligned columns: texts to the left, the rest to the right.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let columns = header.len();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
        cells.chain([header[column]]).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(
                |(column, (cell, width))| {
                    if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                },
            )
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(header.to_vec())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

/// A problem as results in JSON have it.
pub fn problem_json(problem: &Problem) -> Value {
    let (row, column) = match &problem.place {
        Place::Cell { row, column } => (Some(*row), column.clone()),
        Place::File | Place::Span(_) => (None, None),
    };
    json!({ "file": problem.file, "row": row, "column": column, "message": problem.message, "hint": problem.hint })
}
