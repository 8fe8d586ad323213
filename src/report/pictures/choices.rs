//! The primary measure under every choice of analysis: a row each, the planned one marked.

use crate::findings::{Estimate, Findings, Specification, Unit};
use crate::report::numbers::{finite, number_in, signed};
use crate::report::pictures::intervals::{Axis, Line, intervals};
use crate::report::pictures::palette::{MEASURED, QUIET, RIGHT};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::estimate;

const ID: &str = "choices";

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
        wide: false,
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
        (above, below) => format!(
            "Whether there is an effect depends on the choice: of {all}, {above} are clearly above 0, {below} clearly below"
        ),
    }
}

fn name(choice: &Specification) -> String {
    let time = choice.time.filter(|time| *time != "active time").map_or(String::new(), |time| format!(", {time}"));
    format!("{}, {}{time}", choice.exclusions, choice.structure)
}

fn draw(drawn: &[(&Specification, [f64; 3])], primary: &Estimate) -> String {
    let line = |(choice, ends): &(&Specification, [f64; 3])| {
        let colour = match () {
            () if choice.is_planned => RIGHT,
            () if ends[1] > 0.0 || ends[2] < 0.0 => MEASURED,
            () => QUIET,
        };
        Line { label: name(choice), ends: *ends, colour }
    };
    let lines: Vec<Line> = drawn.iter().map(line).collect();
    let write: fn(f64) -> String =
        if primary.unit == Unit::Log { |value| signed(value, 2) } else { |value| signed(value, 0) };
    let axis = Axis { name: axis(primary.unit), nothing: Some(0.0), write };
    let words =
        format!("Forest plot of {} under {} choices of analysis. {}.", primary.label, drawn.len(), title(drawn));
    intervals(&lines, &axis, ID, &words)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_tells_contradicting_signs_apart() {
        let choice = |value: f64| Specification {
            exclusions: "as planned".to_owned(),
            structure: "two-way bootstrap",
            time: None,
            is_planned: false,
            value: Some(value),
            low: Some(value - 1.0),
            high: Some(value + 1.0),
            participants: 8,
            trials: 64,
        };
        let said = |values: &[f64]| {
            let choices: Vec<Specification> = values.iter().map(|value| choice(*value)).collect();
            title(&choices.iter().filter_map(|choice| Some((choice, ends(choice)?))).collect::<Vec<_>>())
        };
        assert!(said(&[4.0, 0.0, -4.0]).ends_with("of 3, 1 are clearly above 0, 1 clearly below"));
        assert_eq!(said(&[4.0, 5.0]), "All 2 choices agree: the main result is above 0");
        assert_eq!(said(&[0.0, 0.5]), "None of 2 choices rules out 0");
    }
}
