//! The pictures: each with a title that states the finding, a reading, words for those who do not see it, and its numbers.

mod alerts;
mod believed;
mod canvas;
mod choices;
mod confidence;
mod forest;
mod intervals;
mod palette;
mod paths;
mod residuals;
mod times;

use crate::findings::Findings;

/// One picture with everything that stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Opaque name, unique in the page.
    pub id: &'static str,
    /// What the picture shows, stated as a finding.
    pub title: String,
    /// One sentence on how to read it; where there is no picture, why.
    pub reading: String,
    /// The picture as inline SVG.
    pub svg: Option<String>,
    /// Whether it is too wide for a narrow screen and scrolls there.
    pub wide: bool,
    /// The numbers behind it.
    pub table: Table,
}

/// Numbers behind a picture: a heading per column, a row per line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows, as wide as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of texts.
    pub fn new<const COLUMNS: usize>(
        headings: [&str; COLUMNS],
        rows: impl IntoIterator<Item = [String; COLUMNS]>,
    ) -> Self {
        Self {
            headings: headings.into_iter().map(str::to_owned).collect(),
            rows: rows.into_iter().map(Vec::from).collect(),
        }
    }
}

/// The two pictures of the first page: belief against measurement, and where the advice led.
pub fn first_page(findings: &Findings) -> Vec<Picture> {
    vec![believed::picture(findings), paths::picture(findings)]
}

/// The widest picture of the researcher's part: times.
pub fn times(findings: &Findings) -> Picture {
    times::picture(findings)
}

/// Its pictures of intervals: other choices, and all estimates by unit.
pub fn of_intervals(findings: &Findings) -> Vec<Picture> {
    choices::picture(findings).into_iter().chain(forest::pictures(findings)).collect()
}

/// Small pictures that stand side by side: confidence, alerts, residuals.
pub fn diagnostics(findings: &Findings) -> Vec<Picture> {
    [confidence::picture(findings), alerts::picture(findings), residuals::picture(findings)]
        .into_iter()
        .flatten()
        .collect()
}
