//! Every estimate with its interval, a picture for each unit, since units do not share an axis.

use crate::findings::{Estimate, Findings, Unit};
use crate::report::numbers::{finite, fixed, signed, table_cell};
use crate::report::pictures::intervals::{Axis, Line, intervals};
use crate::report::pictures::palette::{MEASURED, QUIET};
use crate::report::pictures::{Picture, Table};

/// Labels above this number of letters lose the explanation after their colon.
const LONG_LABEL: usize = 70;

/// Estimates of one unit, and how they stand on their axis.
struct Group {
    id: &'static str,
    unit: Unit,
    name: &'static str,
    /// From the estimate's number to the axis.
    scale: f64,
    axis: Axis,
}

const GROUPS: &[Group] = &[
    Group {
        id: "forest-points",
        unit: Unit::Points,
        name: "Differences in percentage points",
        scale: 1.0,
        axis: Axis { name: "percentage points", nothing: Some(0.0), write: |value| signed(value, 0) },
    },
    Group {
        id: "forest-percent",
        unit: Unit::PercentChange,
        name: "Changes of time in percent",
        scale: 1.0,
        axis: Axis {
            name: "\u{2190} faster\u{a0}\u{a0}\u{a0}change of time, %\u{a0}\u{a0}\u{a0}slower \u{2192}",
            nothing: Some(0.0),
            write: |value| signed(value, 0),
        },
    },
    Group {
        id: "forest-shares",
        unit: Unit::Proportion,
        name: "Shares",
        scale: 100.0,
        axis: Axis { name: "share, %", nothing: None, write: |value| fixed(value, 0) },
    },
    Group {
        id: "forest-logs",
        unit: Unit::Log,
        name: "Logarithms",
        scale: 1.0,
        axis: Axis { name: "natural logarithm", nothing: Some(0.0), write: |value| signed(value, 2) },
    },
    Group {
        id: "forest-factors",
        unit: Unit::Factor,
        name: "Factors",
        scale: 1.0,
        axis: Axis { name: "factor (1 = no difference)", nothing: Some(1.0), write: |value| fixed(value, 1) },
    },
    Group {
        id: "forest-counts",
        unit: Unit::Count,
        name: "Counts",
        scale: 1.0,
        axis: Axis { name: "count", nothing: Some(0.0), write: |value| fixed(value, 1) },
    },
    Group {
        id: "forest-hours",
        unit: Unit::PerHour,
        name: "Events in an hour of work",
        scale: 1.0,
        axis: Axis { name: "in an hour", nothing: None, write: |value| fixed(value, 0) },
    },
    Group {
        id: "forest-minutes",
        unit: Unit::PerMinute,
        name: "Events in a minute of work",
        scale: 1.0,
        axis: Axis { name: "in a minute", nothing: None, write: |value| fixed(value, 2) },
    },
];

/// A row that can be drawn: the estimate with value, low and high on the axis.
struct Row<'a> {
    estimate: &'a Estimate,
    ends: [f64; 3],
}

/// A forest for every unit that has an estimate with an interval; one excuse when there is none.
pub fn pictures(findings: &Findings) -> Vec<Picture> {
    let pictures: Vec<Picture> = GROUPS.iter().filter_map(|group| picture(group, &findings.estimates)).collect();
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

fn picture(group: &Group, estimates: &[Estimate]) -> Option<Picture> {
    let rows: Vec<Row> = estimates.iter().filter_map(|estimate| row(group, estimate)).collect();
    if rows.is_empty() {
        return None;
    }
    let reading = match group.axis.nothing {
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
        id: group.id,
        title: title(group, &rows),
        reading,
        svg: Some(draw(group, &rows)),
        wide: false,
        table,
    })
}

fn row<'a>(group: &Group, estimate: &'a Estimate) -> Option<Row<'a>> {
    if estimate.unit != group.unit {
        return None;
    }
    let ends = [finite(estimate.value)?, finite(estimate.low)?, finite(estimate.high)?];
    Some(Row { estimate, ends: ends.map(|end| end * group.scale) })
}

fn is_clear(group: &Group, row: &Row) -> bool {
    let [_, low, high] = row.ends;
    group.axis.nothing.is_some_and(|nothing| low > nothing || high < nothing)
}

fn title(group: &Group, rows: &[Row]) -> String {
    let name = group.name;
    let clear = rows.iter().filter(|row| is_clear(group, row)).count();
    match group.axis.nothing {
        Some(nothing) if group.unit != Unit::Count => {
            format!("{name}: {clear} of {} are clearly away from {nothing:.0}", rows.len())
        }
        _ => name.to_owned(),
    }
}

fn draw(group: &Group, rows: &[Row]) -> String {
    let labels: Vec<&str> = rows.iter().map(|row| row.estimate.label.as_str()).collect();
    let line = |(row, label): (&Row, String)| {
        let is_dark = group.axis.nothing.is_none() || is_clear(group, row);
        Line { label, ends: row.ends, colour: if is_dark { MEASURED } else { QUIET } }
    };
    let lines: Vec<Line> = rows.iter().zip(told_apart(&labels)).map(line).collect();
    intervals(&lines, &group.axis, group.id, &words(group, rows))
}

/// The labels without what the axis or the table says, unless two of them would then be the same.
fn told_apart(labels: &[&str]) -> Vec<String> {
    let short: Vec<String> = labels.iter().map(|label| shortened(label)).collect();
    let is_shared = |name: &String| short.iter().filter(|other| *other == name).count() > 1;
    let told = |(name, label): (&String, &&str)| if is_shared(name) { (*label).to_owned() } else { name.clone() };
    short.iter().zip(labels).map(told).collect()
}

/// A label without what stands in brackets, and where it is long, without the explanation between its colon and its last comma.
fn shortened(label: &str) -> String {
    let mut parts = label.split(" (");
    let mut name = parts.next().unwrap_or(label).to_owned();
    parts.filter_map(|part| part.split_once(')')).for_each(|(_, rest)| name.push_str(rest));
    if name.chars().count() <= LONG_LABEL {
        return name;
    }
    let Some((what, explanation)) = name.split_once(": ") else { return name };
    match explanation.rsplit_once(", ") {
        Some((_, case)) if case.starts_with("with") => format!("{what}, {case}"),
        _ => what.to_owned(),
    }
}

fn words(group: &Group, rows: &[Row]) -> String {
    let listed: Vec<String> =
        rows.iter().map(|row| format!("{}: {}", row.estimate.label, table_cell(row.estimate))).collect();
    format!("Forest plot. {}. {}.", group.name, listed.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_estimates_have_the_same_label() {
        let explained = "stated minus actual share of all decisions that were right, percentage points";
        let right = format!("Over-confidence: {explained} (points), with right advice (pooled)");
        let wrong = format!("Over-confidence: {explained} (points), with wrong advice (pooled)");
        let told = told_apart(&[&right, &wrong, "Gap (pooled)", "Gap (per participant)"]);
        assert_eq!(
            told,
            [
                "Over-confidence, with right advice",
                "Over-confidence, with wrong advice",
                "Gap (pooled)",
                "Gap (per participant)"
            ]
        );
    }
}
