//! `fit`: a formula with crossed random effects, fitted to a CSV file.

mod arguments;
mod summary;

use std::io::stdin;

use clap::Args;

use self::arguments::{FamilyName, IntervalKind};
use super::CommandError;
use crate::console::Console;
use crate::exchange::{CsvFrame, FORMULA, csv_frame};
use crate::statistics::mixed::{Criterion, FitError, Formula, MixedModel, Place};
use crate::study::{Place as FilePlace, Problem, Problems};

/// Arguments of `fit`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Fit {
    /// The model in R's notation, such as 'log(time_s) ~ arm + (1 + arm | participant) + (1 | item)'
    formula: String,
    /// A CSV file with a header; `-` reads standard input
    file: String,
    /// The distribution of the response
    #[arg(long, value_enum, default_value_t = FamilyName::Gaussian)]
    family: FamilyName,
    /// Maximum likelihood instead of restricted maximum likelihood
    #[arg(long)]
    ml: bool,
    /// Nodes of the adaptive quadrature of a binomial or Poisson model with one grouping factor: odd, 1 for Laplace
    #[arg(long, value_name = "NODES", default_value_t = 1)]
    nagq: u8,
    /// Intervals of the estimates
    #[arg(long, value_enum)]
    ci: Option<IntervalKind>,
    /// Their level
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Simplify the random effects by the declared rule until the fit is sound
    #[arg(long)]
    simplify: bool,
}

const EXAMPLES: &str = "\
Examples:
  overtrust fit 'log(time_s) ~ arm + (1 + arm | participant) + (1 + arm | item)' trials.csv
  overtrust fit 'correct ~ arm + (1 | participant) + (1 | item)' trials.csv --family binomial --simplify";

impl Fit {
    /// Reads, fits, prints.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let formula: Formula = self.formula.parse().map_err(|error| self.told(FitError::from(error), None))?;
        let table = self.read(&formula)?;
        if table.incomplete > 0 {
            console.say(&format!("{} rows with a missing value are left out", table.incomplete));
        }
        let mut model = MixedModel::new(formula, self.family.into());
        model.quadrature_nodes = self.nagq;
        model.criterion = if self.ml { Criterion::MaximumLikelihood } else { Criterion::Reml };
        let fitted = if self.simplify { model.simplified(&table.frame) } else { model.fit(&table.frame) };
        let fit = fitted.map_err(|error| self.told(error, Some(&table)))?;
        console.outcome(&summary::text(&fit, &self.file), &summary::json(&fit));
        Ok(())
    }

    fn read(&self, formula: &Formula) -> Result<CsvFrame, CommandError> {
        if self.file == "-" {
            return Ok(csv_frame(stdin().lock(), "standard input", formula, &[])?);
        }
        let file = std::fs::File::open(&self.file).map_err(|error| {
            CommandError::user(format!("{} can't be read: {error}", self.file), "is the path right?")
        })?;
        Ok(csv_frame(std::io::BufReader::new(file), &self.file, formula, &[])?)
    }

    /// The problems of a model with their places in the formula and the file.
    fn told(&self, error: FitError, table: Option<&CsvFrame>) -> CommandError {
        let mut problems = Problems::none();
        problems.remember_text(FORMULA, &self.formula);
        for problem in error.0 {
            let (file, place) = match problem.place {
                Place::Formula(span) => (FORMULA.to_owned(), FilePlace::Span(span)),
                Place::Row { row, column } => {
                    let line = table.and_then(|table| table.lines.get(row)).copied().unwrap_or_default();
                    (self.file.clone(), FilePlace::Cell { row: line, column: Some(column) })
                }
                Place::Model => (FORMULA.to_owned(), FilePlace::Span(0..self.formula.len())),
            };
            problems.push(Problem { file, place, message: problem.message, hint: Some(problem.hint) });
        }
        problems.into()
    }
}
