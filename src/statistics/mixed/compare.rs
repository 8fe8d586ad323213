//! The likelihood-ratio test of two nested fits.

use glmm::formula::anova::{CompareOptions, ComparisonTest, Side, compare};
use glmm::inference::Reference;

use super::engine::plain;
use super::fit::Fit;
use super::problem::FitError;

/// What the larger model gains.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The formula of the smaller model.
    pub smaller: String,
    /// The formula of the larger model.
    pub larger: String,
    /// Twice the gain in log-likelihood.
    pub statistic: f64,
    /// The difference in the number of parameters.
    pub degrees_of_freedom: usize,
    /// The probability of such a gain or a larger one under the smaller model.
    pub p: f64,
    /// What the statistic was compared with, in words.
    pub reference: &'static str,
    /// What the test could not take at face value.
    pub notes: Vec<String>,
}

/// How often the null distribution of a single variance is simulated where it is known exactly.
const SIMULATIONS: usize = 10_000;

impl Fit {
    /// The likelihood-ratio test against a model that is nested in this one, or in which this one is nested. Linear models with
    /// different fixed parts have to be fitted by maximum likelihood. Where the larger model has one random effect more, whose
    /// variance can't be negative, the statistic is compared with an even mixture of chi-squares (Self & Liang 1987; Stram & Lee 1994).
    ///
    /// # Errors
    /// Where the fits are of different data, not nested, not converged, or not comparable by likelihood.
    pub fn compare(&self, other: &Self, seed: u64) -> Result<Comparison, FitError> {
        let options = CompareOptions { nsim: SIMULATIONS, seed };
        let compared = compare(&self.engine.model, &other.engine.model, &options).map_err(|error| {
            FitError::model(
                format!("the two models can't be compared: {}", plain(&error.to_string())),
                "compare nested models of the same data, by maximum likelihood where their fixed parts differ",
            )
        })?;
        let notes = compared.note_lines();
        let ComparisonTest::Lr(test) = compared.test else {
            return Err(FitError::model("the two models have no random effects", "compare mixed models"));
        };
        let (mine, theirs) = (self.evidence.formula.to_string(), other.evidence.formula.to_string());
        let (larger, smaller) = if compared.larger == Side::First { (mine, theirs) } else { (theirs, mine) };
        Ok(Comparison {
            smaller,
            larger,
            statistic: test.statistic,
            degrees_of_freedom: test.df,
            p: test.p_value,
            reference: match test.reference {
                Reference::ChiSquared { .. } => "chi-square",
                Reference::ChiBarSquared { .. } => "even mixture of chi-squares: a variance can't be negative",
                _ => "simulated: a variance can't be negative",
            },
            notes,
        })
    }
}
