//! Whether log times behave as the model says: residuals against the normal distribution.

use kuva::prelude::{LinePlot, Plot, ScatterPlot};

use crate::findings::Findings;
use crate::report::numbers::fixed;
use crate::report::pictures::canvas::small;
use crate::report::pictures::palette::{MEASURED, QUIET};
use crate::report::pictures::{Picture, Table};

const ID: &str = "residuals";

/// The picture; none without a model of times.
pub fn picture(findings: &Findings) -> Option<Picture> {
    let points = &findings.diagnostics.residuals;
    let (first, last) = (points.first()?, points.last()?);
    let furthest = points.iter().map(|(expected, found)| (expected - found).abs()).fold(0.0, f64::max);
    let title = if furthest < FAR {
        "Residuals of the times follow the normal distribution"
    } else {
        "Some residuals of the times are further out than the normal distribution has them"
    };
    let line = [(first.0, first.0), (last.0, last.0)];
    let plots: Vec<Plot> = vec![
        LinePlot::new().with_data(line).with_color(QUIET).into(),
        ScatterPlot::new().with_data(points.iter().copied()).with_color(MEASURED).with_size(2.6).into(),
    ];
    let words = format!(
        "Quantiles of {} residuals against the normal distribution; furthest apart by {}.",
        points.len(),
        fixed(furthest, 2)
    );
    Some(Picture {
        id: ID,
        title: title.to_owned(),
        reading: "Dots on the line are as the model of log times expects; an end that leaves it has more very slow or very fast decisions.".to_owned(),
        svg: Some(small(plots, ("quantile of the normal distribution", "residual, in standard deviations"), ID, &words)),
        wide: false,
        table: Table::new(
            ["Expected", "Found"],
            points.iter().map(|(expected, found)| [fixed(*expected, 2), fixed(*found, 2)]),
        ),
    })
}

/// So many standard deviations from the line are worth a word.
const FAR: f64 = 0.75;
