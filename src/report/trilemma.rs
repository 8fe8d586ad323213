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
            Self::Mixed => "partly gained, partly lost",
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

/// Where a measure is at its best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Best {
    /// A change against working without advice: the further below zero, the better.
    Less,
    /// The same: the further above zero, the better.
    More,
    /// No such change: zero is as it should be, and either side is a loss.
    Zero,
}

/// A measure of a corner: its id, its name, and where it is at its best.
type Measure = (&'static str, &'static str, Best);

const CORNERS: [(&str, &[Measure]); 3] = [
    ("Efficiency", &[("speed-effect", "time per alert", Best::Less)]),
    (
        "Effectiveness",
        &[
            ("accuracy-effect", "right decisions in 100", Best::More),
            ("missed-attacks-effect", "missed in 100 attacks", Best::Less),
        ],
    ),
    (
        "Trust",
        &[
            ("attributable-bias", "wrong decisions in 100 when the AI was wrong", Best::Less),
            ("over-trust-index", "weight given to the AI beyond what it deserves; 0 is just right", Best::Zero),
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

fn verdict(findings: &Findings, (id, _, best): Measure) -> Verdict {
    match (Reading::of(findings, id).and_then(Reading::direction), best) {
        (Some(Direction::Unclear), _) => Verdict::Unclear,
        (Some(Direction::Less), Best::Less) | (Some(Direction::More), Best::More) => Verdict::Gained,
        (Some(_), _) => Verdict::Lost,
        (None, _) => Verdict::Unknown,
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

/// What was gained and what paid for it, in a sentence or two.
pub fn sentence(corners: &[Corner]) -> String {
    let named = |wanted: Verdict| -> Vec<String> {
        corners.iter().filter(|corner| corner.verdict == wanted).map(|corner| corner.name.to_lowercase()).collect()
    };
    let was = |names: &[String]| format!("{} {}", names.join(" and "), if names.len() == 1 { "was" } else { "were" });
    let (gained, lost, mixed) = (named(Verdict::Gained), named(Verdict::Lost), named(Verdict::Mixed));
    let both = format!("{} gained by one measure and lost by another", was(&mixed));
    match (gained.is_empty(), lost.is_empty(), mixed.is_empty()) {
        (true, true, true) => "Neither a gain nor a loss is clear.".to_owned(),
        (true, true, false) => format!("With the AI, {both}."),
        (true, false, true) => format!("With the AI, {} lost, and nothing was clearly gained.", was(&lost)),
        (true, false, false) => format!("With the AI, {} lost; {both}.", was(&lost)),
        (false, true, true) => format!("With the AI, {} gained, and nothing clearly paid for it.", was(&gained)),
        (false, true, false) => format!("With the AI, {} gained; {both}.", was(&gained)),
        (false, false, true) => {
            format!("With the AI, {} gained, and {} paid for it.", was(&gained), lost.join(" and "))
        }
        (false, false, false) => {
            format!("With the AI, {} gained, and {} paid for it; {both}.", was(&gained), lost.join(" and "))
        }
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

    #[test]
    fn too_little_trust_is_no_gain() {
        let calm = with_estimate(study(), "attributable-bias", Some(1.0), Some((-8.0, 10.0)));
        let trust = |low: f64, high: f64| {
            let findings = with_estimate(calm.clone(), "over-trust-index", Some(0.5 * (low + high)), Some((low, high)));
            corners(&findings)[2].verdict
        };
        assert_eq!(trust(-1.2, -0.3), Verdict::Lost, "the AI gets less weight than it deserves");
        assert_eq!(trust(0.3, 1.2), Verdict::Lost);
        assert_eq!(trust(-0.4, 0.6), Verdict::Unclear);
    }

    #[test]
    fn what_is_mixed_pays_not_for_itself() {
        use Verdict::{Lost, Mixed, Unclear};
        let right = with_estimate(study(), "accuracy-effect", Some(5.0), Some((1.0, 9.0)));
        let both = with_estimate(right, "missed-attacks-effect", Some(6.0), Some((2.0, 10.0)));
        check(
            &both,
            [Lost, Mixed, Lost],
            "With the AI, efficiency and trust were lost; effectiveness was gained by one measure and lost by another.",
        );
        let unclear = with_estimate(both, "speed-effect", Some(1.0), Some((-9.0, 11.0)));
        let alone = with_estimate(unclear, "attributable-bias", Some(1.0), Some((-8.0, 10.0)));
        check(
            &alone,
            [Unclear, Mixed, Unclear],
            "With the AI, effectiveness was gained by one measure and lost by another.",
        );
    }
}
