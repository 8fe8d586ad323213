//! Efficiency, effectiveness and trust on one strip, each against working without advice, and what was gained and what paid for it.

use crate::findings::{Findings, Unit};
use crate::report::numbers::{finite, rounded_in};
use crate::report::reading::{Direction, Reading, estimate};

/// One corner with its measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corner {
    /// Its name.
    pub name: &'static str,
    /// Whether it was gained, lost, or neither is clear.
    pub verdict: Verdict,
    /// The measures: name, value with interval.
    pub measures: Vec<(&'static str, String)>,
}

/// What became of a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Clearly better than without advice.
    Gained,
    /// Clearly worse.
    Lost,
    /// One measure better, another worse.
    Mixed,
    /// No clear change.
    Unclear,
    /// Not measured.
    Unknown,
}

impl Verdict {
    /// The word that stands in the strip.
    pub fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Mixed => "gained and lost",
            Self::Unclear => "no clear change",
            Self::Unknown => "not measured",
        }
    }

    /// A shape beside the word, so that it is seen from afar and in grey print.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Gained => "\u{25b2}",
            Self::Lost => "\u{25bc}",
            Self::Mixed => "\u{25c6}",
            Self::Unclear | Self::Unknown => "\u{25cb}",
        }
    }
}

/// A measure of a corner: its id, its name, and which direction is better.
type Measure = (&'static str, &'static str, Direction);

const CORNERS: [(&str, &[Measure]); 3] = [
    ("Efficiency", &[("speed-effect", "change of time", Direction::Less)]),
    (
        "Effectiveness",
        &[
            ("accuracy-effect", "right decisions, points", Direction::More),
            ("missed-attacks-effect", "missed attacks, points", Direction::Less),
        ],
    ),
    (
        "Trust",
        &[
            ("over-trust-index", "over-trust index (0 = what the AI deserves)", Direction::Less),
            ("attributable-bias", "mistakes added by wrong advice, points", Direction::Less),
        ],
    ),
];

/// The three corners.
pub fn corners(findings: &Findings) -> Vec<Corner> {
    CORNERS.iter().map(|(name, measures)| corner(findings, name, measures)).collect()
}

fn corner(findings: &Findings, name: &'static str, measures: &[Measure]) -> Corner {
    let verdicts: Vec<Verdict> = measures.iter().map(|measure| verdict(findings, *measure)).collect();
    let has = |wanted: Verdict| verdicts.contains(&wanted);
    let verdict = match () {
        () if has(Verdict::Gained) && has(Verdict::Lost) => Verdict::Mixed,
        () if has(Verdict::Gained) => Verdict::Gained,
        () if has(Verdict::Lost) => Verdict::Lost,
        () if has(Verdict::Unclear) => Verdict::Unclear,
        () => Verdict::Unknown,
    };
    Corner {
        name,
        verdict,
        measures: measures.iter().filter_map(|(id, name, _)| Some((*name, cell(findings, id)?))).collect(),
    }
}

fn verdict(findings: &Findings, (id, _, better): Measure) -> Verdict {
    match Reading::of(findings, id).and_then(Reading::direction) {
        Some(Direction::Unclear) => Verdict::Unclear,
        Some(direction) if direction == better => Verdict::Gained,
        Some(_) => Verdict::Lost,
        None => Verdict::Unknown,
    }
}

/// Rounded for reading: the exact numbers stand in the table.
fn cell(findings: &Findings, id: &str) -> Option<String> {
    let estimate = estimate(findings, id)?;
    let value = finite(estimate.value)?;
    let write = |number: f64| match estimate.unit {
        Unit::PercentChange | Unit::Points if number > 0.0 => format!("+{}", rounded_in(estimate.unit, number)),
        _ => rounded_in(estimate.unit, number),
    };
    let interval = finite(estimate.low).zip(finite(estimate.high));
    Some(match interval {
        Some((low, high)) => format!("{} ({} to {})", write(value), write(low), write(high)),
        None => write(value),
    })
}

/// What was gained and what paid for it, in a sentence.
pub fn sentence(corners: &[Corner]) -> String {
    let named = |wanted: &[Verdict]| -> Vec<&str> {
        corners.iter().filter(|corner| wanted.contains(&corner.verdict)).map(|corner| corner.name).collect()
    };
    let (gained, lost) = (named(&[Verdict::Gained, Verdict::Mixed]), named(&[Verdict::Lost, Verdict::Mixed]));
    let listed = |names: &[&str]| names.join(" and ").to_lowercase();
    let verb = |names: &[&str]| if names.len() == 1 { "was" } else { "were" };
    match (gained.is_empty(), lost.is_empty()) {
        (false, false) => {
            format!("With the AI, {} {} gained, and {} paid for it.", listed(&gained), verb(&gained), listed(&lost))
        }
        (false, true) => {
            format!("With the AI, {} {} gained, and nothing clearly paid for it.", listed(&gained), verb(&gained))
        }
        (true, false) => {
            format!("With the AI, {} {} lost, and nothing was clearly gained.", listed(&lost), verb(&lost))
        }
        (true, true) => "Neither a gain nor a loss is clear.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{empty, study, with_estimate};

    /// Expects the verdict of each corner, and the sentence.
    fn check(findings: &Findings, expect: [Verdict; 3], says: &str) {
        let corners = corners(findings);
        assert_eq!(corners.iter().map(|corner| corner.verdict).collect::<Vec<_>>(), expect);
        assert_eq!(sentence(&corners), says);
    }

    #[test]
    fn what_is_gained_is_paid_for() {
        use Verdict::{Gained, Lost, Unclear, Unknown};
        let faster = with_estimate(study(), "speed-effect", Some(-20.0), Some((-30.0, -8.0)));
        check(&faster, [Gained, Unclear, Lost], "With the AI, efficiency was gained, and trust paid for it.");
        let slower = with_estimate(study(), "accuracy-effect", Some(5.0), Some((1.0, 9.0)));
        check(
            &slower,
            [Lost, Gained, Lost],
            "With the AI, effectiveness was gained, and efficiency and trust paid for it.",
        );
        check(&empty(), [Unknown; 3], "Neither a gain nor a loss is clear.");
    }
}
