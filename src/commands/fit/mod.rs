//! `fit`: a formula with crossed random effects, fitted to a CSV file.

mod arguments;
mod intervals;
mod regression;
mod summary;
mod wire;

use std::io::stdin;

use clap::Args;

use self::arguments::{FamilyName, IntervalKind, StandardErrors};
use self::intervals::intervals;
use self::summary::Results;
use super::CommandError;
use crate::console::Console;
use crate::exchange::{CsvFrame, FORMULA, csv_frame};
use crate::statistics::Family;
use crate::statistics::mixed::{Criterion, FitError, Formula, MixedModel, Place};
use crate::study::{Place as FilePlace, Problem, Problems};

/// Arguments of `fit`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Fit {
    /// The model in R's notation, such as `log(time_s) ~ arm + (1 + arm | participant) + (1 | item)`
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
    #[arg(long, value_name = "NODES", default_value_t = 1, value_parser = nodes)]
    nagq: u8,
    /// Intervals of the estimates
    #[arg(long, value_enum)]
    ci: Option<IntervalKind>,
    /// The level of intervals, between 0 and 1
    #[arg(long, default_value_t = 0.95, value_parser = level)]
    level: f64,
    /// Refits of a bootstrap
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(20..))]
    replicates: u32,
    /// The seed of a bootstrap
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Simplify the random effects by the declared rule until the fit is sound
    #[arg(long)]
    simplify: bool,
    /// Test against this formula, of which one must be nested in the other
    #[arg(long, value_name = "FORMULA")]
    against: Option<String>,
    /// Standard errors of a formula without random terms: model, hc3 or cluster:COLUMN
    #[arg(long, value_name = "KIND", default_value = "model")]
    se: StandardErrors,
}

const EXAMPLES: &str = "\
Examples:
  overtrust fit 'log(time_s) ~ arm + (1 + arm | participant) + (1 + arm | item)' trials.csv
  overtrust fit 'correct ~ arm + (1 | participant) + (1 | item)' trials.csv --family binomial --simplify";

