//! What a fit says of each row and of each level: fitted values, and conditional modes of the random effects.

use super::fit::Fit;

/// The conditional modes of one grouping factor: each level's deviations, shrunken towards zero by how little is known of the level
/// (best linear unbiased predictions in a linear model; Robinson 1991).
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalModes {
    /// The effects: `(Intercept)` where there is one, then the slopes.
    pub effects: Vec<String>,
    /// The levels.
    pub levels: Vec<String>,
    /// One row a level, one value an effect, on the scale of the link.
    pub values: Vec<Vec<f64>>,
}

impl ConditionalModes {
    /// The deviation of a level; none where the model has no such effect or level.
    pub fn of(&self, level: &str, effect: &str) -> Option<f64> {
        let row = self.levels.iter().position(|known| known == level)?;
        let column = self.effects.iter().position(|known| known == effect)?;
        self.values.get(row)?.get(column).copied()
    }
}

impl Fit {
    /// The conditional modes of a grouping factor; none without one of that name, or where the fit has not converged.
    pub fn conditional_modes(&self, group: &str) -> Option<ConditionalModes> {
        let blocks = self.engine.model.ranef().ok()?;
        let block = blocks.into_iter().find(|block| block.group == group)?;
        let width = block.terms.len().max(1);
        let values = block.values.chunks(width).map(<[f64]>::to_vec).collect();
        Some(ConditionalModes { effects: block.terms, levels: block.levels, values })
    }

    /// The fitted value of each row with its random effects, on the scale of the response; empty where the fit has not converged.
    pub fn fitted_values(&self) -> &[f64] {
        self.engine.model.fit().fitted()
    }
}

#[cfg(test)]
mod tests {
    use super::super::simulated::crossed;
    use super::super::{Frame, MixedModel};
    use super::*;
    use crate::statistics::Family;

    fn fit(frame: &Frame) -> Fit {
        let formula = "time ~ arm + (1 + arm | participant) + (1 | item)".parse().expect("a formula");
        MixedModel::new(formula, Family::Gaussian).fit(frame).expect("a fit")
    }

    #[test]
    fn modes_are_deviations_that_cancel_out() {
        let fit = fit(&crossed(12, 12, 9));
        let modes = fit.conditional_modes("participant").expect("modes");
        assert_eq!(
            (modes.levels.len(), modes.effects.as_slice()),
            (12, ["(Intercept)", "arm"].map(str::to_owned).as_slice())
        );
        for effect in ["(Intercept)", "arm"] {
            let deviations: Vec<f64> = modes.levels.iter().filter_map(|level| modes.of(level, effect)).collect();
            assert!(deviations.len() == 12 && deviations.iter().sum::<f64>().abs() < 1e-6, "{effect}: {deviations:?}");
        }
        assert_eq!(modes.of("nobody", "arm"), None);
        assert_eq!(fit.conditional_modes("nothing"), None);
    }

    #[test]
    fn fitted_values_are_fixed_effects_and_modes() {
        let frame = crossed(9, 8, 4);
        let fit = fit(&frame);
        let (participants, items) =
            (fit.conditional_modes("participant").expect("modes"), fit.conditional_modes("item").expect("modes"));
        let arm = frame.numbers("arm").expect("numbers");
        let label = |name: &str, row: usize| frame.column(name).expect("a column").text(row);
        for (row, &aided) in arm.iter().enumerate() {
            let (participant, item) = (label("participant", row), label("item", row));
            let of = |effect| participants.of(&participant, effect).expect("a mode");
            let expect = fit.coefficients[0].estimate
                + aided * (fit.coefficients[1].estimate + of("arm"))
                + of("(Intercept)")
                + items.of(&item, "(Intercept)").expect("a mode");
            assert!((fit.fitted_values()[row] - expect).abs() < 1e-8);
        }
    }
}
