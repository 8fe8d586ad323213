//! Believed against measured: a line a participant, and the group's estimates with their intervals.

use kuva::plot::scatter::MarkerShape;
use kuva::prelude::{Layout, LinePlot, Plot, ScatterPlot};
use kuva::render::annotations::ReferenceLine;
use kuva::render::layout::ComputedLayout;
use kuva::render::render::{Scene, TextAnchor, render_multiple};

use crate::findings::{Findings, PersonFacts};
use crate::report::numbers::{MISSING, finite, fixed, signed};
use crate::report::pictures::canvas::{TEXT_SIZE, Weight, inline_svg, styled, text, tick_step, ticks};
use crate::report::pictures::palette::{BELIEVED, MEASURED, QUIET, UNAIDED};
use crate::report::pictures::{Picture, Table};
use crate::report::reading::{Direction, Reading};
use crate::report::sentences::SPEED;

const ID: &str = "believed-measured";
const SIZE: (f64, f64) = (470.0, 400.0);
/// Changes above this are drawn at the edge: a few minutes mistyped would flatten everyone else.
const CEILING: f64 = 200.0;
const PLACES: [f64; 2] = [1.0, 2.0];
/// The group stands outside its people, so that its interval can be seen.
const GROUP_PLACES: [f64; 2] = [0.86, 2.14];

/// The picture, or why there is none.
pub fn picture(findings: &Findings) -> Picture {
    let pairs: Vec<(f64, f64)> = findings.people.iter().filter_map(pair).collect();
    let believed = Reading::of(findings, "believed-speed-retrospective");
    let measured = Reading::of(findings, "speed-effect");
    let drawn = !pairs.is_empty();
    Picture {
        id: ID,
        title: title(findings),
        reading: if drawn {
            reading(&pairs, findings.people_are_shrunken)
        } else {
            "No picture: nobody has both a believed and a measured time yet.".to_owned()
        },
        svg: drawn.then(|| draw(&pairs, believed, measured, &words(&pairs, believed, measured))),
        wide: false,
        table: table(&findings.people, findings.people_are_shrunken),
    }
}

fn pair(person: &PersonFacts) -> Option<(f64, f64)> {
    finite(person.believed_percent).zip(finite(person.measured_percent))
}

fn title(findings: &Findings) -> String {
    match Reading::of(findings, "speed-gap-retrospective-points").and_then(Reading::direction) {
        Some(Direction::More) => "They felt faster than they were",
        Some(Direction::Less) => "They were faster than they felt",
        Some(Direction::Unclear) => "No reliable gap between felt and measured speed",
        None => "Felt and measured speed",
    }
    .to_owned()
}

fn reading(pairs: &[(f64, f64)], are_shrunken: bool) -> String {
    let slower = pairs.iter().filter(|(believed, measured)| measured > believed).count();
    let beyond = pairs.iter().filter(|(believed, measured)| believed.max(*measured) > CEILING).count();
    let edge = if beyond == 0 {
        String::new()
    } else {
        format!(" {beyond} beyond +{CEILING:.0}\u{a0}% are drawn at the edge.")
    };
    let estimated = if are_shrunken {
        "estimated for them, which is drawn towards the group's where little is known of a person"
    } else {
        "measured"
    };
    format!(
        "A thin line is a person, from what they believed to what was {estimated}; {slower} of {} rise: slower than believed.{edge}",
        pairs.len()
    )
}

fn words(pairs: &[(f64, f64)], believed: Option<Reading>, measured: Option<Reading>) -> String {
    let said = |reading: Option<Reading>| reading.map_or("not known".to_owned(), |reading| reading.said(SPEED));
    format!(
        "Slope chart of {} people. Change of time per alert with suggestions: believed, as a group, {}; measured {}.",
        pairs.len(),
        said(believed),
        said(measured)
    )
}

