//! The primary measure under every choice of analysis: a row each, the planned one marked.

use kuva::prelude::{ForestPlot, Layout, Plot};
use kuva::render::render::render_multiple;

use crate::findings::{Estimate, Findings, Specification, Unit};
use crate::report::numbers::{finite, number_in, signed};
use crate::report::pictures::canvas::{inline_svg, styled, tick_step, ticks};
use crate::report::pictures::palette::{MEASURED, QUIET, RIGHT};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::estimate;

const ID: &str = "choices";
const WIDTH: f64 = 1060.0;
const MARGIN: f64 = 460.0;

/// The picture; none where nothing was varied.
pub fn picture(findings: &Findings) -> Option<Picture> {
    let primary = estimate(findings, &findings.primary)?;
    let drawn: Vec<(&Specification, [f64; 3])> =
        findings.sensitivity.iter().filter_map(|choice| Some((choice, ends(choice)?))).collect();
    (!drawn.is_empty()).then(|| Picture {
        id: ID,
        title: title(&drawn),
        reading: format!(
            "{}: every row is another choice of who is left out, how people and alerts enter, and which time counts. The plan's own is blue.",
            primary.label
        ),
        svg: Some(draw(&drawn, primary)),
        wide: true,
        table: table(findings, primary.unit),
    })
}

fn ends(choice: &Specification) -> Option<[f64; 3]> {
    Some([finite(choice.value)?, finite(choice.low)?, finite(choice.high)?])
}

fn title(drawn: &[(&Specification, [f64; 3])]) -> String {
    let sides = |holds: fn(&[f64; 3]) -> bool| drawn.iter().filter(|(_, ends)| holds(ends)).count();
    let (above, below) = (sides(|[_, low, _]| *low > 0.0), sides(|[_, _, high]| *high < 0.0));
    let all = drawn.len();
    match (above, below) {
        (above, 0) if above == all => format!("All {all} choices agree: the main result is above 0"),
        (0, below) if below == all => format!("All {all} choices agree: the main result is below 0"),
        (0, 0) => format!("None of {all} choices rules out 0"),
        _ => format!("Much or little hangs on the choices: {} of {all} rule out 0", above + below),
    }
}

fn name(choice: &Specification) -> String {
    let time = choice.time.filter(|time| *time != "active time").map_or(String::new(), |time| format!(", {time}"));
    format!("{}, {}{time}", choice.exclusions, choice.structure)
}

fn draw(drawn: &[(&Specification, [f64; 3])], primary: &Estimate) -> String {
    let mut forest = ForestPlot::new()
        .with_marker_size(3.5)
        .with_whisker_width(1.6)
        .with_cap_size(2.0)
        .with_show_null_line(true)
        .with_null_value(0.0);
    for (choice, [value, low, high]) in drawn {
        let colour = match () {
            () if choice.is_planned => RIGHT,
            () if *low > 0.0 || *high < 0.0 => MEASURED,
            () => QUIET,
        };
        forest = forest.with_colored_row(name(choice), *value, *low, *high, colour);
    }
    let all = drawn.iter().flat_map(|(_, ends)| *ends).chain([0.0]);
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    let step = tick_step((high - low).max(0.1), 8.0);
    let plots: Vec<Plot> = vec![forest.into()];
    let layout = styled(Layout::auto_from_plots(&plots))
        .with_x_label(axis(primary.unit))
        .with_x_tick_format(ticks(if primary.unit == Unit::Log {
            |value| signed(value, 1)
        } else {
            |value| signed(value, 0)
        }))
        .with_x_tick_step(step)
        .with_x_axis_min((low / step).floor() * step)
        .with_x_axis_max((high / step).ceil() * step)
        .with_width(WIDTH)
        .with_height(62.0 + 20.0 * drawn.len() as f64)
        .with_force_margins(MARGIN, 24.0)
        .with_force_margins_y(8.0, 54.0);
    let words =
        format!("Forest plot of {} under {} choices of analysis. {}.", primary.label, drawn.len(), title(drawn));
    inline_svg(render_multiple(plots, layout), ID, &words, &[])
}

fn axis(unit: Unit) -> &'static str {
    match unit {
        Unit::PercentChange => "\u{2190} faster\u{a0}\u{a0}\u{a0}change of time, %\u{a0}\u{a0}\u{a0}slower \u{2192}",
        Unit::Points => "percentage points",
        _ => "natural logarithm",
    }
}

fn table(findings: &Findings, unit: Unit) -> Table {
    let row = |choice: &Specification| {
        let value = match ends(choice) {
            Some([value, low, high]) => {
                let [value, low, high] = [value, low, high].map(|number| number_in(unit, number));
                format!("{value} [{low}, {high}]")
            }
            None => "no value".to_owned(),
        };
        [
            choice.exclusions.clone(),
            choice.structure.to_owned(),
            choice.time.unwrap_or("\u{2013}").to_owned(),
            value,
            choice.participants.to_string(),
            choice.trials.to_string(),
        ]
    };
    let headings = ["Exclusions", "People and alerts", "Time", "Value [low, high]", "People", "Decisions"];
    Table::new(headings, findings.sensitivity.iter().map(row))
}
