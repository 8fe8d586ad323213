//! Times by arm: a cloud, a box and every decision as a dot, on a scale where each step doubles.

use kuva::prelude::{Layout, Plot, RaincloudPlot};
use kuva::render::render::render_multiple;

use crate::findings::{Findings, quantile};
use crate::report::numbers::{duration, fixed};
use crate::report::pictures::canvas::{inline_svg, styled, ticks};
use crate::report::pictures::palette::{ARM_RIGHT, ARM_UNAIDED, ARM_WRONG};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::{Direction, Reading};

const ID: &str = "times";
const SIZE: (f64, f64) = (1060.0, 400.0);
/// More dots than this are a blot, and megabytes.
const MOST_DOTS: usize = 4000;
/// Below this many decisions a cloud would invent a shape.
const FEWEST_FOR_A_CLOUD: usize = 8;

/// The picture, or why there is none.
pub fn picture(findings: &Findings) -> Picture {
    let arms = [
        ("without AI", positive(&findings.times.unaided)),
        ("AI right", positive(&findings.times.aided_right)),
        ("AI wrong", positive(&findings.times.aided_wrong)),
    ];
    let drawn = arms.iter().any(|(_, seconds)| !seconds.is_empty());
    Picture {
        id: ID,
        title: title(findings),
        reading: if drawn {
            "The box holds the middle half of the decisions, its line is the median, a dot is one decision; equal steps to the right multiply the time.".to_owned()
        } else {
            "No picture: no decision was timed.".to_owned()
        },
        svg: drawn.then(|| draw(&arms)),
        wide: true,
        table: table(&arms),
    }
}

fn positive(seconds: &[f64]) -> Vec<f64> {
    let mut kept: Vec<f64> = seconds.iter().copied().filter(|value| value.is_finite() && *value > 0.0).collect();
    kept.sort_by(f64::total_cmp);
    kept
}

fn title(findings: &Findings) -> String {
    match Reading::of(findings, "speed-effect").and_then(Reading::direction) {
        Some(Direction::More) => "With suggestions, an alert took longer",
        Some(Direction::Less) => "With suggestions, an alert took less time",
        Some(Direction::Unclear) => "No reliable difference in time per alert",
        None => "Time per alert",
    }
    .to_owned()
}

fn draw(arms: &[(&str, Vec<f64>); 3]) -> String {
    // Groups count from below: the first arm of the table shall stand on top.
    let shown: Vec<&(&str, Vec<f64>)> = arms.iter().rev().filter(|(_, seconds)| !seconds.is_empty()).collect();
    let doublings = |seconds: &[f64]| seconds.iter().map(|value| (value / 60.0).log2()).collect::<Vec<f64>>();
    let all: Vec<f64> = shown.iter().flat_map(|(_, seconds)| doublings(seconds)).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min).floor();
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil().max(low + 1.0);
    let colours = shown.iter().map(|(label, _)| match *label {
        "AI right" => ARM_RIGHT.colour,
        "AI wrong" => ARM_WRONG.colour,
        _ => ARM_UNAIDED.colour,
    });
    let clouds = shown.iter().all(|(_, seconds)| has_shape(seconds));
    let plot = RaincloudPlot::new()
        .with_groups(shown.iter().map(|(label, seconds)| (*label, doublings(seconds))))
        .with_group_colors(colours)
        .with_horizontal(true)
        .with_cloud(clouds)
        .with_cloud_width(36.0)
        .with_rain(all.len() <= MOST_DOTS)
        .with_rain_size(2.2)
        .with_rain_alpha(0.55)
        .with_box_width(0.14);
    let plots: Vec<Plot> = vec![plot.into()];
    let layout = styled(Layout::auto_from_plots(&plots))
        .with_x_label("active time per alert")
        .with_x_tick_format(ticks(|value| duration(60.0 * value.exp2())))
        .with_x_tick_step(((high - low) / 8.0).ceil())
        .with_x_axis_min(low)
        .with_x_axis_max(high)
        .with_width(SIZE.0)
        .with_height(80.0 + (SIZE.1 - 80.0) * shown.len() as f64 / 3.0);
    inline_svg(render_multiple(plots, layout), ID, &words(arms), &[])
}

fn has_shape(seconds: &[f64]) -> bool {
    seconds.len() >= FEWEST_FOR_A_CLOUD && seconds.first() < seconds.last()
}

fn words(arms: &[(&str, Vec<f64>); 3]) -> String {
    let medians: Vec<String> = arms
        .iter()
        .filter_map(|(label, seconds)| Some(format!("{label} {}", duration(quantile(seconds, 0.5)?))))
        .collect();
    format!("Clouds, boxes and dots of the time per decision. Medians: {}.", medians.join(", "))
}

fn table(arms: &[(&str, Vec<f64>); 3]) -> Table {
    let at =
        |seconds: &[f64], share: f64| quantile(seconds, share).map_or("\u{2013}".to_owned(), |value| fixed(value, 1));
    Table::new(
        ["Arm", "Decisions", "Shortest, s", "Quarter below, s", "Median, s", "Quarter above, s", "Longest, s"],
        arms.iter().map(|(label, seconds)| {
            [
                (*label).to_owned(),
                seconds.len().to_string(),
                at(seconds, 0.0),
                at(seconds, 0.25),
                at(seconds, 0.5),
                at(seconds, 0.75),
                at(seconds, 1.0),
            ]
        }),
    )
}