impl Fit {
    /// Reads, fits, prints.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let formula = self.parsed(&self.formula)?;
        let against = self.against.as_deref().map(|text| self.parsed(text)).transpose()?;
        let table = self.read(&formula, against.as_ref())?;
        if table.incomplete > 0 {
            let columns = table.lacking.join(", ");
            console.say(&format!("{} rows are left out: a value is missing in {columns}", table.incomplete));
        }
        if formula.random.is_empty() {
            self.regress(&formula, &table, console)
        } else {
            self.mix(formula, against, &table, console)
        }
    }

    fn regress(&self, formula: &Formula, table: &CsvFrame, console: Console) -> Result<(), CommandError> {
        if self.ml || self.simplify || self.against.is_some() || self.ci.is_some() || self.nagq != 1 {
            return Err(CommandError::user(
                "--ml, --nagq, --ci, --simplify and --against are for mixed models, and the formula has no random term",
                "add a term like (1 | participant), or leave the option out; a regression shows its intervals anyway",
            ));
        }
        let (covariance, clusters) = self.se.estimator();
        let fitted = formula.regression(&table.frame, self.family.into(), covariance, clusters);
        let fit = fitted.map_err(|error| self.told(error, Some(table)))?;
        let text = formula.to_string();
        console.outcome(
            &regression::text(&fit, &text, self.source(), self.level),
            &regression::json(&fit, &text, self.level),
        );
        Ok(())
    }

    fn mix(
        &self,
        formula: Formula,
        against: Option<Formula>,
        table: &CsvFrame,
        console: Console,
    ) -> Result<(), CommandError> {
        if self.se != StandardErrors::Model {
            let hint = "random terms model the dependence already; leave --se out, or take the random terms out";
            return Err(CommandError::user("--se is for formulas without random terms", hint));
        }
        if let Some(option) = self.without_effect() {
            return Err(CommandError::user(option, "leave the option out"));
        }
        let told = |error| self.told(error, Some(table));
        let mut model = MixedModel::new(formula, self.family.into());
        model.quadrature_nodes = self.nagq;
        if self.ml || against.is_some() {
            model.criterion = Criterion::MaximumLikelihood;
        }
        let fitted = if self.simplify { model.simplified(&table.frame) } else { model.fit(&table.frame) };
        let fit = fitted.map_err(told)?;
        if !fit.evidence.converged {
            let notes = fit.evidence.notes.iter().map(|note| format!("; {note}"));
            return Err(CommandError::user(
                format!("the model did not converge{}", notes.collect::<String>()),
                if self.simplify {
                    "use fewer predictors, or more data"
                } else {
                    "try --simplify, or fewer random effects"
                },
            ));
        }
        if let Some(name) = against.as_ref().and_then(|other| used_differently(&model.formula, other)) {
            let message = format!("`{name}` is categories in one formula and a number in the other");
            return Err(CommandError::user(message, "add the categories as a column of their own"));
        }
        let other = against.map(|formula| {
            let text = formula.text().to_owned();
            let fitted = MixedModel { formula, ..model.clone() }.fit(&table.frame);
            fitted.map_err(|error| self::told(&text, self.source(), error, Some(table)))
        });
        let comparison = other.transpose()?.map(|other| fit.compare(&other, self.seed)).transpose().map_err(told)?;
        let bootstrap = (self.replicates as usize, self.seed);
        let wanted = self.ci.map(|kind| intervals(&fit, &table.frame, kind, self.level, bootstrap)).transpose();
        let intervals = wanted.map_err(told)?;
        let results = Results { r_squared: fit.r_squared(), fit, intervals, level: self.level, comparison };
        console.outcome(&summary::text(&results, self.source()), &wire::json(&results));
        Ok(())
    }

    /// An option that this family has no use for.
    fn without_effect(&self) -> Option<&'static str> {
        match Family::from(self.family) {
            Family::Gaussian if self.nagq != 1 => Some("--nagq is for binomial and Poisson models"),
            Family::Binomial | Family::Poisson if self.ml => {
                Some("--ml is for the gaussian family: the others are always fitted by maximum likelihood")
            }
            _ => None,
        }
    }

    fn parsed(&self, text: &str) -> Result<Formula, CommandError> {
        text.parse().map_err(|error| told(text, self.source(), FitError::from(error), None))
    }

    fn read(&self, formula: &Formula, against: Option<&Formula>) -> Result<CsvFrame, CommandError> {
        let mentioned = against.iter().flat_map(|other| other.mentions.iter().map(|mention| mention.name.as_str()));
        let cluster = self.se.estimator().1;
        let extra: Vec<&str> = mentioned.chain(cluster).collect();
        if self.file == "-" {
            return Ok(csv_frame(stdin().lock(), self.source(), formula, &extra)?);
        }
        let file = std::fs::File::open(&self.file).map_err(|error| {
            CommandError::user(format!("{} can't be read: {error}", self.file), "is the path right?")
        })?;
        Ok(csv_frame(std::io::BufReader::new(file), &self.file, formula, &extra)?)
    }

    /// The file as people know it.
    fn source(&self) -> &str {
        if self.file == "-" { "standard input" } else { &self.file }
    }

    fn told(&self, error: FitError, table: Option<&CsvFrame>) -> CommandError {
        told(&self.formula, self.source(), error, table)
    }
}

/// A column that both formulas name, one for categories, the other for numbers.
fn used_differently<'f>(one: &'f Formula, other: &Formula) -> Option<&'f str> {
    let shared = one.mentions.iter().filter(|mention| other.mentions.iter().any(|known| known.name == mention.name));
    shared.map(|mention| mention.name.as_str()).find(|name| one.is_category(name) != other.is_category(name))
}

fn level(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        _ => Err("write a number between 0 and 1, such as 0.95".into()),
    }
}

fn nodes(text: &str) -> Result<u8, String> {
    match text.parse() {
        Ok(nodes @ 1..=25) if nodes % 2 == 1 => Ok(nodes),
        _ => Err("write an odd number from 1 to 25".into()),
    }
}

/// The problems of a model with their places in the formula and the file.
fn told(formula: &str, file: &str, error: FitError, table: Option<&CsvFrame>) -> CommandError {
    let mut problems = Problems::none();
    problems.remember_text(FORMULA, formula);
    for problem in error.0 {
        let (file, place) = match problem.place {
            Place::Formula(span) => (FORMULA, FilePlace::Span(span)),
            Place::Row { row, column } => {
                let line = table.and_then(|table| table.lines.get(row)).copied().unwrap_or_default();
                (file, FilePlace::Cell { row: line, column: Some(column) })
            }
            Place::Model => (FORMULA, FilePlace::Span(0..formula.len())),
        };
        problems.push(Problem { file: file.to_owned(), place, message: problem.message, hint: Some(problem.hint) });
    }
    problems.into()
}
