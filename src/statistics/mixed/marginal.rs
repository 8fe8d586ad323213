//! Marginal means of a fitted model: what the response would be on average, over the rows and over the random effects, if some
//! columns held other values (g-computation; Robins 1986; for random effects Hedeker et al. 2018).

use std::collections::BTreeMap;

use super::engine::{Lowered, lowered, random_columns};
use super::fit::Fit;
use super::frame::{Column, Frame};
use super::joint::JointEstimates;
use super::problem::FitError;
use crate::statistics::Family;

/// What the columns would hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The columns that are set, with the value that every row gets.
    pub settings: Vec<(String, Setting)>,
}

/// A value for every row.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// A number.
    Number(f64),
    /// A level that the column has.
    Level(String),
}

impl Scenario {
    /// Columns of numbers set to a value each.
    pub fn numbers(name: &str, settings: &[(&str, f64)]) -> Self {
        let settings = settings.iter().map(|(column, value)| ((*column).to_owned(), Setting::Number(*value))).collect();
        Self { name: name.to_owned(), settings }
    }

    /// The table with the columns set.
    fn applied(&self, frame: &Frame) -> Result<Frame, FitError> {
        let mut frame = frame.clone();
        for (name, setting) in &self.settings {
            let column = match (setting, frame.column(name)) {
                (Setting::Number(value), Some(Column::Numbers(_))) => Column::Numbers(vec![*value; frame.rows()]),
                (Setting::Level(level), Some(Column::Levels { levels, .. })) if levels.contains(level) => {
                    let code = levels.iter().position(|known| known == level).unwrap_or_default() as u32;
                    Column::Levels { levels: levels.clone(), codes: vec![code; frame.rows()] }
                }
                _ => {
                    let message = format!("scenario {}: column {name} can't be set to {setting:?}", self.name);
                    return Err(FitError::model(message, "set a column of the table to a value that it can hold"));
                }
            };
            frame = frame.with(name, column);
        }
        Ok(frame)
    }
}

/// Rows that have the same design, with their share of all rows.
#[derive(Debug, Clone)]
struct Profile {
    share: f64,
    /// The fixed-effects row.
    x: Vec<f64>,
    /// The random-effects row of each grouping factor.
    z: Vec<Vec<f64>>,
}

/// The designs of some scenarios, for which marginal means can be computed under any parameters.
#[derive(Debug, Clone)]
pub struct Scenarios {
    family: Family,
    names: Vec<String>,
    profiles: Vec<Vec<Profile>>,
}

impl Fit {
    /// Lays out scenarios on the table that the model was fitted to.
    pub fn scenarios(&self, frame: &Frame, scenarios: &[Scenario]) -> Result<Scenarios, FitError> {
        let formula = &self.evidence.formula;
        let profiles = scenarios.iter().map(|scenario| {
            let lowered = lowered(formula, &scenario.applied(frame)?, self.evidence.family)?;
            Ok(profiles(&lowered))
        });
        Ok(Scenarios {
            family: self.evidence.family,
            names: scenarios.iter().map(|scenario| scenario.name.clone()).collect(),
            profiles: profiles.collect::<Result<_, FitError>>()?,
        })
    }

    /// The marginal mean of each scenario, on the scale of the response, with draws from the joint distribution of the estimates.
    pub fn marginal_means(
        &self,
        frame: &Frame,
        scenarios: &[Scenario],
        draws: usize,
        seed: u64,
    ) -> Result<JointEstimates, FitError> {
        let scenarios = self.scenarios(frame, scenarios)?;
        Ok(JointEstimates::simulated(self, scenarios.names.clone(), draws, seed, |parameters| {
            scenarios.means(&parameters.coefficients, &parameters.covariances)
        }))
    }
}

impl Scenarios {
    /// The marginal means under some coefficients and some covariances of the random effects, one square matrix a grouping.
    pub fn means(&self, coefficients: &[f64], covariances: &[Vec<f64>]) -> Vec<f64> {
        let mean = |profile: &Profile| {
            let predictor: f64 = profile.x.iter().zip(coefficients).map(|(x, beta)| x * beta).sum();
            let variance: f64 = profile.z.iter().zip(covariances).map(|(z, covariance)| quadratic(z, covariance)).sum();
            profile.share * self.family.mean_over_normal(predictor, variance.max(0.0))
        };
        self.profiles.iter().map(|profiles| profiles.iter().map(mean).sum()).collect()
    }
}

/// `z' C z`.
fn quadratic(z: &[f64], covariance: &[f64]) -> f64 {
    let rows = covariance.chunks(z.len().max(1));
    z.iter().zip(rows).map(|(a, row)| a * row.iter().zip(z).map(|(c, b)| c * b).sum::<f64>()).sum()
}

fn profiles(lowered: &Lowered) -> Vec<Profile> {
    let columns = random_columns(lowered);
    let mut found: BTreeMap<Vec<u64>, Profile> = BTreeMap::new();
    for row in 0..lowered.n {
        let x = &lowered.x[row * lowered.p..(row + 1) * lowered.p];
        let extra = &lowered.re_columns[row * lowered.re_p..(row + 1) * lowered.re_p];
        let key = x.iter().chain(extra).map(|value| value.to_bits()).collect();
        let value = |column: &Option<usize>| match *column {
            None => 1.0,
            Some(column) if column < x.len() => x[column],
            Some(column) => extra[column - x.len()],
        };
        let profile = found.entry(key).or_insert_with(|| {
            let z = columns.iter().map(|columns| columns.iter().map(value).collect()).collect();
            Profile { share: 0.0, x: x.to_vec(), z }
        });
        profile.share += 1.0 / lowered.n as f64;
    }
    found.into_values().collect()
}
