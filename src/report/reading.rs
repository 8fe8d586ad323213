//! What an estimate allows one to say: which way it points, and whether the interval leaves room for nothing at all.

use crate::findings::{Estimate, Findings};
use crate::report::numbers::{finite, rounds_to_nothing};

/// A finite value, and its interval where there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The point estimate.
    pub value: f64,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

/// Where the interval lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Wholly below zero.
    Less,
    /// Wholly above zero.
    More,
    /// It includes zero.
    Unclear,
}

/// How two directions and a size are said.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// Below zero: `faster`.
    pub less: &'static str,
    /// Above zero: `slower`.
    pub more: &'static str,
    /// How a size is written with its unit.
    pub size: fn(f64) -> String,
    /// How it is written where the unit stands beside it already.
    pub number: fn(f64) -> String,
}

impl Reading {
    /// The estimate of that id, unless it is absent or its value is missing.
    pub fn of(findings: &Findings, id: &str) -> Option<Self> {
        let estimate = estimate(findings, id)?;
        let interval = finite(estimate.low).zip(finite(estimate.high));
        Some(Self { value: finite(estimate.value)?, interval })
    }

    /// Where the interval lies; nothing without an interval.
    pub fn direction(self) -> Option<Direction> {
        let (low, high) = self.interval?;
        Some(match () {
            () if low > 0.0 => Direction::More,
            () if high < 0.0 => Direction::Less,
            () => Direction::Unclear,
        })
    }

    /// Whether the interval lies wholly on that side.
    pub fn points(self, direction: Direction) -> bool {
        self.direction() == Some(direction)
    }

    /// The size with its direction: `19 % slower`.
    pub fn said(self, wording: Wording) -> String {
        one_end(self.value, wording)
    }

    /// The interval in words: `between 3 % and 37 %`, or `between 8 % faster and 15 % slower`.
    pub fn range(self, wording: Wording) -> Option<String> {
        let (low, high) = self.interval?;
        let (near, far) = if low.abs() <= high.abs() { (low, high) } else { (high, low) };
        let Wording { more, size, number, .. } = wording;
        Some(match self.direction()? {
            Direction::Unclear if rounds_to_nothing(far) => format!("{} either way", size(far)),
            Direction::Unclear if rounds_to_nothing(low) || rounds_to_nothing(high) => {
                format!("between {} and {}", one_end(low, wording), one_end(high, wording))
            }
            Direction::Unclear => format!("between {} and {} {more}", one_end(low, wording), number(high)),
            _ if rounds_to_nothing(far) => "in any case".to_owned(),
            _ if size(near) == size(far) => format!("about {}", size(far)),
            _ if rounds_to_nothing(near) => format!("up to {}", size(far)),
            _ => format!("between {} and {}", number(near), size(far)),
        })
    }
}

/// The estimate of that id.
pub fn estimate<'a>(findings: &'a Findings, id: &str) -> Option<&'a Estimate> {
    findings.estimates.iter().find(|estimate| estimate.id == id)
}

fn one_end(value: f64, wording: Wording) -> String {
    if rounds_to_nothing(value) {
        return "no difference".to_owned();
    }
    format!("{} {}", (wording.size)(value), if value < 0.0 { wording.less } else { wording.more })
}
