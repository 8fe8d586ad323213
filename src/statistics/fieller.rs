//! The interval of a ratio whose denominator may be zero (Fieller 1954).

/// A numerator and a denominator that were estimated together, approximately normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The numerator's estimate.
    pub numerator: f64,
    /// The denominator's estimate.
    pub denominator: f64,
    /// The numerator's variance.
    pub numerator_variance: f64,
    /// The denominator's variance.
    pub denominator_variance: f64,
    /// Their covariance.
    pub covariance: f64,
}

/// The values that a ratio may have, given a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RatioInterval {
    /// All between two bounds.
    Between {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
    },
    /// All outside two bounds: the denominator can't be told from zero, but the numerator can.
    Outside {
        /// No value between this one
        low: f64,
        /// and this one.
        high: f64,
    },
    /// Any value: neither can be told from zero.
    Anything,
}

impl RatioInterval {
    /// Whether a value is among them.
    pub fn contains(self, value: f64) -> bool {
        match self {
            Self::Between { low, high } => (low..=high).contains(&value),
            Self::Outside { low, high } => value <= low || value >= high,
            Self::Anything => true,
        }
    }
}

impl Ratio {
    /// The estimate; none where the denominator is zero.
    pub fn value(self) -> Option<f64> {
        (self.denominator != 0.0).then(|| self.numerator / self.denominator)
    }

    /// All ratios r for which `numerator - r * denominator` lies within `critical` of its standard errors from zero.
    pub fn interval(self, critical: f64) -> RatioInterval {
        let square = critical * critical;
        // a r² - 2 b r + c <= 0
        let a = self.denominator * self.denominator - square * self.denominator_variance;
        let b = self.numerator * self.denominator - square * self.covariance;
        let c = self.numerator * self.numerator - square * self.numerator_variance;
        let discriminant = b * b - a * c;
        if discriminant < 0.0 || a == 0.0 {
            return RatioInterval::Anything;
        }
        let root = discriminant.sqrt();
        let (one, other) = ((b - root) / a, (b + root) / a);
        let (low, high) = (one.min(other), one.max(other));
        if a > 0.0 { RatioInterval::Between { low, high } } else { RatioInterval::Outside { low, high } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAR: Ratio = Ratio {
        numerator: 2.0,
        denominator: 4.0,
        numerator_variance: 0.04,
        denominator_variance: 0.09,
        covariance: 0.02,
    };

    #[test]
    fn bounds_are_where_the_difference_is_just_significant() {
        let RatioInterval::Between { low, high } = CLEAR.interval(1.96) else { panic!("unbounded") };
        for bound in [low, high] {
            let difference = CLEAR.numerator - bound * CLEAR.denominator;
            let variance =
                CLEAR.numerator_variance - 2.0 * bound * CLEAR.covariance + bound * bound * CLEAR.denominator_variance;
            assert!((difference.abs() / variance.sqrt() - 1.96).abs() < 1e-12, "{bound}");
        }
        assert!(low < 0.5 && 0.5 < high);
    }

    #[test]
    fn a_denominator_near_zero_leaves_the_ratio_unbounded() {
        let near = Ratio { denominator: 0.1, ..CLEAR };
        let RatioInterval::Outside { low, high } = near.interval(1.96) else { panic!("bounded") };
        assert!(low < 0.0 && high > 0.0);
        assert!(near.interval(1.96).contains(20.0) && !near.interval(1.96).contains(0.0));
        let vague = Ratio { numerator: 0.1, denominator: 0.1, ..CLEAR };
        assert_eq!(vague.interval(1.96), RatioInterval::Anything);
        assert_eq!(Ratio { denominator: 0.0, ..CLEAR }.value(), None);
    }
}