fn draw(pairs: &[(f64, f64)], believed: Option<Reading>, measured: Option<Reading>, words: &str) -> String {
    let range = range(pairs, believed, measured);
    let step = tick_step(range.1 - range.0, 7.0);
    let layout = styled(Layout::new((0.45, 2.55), range))
        .with_x_categories(vec!["believed afterwards".to_owned(), "measured".to_owned()])
        .with_y_label("\u{2190} faster\u{a0}\u{a0}\u{a0}time per alert with AI\u{a0}\u{a0}\u{a0}slower \u{2192}")
        .with_y_tick_format(ticks(|value| format!("{}\u{a0}%", signed(value, 0))))
        .with_y_tick_step(step)
        .with_y_axis_min((range.0 / step).floor() * step)
        .with_y_axis_max((range.1 / step).ceil() * step)
        .with_reference_line(
            ReferenceLine::horizontal(0.0).with_color(QUIET).with_stroke_width(1.5).with_dasharray("1 0"),
        )
        .with_width(SIZE.0)
        .with_height(SIZE.1)
        .with_force_margins_y(10.0, 30.0);
    let mut plots: Vec<Plot> = pairs.iter().map(|pair| person_line(*pair)).collect();
    plots.push(dots(pairs.iter().map(|pair| pair.0), PLACES[0], BELIEVED, MarkerShape::Circle));
    plots.push(dots(pairs.iter().map(|pair| pair.1), PLACES[1], MEASURED, MarkerShape::Square));
    if let (Some(believed), Some(measured)) = (believed, measured) {
        let ends = [(GROUP_PLACES[0], shown(believed.value)), (GROUP_PLACES[1], shown(measured.value))];
        plots.push(LinePlot::new().with_data(ends).with_color(MEASURED).with_stroke_width(3.5).into());
    }
    plots.extend(believed.map(|reading| group(reading, GROUP_PLACES[0], BELIEVED, MarkerShape::Circle)));
    plots.extend(measured.map(|reading| group(reading, GROUP_PLACES[1], MEASURED, MarkerShape::Square)));
    let computed = ComputedLayout::from_layout(&layout);
    let mut scene = render_multiple(plots, layout);
    group_label(&mut scene, &computed, believed, GROUP_PLACES[0]);
    group_label(&mut scene, &computed, measured, GROUP_PLACES[1]);
    inline_svg(scene, ID, words, &[])
}

fn person_line((believed, measured): (f64, f64)) -> Plot {
    let ends = [(PLACES[0], shown(believed)), (PLACES[1], shown(measured))];
    LinePlot::new().with_data(ends).with_color(UNAIDED).with_stroke_width(0.8).into()
}

fn dots(values: impl Iterator<Item = f64>, place: f64, colour: &str, marker: MarkerShape) -> Plot {
    let places: Vec<(f64, f64)> = values.map(|value| (place, shown(value))).collect();
    ScatterPlot::new().with_data(places).with_color(colour).with_size(3.0).with_marker(marker).into()
}

/// The group's estimate: a large mark with its interval, just outside the people's dots.
fn group(reading: Reading, place: f64, colour: &str, marker: MarkerShape) -> Plot {
    let (low, high) = reading.interval.unwrap_or((reading.value, reading.value));
    let value = shown(reading.value);
    let interval = [(value - shown(low), shown(high) - value)];
    ScatterPlot::new()
        .with_data([(place, value)])
        .with_y_err_asymmetric(interval)
        .with_color(colour)
        .with_size(7.0)
        .with_marker(marker)
        .into()
}

fn group_label(scene: &mut Scene, computed: &ComputedLayout, reading: Option<Reading>, place: f64) {
    let Some(reading) = reading else { return };
    let (shift, anchor) = if place < 1.5 { (-14.0, TextAnchor::End) } else { (14.0, TextAnchor::Start) };
    let spot = (computed.map_x(place) + shift, computed.map_y(shown(reading.value)) + f64::from(TEXT_SIZE) / 3.0);
    text(scene, spot, anchor, format!("{}\u{a0}%", signed(reading.value, 0)), Weight::Bold);
}

fn shown(value: f64) -> f64 {
    value.clamp(-100.0, CEILING)
}

fn range(pairs: &[(f64, f64)], believed: Option<Reading>, measured: Option<Reading>) -> (f64, f64) {
    let intervals = [believed, measured].into_iter().flatten().filter_map(|reading| reading.interval);
    pairs
        .iter()
        .copied()
        .chain(intervals)
        .flat_map(|(one, other)| [one, other])
        .map(shown)
        .fold((-10.0, 10.0), |(low, high), value| (low.min(value), high.max(value)))
}

fn table(people: &[PersonFacts], are_shrunken: bool) -> Table {
    let percent = |number: Option<f64>| finite(number).map_or(MISSING.to_owned(), |value| fixed(value, 1));
    let measured = if are_shrunken { "Measured, drawn towards the group, %" } else { "Measured, %" };
    Table::new(
        ["Participant", "Expected before, %", "Believed afterwards, %", measured],
        people.iter().enumerate().map(|(index, person)| {
            [
                (index + 1).to_string(),
                percent(person.forecast_percent),
                percent(person.believed_percent),
                percent(person.measured_percent),
            ]
        }),
    )
}
