//! How a question is answered: which numbers are answers, and what they are when the item is turned round.

use super::texts::Words;

/// How a question is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Minutes and seconds per alert; the value is in seconds, above zero.
    Duration,
    /// Percent with a direction; the value is the change of time in percent: positive is slower, negative is faster.
    PercentChange,
    /// A count from zero to a maximum.
    Count {
        /// The largest possible count.
        most: u32,
    },
    /// Twenty-one steps from 0 to 100 between two anchors.
    Rating {
        /// The word at 0.
        low: String,
        /// The word at 100.
        high: String,
    },
    /// Steps of agreement; the value is 1 to the number of steps.
    Agreement {
        /// How many.
        steps: u32,
        /// The words at 1.
        low: String,
        /// The words at the last step.
        high: String,
    },
    /// One of several answers; the value is the index.
    Choice(Vec<String>),
    /// A whole number in a range between two anchors.
    Whole {
        /// The smallest answer.
        least: u32,
        /// The largest answer.
        most: u32,
        /// The words at the smallest.
        low: String,
        /// The words at the largest.
        high: String,
    },
}

impl Scale {
    /// One of several answers.
    pub fn choice(options: &[&str]) -> Self {
        Self::Choice(options.iter().map(|&option| option.to_owned()).collect())
    }

    /// Whether a number is an answer on this scale.
    pub fn accepts(&self, value: f64) -> bool {
        let (least, most) = self.bounds();
        let within = (least..=most).contains(&value);
        match self {
            Self::Duration => within && value > 0.0,
            Self::PercentChange => within,
            Self::Rating { .. } => within && value % 5.0 == 0.0,
            Self::Count { .. } | Self::Agreement { .. } | Self::Choice(_) | Self::Whole { .. } => {
                within && value.fract() == 0.0
            }
        }
    }

    /// The smallest and the largest number that a scale is about.
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Duration => (0.0, 3600.0),
            Self::PercentChange => (-99.0, 900.0),
            Self::Count { most } => (0.0, f64::from(*most)),
            Self::Rating { .. } => (0.0, 100.0),
            Self::Agreement { steps, .. } => (1.0, f64::from(*steps)),
            Self::Choice(options) => (0.0, options.len() as f64 - 1.0),
            Self::Whole { least, most, .. } => (f64::from(*least), f64::from(*most)),
        }
    }

    /// What an answer counts where the item is worded the other way round.
    pub fn reverse(&self, value: f64) -> f64 {
        let (least, most) = self.bounds();
        least + most - value
    }

    /// The same scale with other words at its ends; what is none stays, and a choice has no ends.
    #[must_use]
    pub fn with_anchors(&self, new_low: Option<String>, new_high: Option<String>) -> Self {
        let mut scale = self.clone();
        if let Self::Rating { low, high } | Self::Agreement { low, high, .. } | Self::Whole { low, high, .. } =
            &mut scale
        {
            *low = new_low.unwrap_or_else(|| low.clone());
            *high = new_high.unwrap_or_else(|| high.clone());
        }
        scale
    }

    /// The same scale, where agreement without anchors of its own gets those of a language.
    #[must_use]
    pub fn with_standard_anchors(mut self, words: &Words) -> Self {
        if let Self::Agreement { low, high, .. } = &mut self {
            for (anchor, key) in [(low, "disagree"), (high, "agree")] {
                if anchor.is_empty() {
                    *anchor = words.of("questions", key).to_string();
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_round_keeps_the_scale() {
        let agreement = Scale::Agreement { steps: 5, low: String::new(), high: String::new() };
        let rating = Scale::Rating { low: String::new(), high: String::new() };
        let whole = Scale::Whole { least: 2, most: 9, low: String::new(), high: String::new() };
        for (scale, value, turned) in [
            (agreement, 1.0, 5.0),
            (rating, 35.0, 65.0),
            (whole, 3.0, 8.0),
            (Scale::choice(&["never", "weekly", "daily"]), 2.0, 0.0),
        ] {
            assert!(scale.accepts(value) && scale.accepts(turned));
            assert!(!scale.accepts(value + 0.5) && !scale.accepts(scale.bounds().1 + 5.0));
            assert_eq!(scale.reverse(value).to_bits(), turned.to_bits());
        }
    }
}
