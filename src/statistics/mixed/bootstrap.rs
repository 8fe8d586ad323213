//! The parametric bootstrap: responses simulated from the fit, each analysed as the data were.

use glmm::Simulator;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::fit::Fit;
use super::frame::Frame;
use super::joint::JointEstimates;
use super::problem::FitError;
use super::refit::{Refit, Refitter, Structure};

/// The refits of a parametric bootstrap.
#[derive(Debug, Clone, PartialEq)]
pub struct Bootstrapped {
    /// The estimates with one draw from each refit that converged.
    pub estimates: JointEstimates,
    /// How many refits did not converge; they are left out.
    pub failed: usize,
    /// How many were singular in the end.
    pub singular: usize,
}

/// How many replicates a parallel job takes at least, so that its workspace is worth it.
const JOB: usize = 16;

impl Fit {
    /// Simulates `replicates` responses with new random effects and errors from the fit, fits each one, and collects
    /// `of` (named by `names`), which is also evaluated at the fit itself. The refits follow `structure`, starting from
    /// the structure of this fit. The result does not depend on the number of threads.
    ///
    /// # Errors
    /// Where the table does not fit, or the fit did not converge, so that nothing can be simulated.
    pub fn parametric_bootstrap(
        &self,
        frame: &Frame,
        structure: Structure,
        (replicates, seed): (usize, u64),
        names: Vec<String>,
        of: impl Fn(&Refit) -> Vec<f64> + Sync,
    ) -> Result<Bootstrapped, FitError> {
        let (model, lowered) = (self.model(), self.engine.model.lowered());
        let simulator = Simulator::new(self.engine.model.fit(), lowered.spec(), &lowered.design())
            .map_err(|error| FitError::model(format!("nothing can be simulated: {error}"), "simplify the model"))?;
        let mut pilot = Refitter::new(&model, frame, structure)?;
        let observed = pilot.response().to_vec();
        let values = of(&pilot.refit(&observed)?);
        let layout = || {
            let mut refitter = Refitter::new(&model, frame, structure).ok();
            if let Some(refitter) = &mut refitter {
                refitter.start_at(&observed);
            }
            (refitter, vec![0.0; observed.len()])
        };
        let refits: Vec<Option<(bool, Vec<f64>)>> = (0..replicates)
            .into_par_iter()
            .with_min_len(JOB)
            .map_init(layout, |(refitter, response), replicate| {
                simulator.simulate_into(seed, replicate as u64, response).ok()?;
                let refit = refitter.as_mut()?.refit(response).ok().filter(|refit| refit.converged)?;
                Some((refit.singular, of(&refit)))
            })
            .collect();
        let failed = refits.iter().filter(|refit| refit.is_none()).count();
        let singular = refits.iter().flatten().filter(|(singular, _)| *singular).count();
        let draws = refits.into_iter().flatten().map(|(_, values)| values).collect();
        Ok(Bootstrapped { estimates: JointEstimates { names, values, draws }, failed, singular })
    }
}

#[cfg(test)]
mod tests {
    use super::super::MixedModel;
    use super::super::simulated::crossed;
    use super::*;
    use crate::statistics::Family;

    fn bootstrap(replicates: usize) -> (Fit, Bootstrapped) {
        let frame = crossed(12, 10, 3);
        let formula = "time ~ arm + (1 | participant) + (1 | item)".parse().expect("a formula");
        let fit = MixedModel::new(formula, Family::Gaussian).fit(&frame).expect("a fit");
        let names = vec!["arm".to_owned()];
        let of = |refit: &Refit| vec![refit.parameters.coefficients[1]];
        let bootstrapped = fit.parametric_bootstrap(&frame, Structure::Fixed, (replicates, 7), names, of);
        (fit, bootstrapped.expect("refits"))
    }

    #[test]
    fn its_spread_is_the_standard_error() {
        let (fit, bootstrapped) = bootstrap(400);
        let estimate = bootstrapped.estimates.combination(&[1.0], 0.95).expect("draws");
        let arm = fit.coefficient("arm").expect("an effect");
        assert!((estimate.value - arm.estimate).abs() < 1e-8);
        assert!((estimate.standard_error / arm.standard_error - 1.0).abs() < 0.12, "{estimate:?} {arm:?}");
        assert_eq!(bootstrapped.failed, 0);
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| bootstrap(40).1)
        };
        assert_eq!(with(1), with(3));
    }
}
