//! Every estimate with its interval, a picture for each unit, since units do not share an axis.

use kuva::prelude::{ForestPlot, Layout, Plot};
use kuva::render::render::render_multiple;

use crate::findings::{Estimate, Findings, Unit};
use crate::report::numbers::{finite, fixed, signed, table_cell};
use crate::report::pictures::canvas::{inline_svg, styled, tick_step, ticks};
use crate::report::pictures::palette::{MEASURED, QUIET};
use crate::report::pictures::{Picture, Table};

const WIDTH: f64 = 1060.0;
/// Longer labels are cut in the picture; the table has them whole.
const LONGEST_LABEL: usize = 54;

/// One axis: what stands on it, and how.
struct Axis {
    id: &'static str,
    unit: Unit,
    name: &'static str,
    label: &'static str,
    /// From the estimate's number to the axis.
    scale: f64,
    /// Where nothing happened, where there is such a place.
    nothing: Option<f64>,
    write: fn(f64) -> String,
}

const AXES: &[Axis] = &[
    Axis {
        id: "forest-points",
        unit: Unit::Points,
        name: "Differences in percentage points",
        label: "percentage points",
        scale: 1.0,
        nothing: Some(0.0),
        write: |value| signed(value, 0),
    },
    Axis {
        id: "forest-percent",
        unit: Unit::PercentChange,
        name: "Changes of time in percent",
        label: "\u{2190} faster\u{a0}\u{a0}\u{a0}change of time, %\u{a0}\u{a0}\u{a0}slower \u{2192}",
        scale: 1.0,
        nothing: Some(0.0),
        write: |value| signed(value, 0),
    },
    Axis {
        id: "forest-shares",
        unit: Unit::Proportion,
        name: "Shares",
        label: "share, %",
        scale: 100.0,
        nothing: None,
        write: |value| fixed(value, 0),
    },
    Axis {
        id: "forest-logs",
        unit: Unit::Log,
        name: "Logarithms",
        label: "natural logarithm",
        scale: 1.0,
        nothing: Some(0.0),
        write: |value| signed(value, 1),
    },
    Axis {
        id: "forest-factors",
        unit: Unit::Factor,
        name: "Factors",
        label: "factor (1 = no difference)",
        scale: 1.0,
        nothing: Some(1.0),
        write: |value| fixed(value, 1),
    },
    Axis {
        id: "forest-counts",
        unit: Unit::Count,
        name: "Counts",
        label: "count",
        scale: 1.0,
        nothing: Some(0.0),
        write: |value| fixed(value, 1),
    },
];

/// A row that can be drawn: the estimate with value, low and high on the axis.
struct Row<'a> {
    estimate: &'a Estimate,
    ends: [f64; 3],
}

/// A forest for every unit that has an estimate with an interval; one excuse when there is none.
pub fn pictures(findings: &Findings) -> Vec<Picture> {
    let margin = label_margin(&findings.estimates);
    let pictures: Vec<Picture> = AXES.iter().filter_map(|axis| picture(axis, &findings.estimates, margin)).collect();
    if !pictures.is_empty() {
        return pictures;
    }
    vec![Picture {
        id: "forest",
        title: "All estimates".to_owned(),
        reading: "No picture: no estimate has an interval.".to_owned(),
        svg: None,
        wide: false,
        table: Table::default(),
    }]
}

fn picture(axis: &Axis, estimates: &[Estimate], margin: f64) -> Option<Picture> {
    let rows: Vec<Row> = estimates.iter().filter_map(|estimate| row(axis, estimate)).collect();
    if rows.is_empty() {
        return None;
    }
    let reading = match axis.nothing {
        Some(nothing) => format!(
            "A square is the estimate, its line the interval; a line that reaches {nothing:.0} leaves room for no difference."
        ),
        None => "A square is the estimate, its line the interval.".to_owned(),
    };
    let table = Table::new(
        ["Estimate", "Value [low, high]"],
        rows.iter().map(|row| [row.estimate.label.clone(), table_cell(row.estimate)]),
    );
    Some(Picture {
        id: axis.id,
        title: title(axis, &rows),
        reading,
        svg: Some(draw(axis, &rows, margin)),
        wide: true,
        table,
    })
}

fn row<'a>(axis: &Axis, estimate: &'a Estimate) -> Option<Row<'a>> {
    if estimate.unit != axis.unit {
        return None;
    }
    let ends = [finite(estimate.value)?, finite(estimate.low)?, finite(estimate.high)?];
    Some(Row { estimate, ends: ends.map(|end| end * axis.scale) })
}

fn is_clear(axis: &Axis, row: &Row) -> bool {
    let [_, low, high] = row.ends;
    axis.nothing.is_some_and(|nothing| low > nothing || high < nothing)
}

fn title(axis: &Axis, rows: &[Row]) -> String {
    let name = axis.name;
    let clear = rows.iter().filter(|row| is_clear(axis, row)).count();
    match axis.nothing {
        Some(nothing) if axis.unit != Unit::Count => {
            format!("{name}: {clear} of {} are clearly away from {nothing:.0}", rows.len())
        }
        _ => name.to_owned(),
    }
}

fn draw(axis: &Axis, rows: &[Row], margin: f64) -> String {
    let mut forest = ForestPlot::new()
        .with_marker_size(4.0)
        .with_whisker_width(2.0)
        .with_cap_size(3.0)
        .with_show_null_line(axis.nothing.is_some())
        .with_null_value(axis.nothing.unwrap_or_default());
    for row in rows {
        let [value, low, high] = row.ends;
        let colour = if axis.nothing.is_none() || is_clear(axis, row) { MEASURED } else { QUIET };
        forest = forest.with_colored_row(shortened(&row.estimate.label), value, low, high, colour);
    }
    let (low, high) = rows
        .iter()
        .flat_map(|row| row.ends)
        .chain(axis.nothing)
        .chain(axis.nothing.is_none().then_some(0.0))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    let step = tick_step((high - low).max(0.1), 8.0);
    let plots: Vec<Plot> = vec![forest.into()];
    let layout = styled(Layout::auto_from_plots(&plots))
        .with_x_label(axis.label)
        .with_x_tick_format(ticks(axis.write))
        .with_x_tick_step(step)
        .with_x_axis_min((low / step).floor() * step)
        .with_x_axis_max((high / step).ceil() * step)
        .with_width(WIDTH)
        .with_height(62.0 + 26.0 * rows.len() as f64)
        .with_force_margins(margin, 24.0)
        .with_force_margins_y(8.0, 54.0);
    inline_svg(render_multiple(plots, layout), axis.id, &words(axis, rows), &[])
}

/// The same margin in all forests, so that their axes stand below each other.
fn label_margin(estimates: &[Estimate]) -> f64 {
    let longest = estimates.iter().map(|estimate| shortened(&estimate.label).chars().count()).max();
    24.0 + 7.2 * longest.unwrap_or_default() as f64
}

/// A label without its unit, which the axis names, and where it is long, without its explanation.
fn shortened(label: &str) -> String {
    let name = label.split(" (").next().unwrap_or(label);
    let name = if name.chars().count() > LONGEST_LABEL { name.split(": ").next().unwrap_or(name) } else { name };
    if name.chars().count() <= LONGEST_LABEL {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST_LABEL - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}

fn words(axis: &Axis, rows: &[Row]) -> String {
    let listed: Vec<String> =
        rows.iter().map(|row| format!("{}: {}", row.estimate.label, table_cell(row.estimate))).collect();
    format!("Forest plot. {}. {}.", axis.name, listed.join("; "))
}
