//! Whether people who are sure are right: stated confidence against decisions, without and with advice.

use kuva::prelude::{LinePlot, Plot, ScatterPlot};

use crate::findings::{ConfidenceBin, Findings};
use crate::report::numbers::fixed;
use crate::report::pictures::canvas::{diagonal, small};
use crate::report::pictures::palette::{RIGHT, UNAIDED, WRONG};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::{Direction, Reading};

const ID: &str = "confidence";
/// A tenth with fewer decisions is left out of the picture; the table has it.
const FEW: usize = 5;
const GROUPS: [(&str, &str, &str); 3] = [
    ("unaided", "without advice", UNAIDED),
    ("right-advice", "with right advice", RIGHT),
    ("wrong-advice", "with wrong advice", WRONG),
];

/// The picture; none where no confidence was asked.
pub fn picture(findings: &Findings) -> Option<Picture> {
    let bins = &findings.confidence_bins;
    (!bins.is_empty()).then(|| Picture {
        id: ID,
        title: title(findings),
        reading: "On the line, people are right as often as they say; below it they are too sure. Grey: without advice; blue: with right advice; red: with wrong advice.".to_owned(),
        svg: Some(draw(bins)),
        wide: false,
        table: table(bins),
    })
}

fn title(findings: &Findings) -> String {
    match Reading::of(findings, "over-confidence-wrong-advice").and_then(Reading::direction) {
        Some(Direction::More) => "When the AI was wrong, people were surer than they were right",
        Some(Direction::Less) => "When the AI was wrong, people were less sure than they could have been",
        Some(Direction::Unclear) => "When the AI was wrong, people were about as sure as right",
        None => "How sure people were, and how often right",
    }
    .to_owned()
}

fn draw(bins: &[ConfidenceBin]) -> String {
    let mut plots: Vec<Plot> = vec![diagonal()];
    for (group, _, colour) in GROUPS {
        let points: Vec<(f64, f64)> = bins
            .iter()
            .filter(|bin| bin.trials_of == group && bin.trials >= FEW)
            .map(|bin| (100.0 * bin.mean_stated, 100.0 * bin.correct as f64 / bin.trials as f64))
            .collect();
        if !points.is_empty() {
            plots.push(ScatterPlot::new().with_data(points.clone()).with_color(colour).with_size(4.0).into());
            plots.push(LinePlot::new().with_data(points).with_color(colour).into());
        }
    }
    small(plots, ("stated: sure, %", "right, %"), ID, &words(bins))
}

fn words(bins: &[ConfidenceBin]) -> String {
    let of = |(group, name, _): (&str, &str, &str)| {
        let taken: Vec<&ConfidenceBin> = bins.iter().filter(|bin| bin.trials_of == group).collect();
        let all: usize = taken.iter().map(|bin| bin.trials).sum();
        let stated: f64 = taken.iter().map(|bin| bin.mean_stated * bin.trials as f64).sum();
        let right: usize = taken.iter().map(|bin| bin.correct).sum();
        let percent = |sum: f64| fixed(100.0 * sum / all as f64, 0);
        (all > 0).then(|| format!("{name}: {} percent sure, {} percent right", percent(stated), percent(right as f64)))
    };
    let groups: Vec<String> = GROUPS.into_iter().filter_map(of).collect();
    format!("Stated confidence against right decisions. {}.", groups.join("; "))
}

fn table(bins: &[ConfidenceBin]) -> Table {
    let row = |bin: &ConfidenceBin| {
        [
            bin.trials_of.to_owned(),
            format!("{} to {}", fixed(100.0 * bin.from, 0), fixed(100.0 * (bin.from + 0.1), 0)),
            fixed(100.0 * bin.mean_stated, 1),
            fixed(100.0 * bin.correct as f64 / bin.trials.max(1) as f64, 1),
            bin.trials.to_string(),
        ]
    };
    Table::new(["Trials", "Sure, %", "Mean sure, %", "Right, %", "Decisions"], bins.iter().map(row))
}
