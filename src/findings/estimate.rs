//! One number with everything that says how far to believe it.

use serde::Serialize;

use super::headline::Beside;

/// An estimate with its evidence. Absent parts are null in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// The name in files and links, for example `speed-effect`.
    pub id: String,
    /// The name for people, with the unit.
    pub label: String,
    /// The unit of value, low and high.
    pub unit: Unit,
    /// The point estimate; missing where it is undefined (0/0).
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Share of such intervals that should cover the truth.
    pub level: f64,
    /// Whether the plan declared it before there were data.
    pub role: Role,
    /// Two-sided p-value against no difference; none for what is no difference.
    pub p: Option<f64>,
    /// The same adjusted within its role: Holm for the secondary, Benjamini-Hochberg for the exploratory estimates.
    pub p_adjusted: Option<f64>,
    /// Events counted, for a proportion.
    pub numerator: Option<f64>,
    /// Opportunities counted, for a proportion.
    pub denominator: Option<f64>,
    /// Participants behind it.
    pub participants: usize,
    /// Items behind it.
    pub items: usize,
    /// Trials behind it.
    pub trials: usize,
    /// How it was obtained, with seed and replicates.
    pub method: String,
    /// Warnings, and who dropped out of it.
    pub notes: Vec<String>,
    /// The same quantity by other methods.
    pub beside: Vec<Beside>,
}

/// What the plan says of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The one that the study is about.
    Primary,
    /// Declared beforehand.
    Secondary,
    /// Looked at because the data are there.
    Exploratory,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share, from 0 to 1.
    Proportion,
    /// A difference of shares, in percentage points.
    Points,
    /// A change in percent; positive is slower.
    PercentChange,
    /// A difference of natural logarithms.
    Log,
    /// A factor.
    Factor,
    /// A count.
    Count,
    /// Events in an hour of active time.
    PerHour,
    /// Events in a minute of active time.
    PerMinute,
    /// A correlation, from -1 to 1.
    Correlation,
    /// A number on a scale that the label names.
    Score,
    /// Standard deviations of the evidence.
    Deviations,
    /// Seconds.
    Seconds,
}

impl Unit {
    /// Whether zero means that there is no difference, so that it can be tested.
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Points | Self::PercentChange | Self::Log | Self::Correlation)
    }
}
