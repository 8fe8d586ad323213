//! The precision of an estimate in words and in JSON.

use serde_json::{Value, json};

use crate::findings::{Frequency, Precision};
use crate::simulation::Team;
use crate::study::PrimaryMeasure;

/// The names of a team's kinds of analysts.
pub fn team_words(team: &Team) -> String {
    let mut names: Vec<&str> = team.kinds.iter().map(|kind| kind.title.as_str()).collect();
    names.dedup();
    names.join(", ")
}

/// What a primary measure's numbers count.
pub fn unit_words(primary: PrimaryMeasure) -> &'static str {
    match primary {
        PrimaryMeasure::SpeedEffect => "percent of the time",
        PrimaryMeasure::AccuracyEffect | PrimaryMeasure::AttributableBias => "percentage points",
        PrimaryMeasure::SpeedGapRetrospective => "natural logarithms of a ratio",
    }
}

/// Numbers in as many decimals as the first one's size needs.
fn numbers<const COUNT: usize>(values: [f64; COUNT]) -> [String; COUNT] {
    let decimals = if values[0].abs() >= 2.0 { 1 } else { 3 };
    values.map(|value| format!("{value:.decimals$}"))
}

/// A number with as many decimals as its size needs.
pub fn number(value: f64) -> String {
    numbers([value]).concat()
}

/// A share in percent, its Monte Carlo error in brackets.
pub fn share_words(frequency: Frequency) -> String {
    format!("{:.1} % ({:.1})", 100.0 * frequency.share(), 100.0 * frequency.error())
}

/// A share that may not be known.
pub fn share_or_none(frequency: Option<Frequency>) -> String {
    frequency.map_or_else(|| "-".into(), share_words)
}

/// The mean width with its Monte Carlo error, and between what eight of ten widths lie.
pub fn width_words(precision: &Precision) -> [String; 2] {
    match &precision.width {
        None => ["no interval".into(), "-".into()],
        Some(width) => {
            let [mean, error, tenth, ninetieth] =
                numbers([width.mean, width.error_of_mean, width.tenth, width.ninetieth]);
            [format!("{mean} ({error})"), format!("{tenth} to {ninetieth}")]
        }
    }
}

/// Half the mean width: an interval is about so much either way.
pub fn either_way(precision: &Precision) -> String {
    precision.width.map_or_else(|| "-".into(), |width| format!("\u{b1}{}", number(width.mean / 2.0)))
}

/// Everything that is known, with nulls for what is not.
pub fn precision_json(precision: &Precision) -> Value {
    let width = precision.width.filter(|width| width.error_of_mean.is_finite());
    json!({
        "id": precision.id,
        "truth": precision.truth,
        "mean_width": precision.width.map(|width| width.mean),
        "mean_width_error": width.map(|width| width.error_of_mean),
        "width_tenth": precision.width.map(|width| width.tenth),
        "width_ninetieth": precision.width.map(|width| width.ninetieth),
        "intervals": precision.width.map_or(0, |width| width.intervals),
        "coverage": precision.covering.map(Frequency::share),
        "coverage_error": precision.covering.map(Frequency::error),
        "excludes_zero": precision.excluding_zero.share(),
        "excludes_zero_error": precision.excluding_zero.error(),
        "studies": precision.excluding_zero.of,
    })
}
