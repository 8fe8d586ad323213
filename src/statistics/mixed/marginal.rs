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
    /// What is added to the linear predictor.
    offset: f64,
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
            let predictor = profile.offset + profile.x.iter().zip(coefficients).map(|(x, beta)| x * beta).sum::<f64>();
            let variance: f64 = profile.z.iter().zip(covariances).map(|(z, covariance)| quadratic(z, covariance)).sum();
            profile.share * self.family.mean_over_normal(predictor, variance.max(0.0))
        };
        self.profiles.iter().map(|profiles| profiles.iter().map(mean).sum()).collect()
    }
}

/// `z' C z`.
pub(super) fn quadratic(z: &[f64], covariance: &[f64]) -> f64 {
    let rows = covariance.chunks(z.len().max(1));
    z.iter().zip(rows).map(|(a, row)| a * row.iter().zip(z).map(|(c, b)| c * b).sum::<f64>()).sum()
}

fn profiles(lowered: &Lowered) -> Vec<Profile> {
    let columns = random_columns(lowered);
    let mut found: BTreeMap<Vec<u64>, Profile> = BTreeMap::new();
    for row in 0..lowered.n {
        let x = &lowered.x[row * lowered.p..(row + 1) * lowered.p];
        let extra = &lowered.re_columns[row * lowered.re_p..(row + 1) * lowered.re_p];
        let offset = lowered.offset.as_ref().map_or(0.0, |offset| offset[row]);
        let key = x.iter().chain(extra).chain([&offset]).map(|value| value.to_bits()).collect();
        let value = |column: &Option<usize>| match *column {
            None => 1.0,
            Some(column) if column < x.len() => x[column],
            Some(column) => extra[column - x.len()],
        };
        let profile = found.entry(key).or_insert_with(|| {
            let z = columns.iter().map(|columns| columns.iter().map(value).collect()).collect();
            Profile { share: 0.0, offset, x: x.to_vec(), z }
        });
        profile.share += 1.0 / lowered.n as f64;
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::super::MixedModel;
    use super::super::simulated::crossed;
    use super::*;

    fn arms() -> [Scenario; 2] {
        [Scenario::numbers("aided", &[("arm", 0.5)]), Scenario::numbers("unaided", &[("arm", -0.5)])]
    }

    fn fit(formula: &str, frame: &Frame) -> Fit {
        MixedModel::new(formula.parse().expect("a formula"), Family::Binomial).fit(frame).expect("a fit")
    }

    #[test]
    fn without_random_effects_it_is_the_raw_difference() {
        // Everybody has the same answers, so that nothing varies between participants.
        let answers = [1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0];
        let people: Vec<String> = (0..80).map(|row| format!("p{}", row / 8)).collect();
        let arm: Vec<f64> = (0..80).map(|row| if row % 8 < 4 { 0.5 } else { -0.5 }).collect();
        let correct = (0..80).map(|row| answers[row % 8]).collect();
        let frame = Frame::new(80)
            .with_labels("participant", &people)
            .with_numbers("arm", arm)
            .with_numbers("correct", correct);
        let fit = fit("correct ~ arm + (1 | participant)", &frame);
        assert!(fit.evidence.singular);
        let joint = fit.marginal_means(&frame, &arms(), 200, 1).expect("means");
        assert!((joint.values[0] - 0.75).abs() < 1e-6 && (joint.values[1] - 0.25).abs() < 1e-6, "{joint:?}");
        let difference = joint.combination(&[1.0, -1.0], 0.95).expect("an estimate");
        assert!((difference.value - 0.5).abs() < 1e-6 && difference.low < 0.5 && difference.high > 0.5);
    }

    #[test]
    fn random_effects_draw_probabilities_towards_a_half() {
        let frame = crossed(12, 12, 2);
        let fit = fit("correct ~ arm + (1 | participant) + (1 | item)", &frame);
        let joint = fit.marginal_means(&frame, &arms(), 10, 1).expect("means");
        let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
        let typical = logistic(fit.coefficients[0].estimate + 0.5 * fit.coefficients[1].estimate);
        assert!(typical > joint.values[0] && joint.values[0] > 0.5, "{typical} {joint:?}");
        // The marginal mean of the model is close to the share in the data.
        let (Some(Column::Numbers(arm)), Some(Column::Numbers(correct))) =
            (frame.column("arm"), frame.column("correct"))
        else {
            panic!("no columns")
        };
        let aided: Vec<f64> = correct.iter().zip(arm).filter(|(_, arm)| **arm > 0.0).map(|(y, _)| *y).collect();
        let share = aided.iter().sum::<f64>() / aided.len() as f64;
        assert!((joint.values[0] - share).abs() < 0.02, "{share} {joint:?}");
    }

    #[test]
    fn draws_do_not_depend_on_the_number_of_threads() {
        let frame = crossed(8, 8, 2);
        let fit = fit("correct ~ arm + (1 | participant) + (1 | item)", &frame);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| fit.marginal_means(&frame, &arms(), 50, 3).expect("means"))
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn a_ratio_of_contrasts_has_fieller_s_interval() {
        let frame = crossed(10, 10, 6);
        let fit = fit("correct ~ arm + wrong + (1 | participant) + (1 | item)", &frame);
        let condition = |name: &str, arm, wrong| Scenario::numbers(name, &[("arm", arm), ("wrong", wrong)]);
        let scenarios = [condition("unaided", -0.5, 0.0), condition("right", 0.5, 0.0), condition("wrong", 0.5, 1.0)];
        let joint = fit.marginal_means(&frame, &scenarios, 500, 1).expect("means");
        // Break-even: (right - unaided) / (right - wrong).
        let (ratio, interval) = joint.ratio(&[-1.0, 1.0, 0.0], &[0.0, 1.0, -1.0], 0.95).expect("a ratio");
        assert!(interval.contains(ratio.value().expect("a value")));
        let (nothing, unbounded) = joint.ratio(&[-1.0, 1.0, 0.0], &[0.0, 0.0, 0.0], 0.95).expect("a ratio");
        assert_eq!(nothing.value(), None);
        assert!(!matches!(unbounded, crate::statistics::RatioInterval::Between { .. }));
        let covariance = joint.covariance().expect("draws");
        assert!((covariance[1] - covariance[3]).abs() < 1e-15 && covariance[0] > 0.0);
    }

    #[test]
    fn a_column_that_cannot_be_set_is_told() {
        let frame = crossed(8, 8, 2);
        let fit = fit("correct ~ arm + (1 | participant)", &frame);
        let scenario = Scenario::numbers("aided", &[("participant", 1.0)]);
        let error = fit.marginal_means(&frame, &[scenario], 10, 1).expect_err("no number");
        assert!(error.to_string().contains("participant can't be set"), "{error}");
    }
}
