//! The two pictures of the screens: bars for shares, and a line from faster to slower.

use super::Look;
use crate::report::numbers::fixed;
use crate::report::reading::Reading;

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// Shares below each other.
    Bars(Vec<Bar>),
    /// Changes of time on one line.
    Scale(Scale),
}

/// A share as a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// The number in words.
    pub words: String,
    /// Its length in percent of the whole.
    pub percent: String,
    /// Its colour.
    pub look: Look,
}

impl Bar {
    /// A bar from a share between 0 and 1.
    pub fn new(label: impl Into<String>, words: impl Into<String>, share: f64, look: Look) -> Self {
        Self { label: label.into(), words: words.into(), percent: place(100.0 * share.clamp(0.0, 1.0)), look }
    }
}

/// Changes of time on a line. Places are percent of its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The same in words.
    pub words: String,
    /// Where no change is.
    pub zero: String,
    /// The changes.
    pub marks: Vec<Mark>,
}

/// One change with its interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it is.
    pub place: String,
    /// Where the interval begins and ends.
    pub interval: Option<(String, String)>,
    /// How far down.
    pub row: usize,
    /// Its colour.
    pub look: Look,
}

/// Changes beyond these are drawn at the edge.
const WIDEST: (f64, f64) = (-100.0, 200.0);
/// Rows of the marks, in percent of the height.
const ROWS: [usize; 2] = [45, 80];
/// Free space at both ends, in percent of the length.
const MARGIN: f64 = 4.0;

impl Scale {
    /// Draws changes in percent on a line that is wide enough for `all`, of which some may not be drawn yet.
    pub fn new(words: String, all: &[Reading], drawn: &[(Reading, Look)]) -> Self {
        let ends = |reading: &Reading| reading.interval.unwrap_or((reading.value, reading.value));
        let values = all.iter().flat_map(|reading| [ends(reading).0, ends(reading).1, reading.value]);
        let (low, high) = values
            .map(|value| value.clamp(WIDEST.0, WIDEST.1))
            .fold((-20.0, 20.0), |(low, high), value: f64| (f64::min(low, value), f64::max(high, value)));
        let spot = |value: f64| place(MARGIN + (100.0 - 2.0 * MARGIN) * (value.clamp(low, high) - low) / (high - low));
        let marks = drawn.iter().zip(ROWS).map(|((reading, look), row)| Mark {
            place: spot(reading.value),
            interval: reading.interval.map(|(low, high)| (spot(low), spot(high))),
            row,
            look: *look,
        });
        Self { words, zero: spot(0.0), marks: marks.collect() }
    }
}

fn place(percent: f64) -> String {
    fixed(percent, 1)
}
