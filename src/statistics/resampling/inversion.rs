//! The interval that a test leaves: all effects that it does not reject.

/// Where to look for the ends of an interval by inversion of a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inversion {
    /// An effect that the test does not reject, such as the estimate.
    pub inside: f64,
    /// The smallest and the largest effect to try.
    pub bracket: (f64, f64),
    /// Effects are rejected where p is at most this.
    pub alpha: f64,
    /// How often to halve the distance from `inside` to an end of the bracket; a limit is found to distance / 2^halvings.
    pub halvings: u32,
}

/// An end of the interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// A rejected effect with one that is not rejected next to it.
    At(f64),
    /// Not even the end of the bracket is rejected: there is no limit within it.
    Unbounded,
}

impl Inversion {
    /// The lower and the upper limit of the effects that are not rejected at `alpha`, by bisection on `p`, the p-value for the
    /// hypothesis that the effect is a given constant (Lehmann & Romano 2005).
    ///
    /// For a randomisation test and a shift of the outcomes by delta, `p` subtracts delta from the outcomes that were observed
    /// under treatment and tests for no effect. It has to use the same re-draws for every delta, which a
    /// [`Randomisation`](super::Randomisation) with one seed does: p is then a step function without noise of its own.
    ///
    /// Each limit is on the outer, rejected side, so that the search makes the interval wider and never narrower. Where the effects
    /// that are not rejected leave gaps, a limit is one of several edges. None where `p` has no value or rejects the effect inside.
    pub fn interval(&self, p: impl Fn(f64) -> Option<f64>) -> Option<(Limit, Limit)> {
        let rejected = |effect: f64| p(effect).map(|p| p <= self.alpha);
        if rejected(self.inside)? {
            return None;
        }
        let (low, high) = self.bracket;
        Some((self.limit(low, rejected)?, self.limit(high, rejected)?))
    }

    fn limit(&self, end: f64, rejected: impl Fn(f64) -> Option<bool>) -> Option<Limit> {
        if !rejected(end)? {
            return Some(Limit::Unbounded);
        }
        let (mut inside, mut outside) = (self.inside, end);
        for _ in 0..self.halvings {
            let middle = f64::midpoint(inside, outside);
            if rejected(middle)? {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        Some(Limit::At(outside))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Alternative, Randomisation};
    use super::*;

    const AROUND_TWO: Inversion = Inversion { inside: 2.0, bracket: (-10.0, 12.0), alpha: 0.05, halvings: 40 };

    /// The p-value of effects that lose a tenth of it for every unit from two, down to 0.01.
    fn falling(effect: f64) -> f64 {
        (1.0 - (effect - 2.0).abs() / 10.0).max(0.01)
    }

    fn at(limit: Limit) -> f64 {
        match limit {
            Limit::At(effect) => effect,
            Limit::Unbounded => panic!("no limit"),
        }
    }

    #[test]
    fn limits_lie_where_p_falls_to_alpha() {
        let (low, high) = AROUND_TWO.interval(|effect| Some(falling(effect))).expect("an interval");
        assert!((at(low) + 7.5).abs() < 1e-9 && (at(high) - 11.5).abs() < 1e-9, "{low:?} {high:?}");
    }

    #[test]
    fn a_coarse_search_makes_it_wider() {
        let coarse = Inversion { halvings: 3, ..AROUND_TWO };
        assert_eq!(coarse.interval(|effect| Some(falling(effect))), Some((Limit::At(-8.5), Limit::At(12.0))));
    }

    #[test]
    fn what_the_bracket_does_not_hold_is_said() {
        let narrow = Inversion { bracket: (-3.0, 12.0), ..AROUND_TWO };
        assert_eq!(narrow.interval(|effect| Some(falling(effect))).expect("an interval").0, Limit::Unbounded);
        let one_sided = |effect: f64| Some(if effect < 0.0 { 0.001 } else { 1.0 });
        assert_eq!(AROUND_TWO.interval(one_sided).expect("an interval").1, Limit::Unbounded);
    }

    #[test]
    fn there_is_none_without_p_or_with_the_inside_rejected() {
        assert_eq!(AROUND_TWO.interval(|_| None), None);
        assert_eq!(AROUND_TWO.interval(|effect| ((effect - 2.0).abs() < 1.0).then_some(1.0)), None);
        assert_eq!(AROUND_TWO.interval(|_| Some(0.05)), None);
    }

    #[test]
    fn inverts_a_randomisation_test() {
        let outcomes = [3.1, 2.4, 4.0, 5.2, 1.1, 0.7, 2.0, 1.9];
        let masks: Vec<u32> = (0..256_u32).filter(|mask| mask.count_ones() == 4).collect();
        let p = |effect: f64| {
            let difference = |mask: u32| {
                let part = |unit: usize| {
                    let outcome = outcomes[unit] - if unit < 4 { effect } else { 0.0 };
                    if mask >> unit & 1 == 1 { outcome } else { -outcome }
                };
                (0..8).map(part).sum::<f64>() / 4.0
            };
            let all = Randomisation { redraws: 70, seed: 0, alternative: Alternative::TwoSided };
            all.test(difference(0b1111), |redraw, _| Some(difference(masks[redraw as usize]))).map(|test| test.p)
        };
        let limits = |alpha| {
            let inversion = Inversion { inside: 2.25, bracket: (-10.0, 10.0), alpha, halvings: 30 };
            let (low, high) = inversion.interval(p).expect("an interval");
            (at(low), at(high))
        };
        // R 4.2.2: a grid of effects, each tested over combn(8, 4).
        for (alpha, expect) in [(0.1, (0.8, 3.7)), (0.05, (0.4, 4.5))] {
            let (low, high) = limits(alpha);
            assert!((low - expect.0).abs() < 1e-6 && (high - expect.1).abs() < 1e-6, "{low} {high}");
        }
    }
}
