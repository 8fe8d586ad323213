//! Believed speed, then measured speed beside it: the same screen twice, so that the answer comes at the press of a key.

use super::picture::{Picture, Scale};
use super::shown::{Shown, caution, too_few};
use super::{Figure, Look, Screen};
use crate::findings::{Findings, Room};
use crate::report::numbers::{percent, rounds_to_nothing};
use crate::report::reading::{Direction, Reading};
use crate::report::sentences::SPEED;

const BELIEFS: [(&str, &str); 3] = [
    ("believed-speed-retrospective", "You believed afterwards"),
    ("stated-speed-change", "You said afterwards"),
    ("believed-speed-forecast", "You expected beforehand"),
];

/// What the room believed, and an empty place beside it.
pub fn question(room: &Room) -> Screen {
    Screen {
        id: "believed",
        title: "How much faster did you think it made you?".into(),
        ..screen(&room.findings, Answer::Hidden)
    }
}

/// The same with what was measured.
pub fn answer(room: &Room) -> Screen {
    Screen { id: "measured", title: title(&room.findings), ..screen(&room.findings, Answer::Told) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Hidden,
    Told,
}

/// The belief that counts: the first one that may be shown, or the first that was asked for.
fn believed(findings: &Findings) -> (Shown, &'static str) {
    let all = BELIEFS.map(|(id, about)| (Shown::named(findings, id), about));
    let known = all.iter().find(|(shown, _)| shown.known().is_some());
    let asked = || all.iter().find(|(shown, _)| *shown != Shown::Missing);
    known.or_else(asked).copied().unwrap_or((Shown::Missing, "You believed"))
}

fn screen(findings: &Findings, answer: Answer) -> Screen {
    let (believed, about) = believed(findings);
    let measured = Shown::named(findings, "speed-effect");
    let second = match answer {
        Answer::Hidden => Figure::new("Measured", "?", "", Look::Waiting),
        Answer::Told => figure("Measured", measured, Look::Measured),
    };
    let all: Vec<Reading> = [believed, measured].into_iter().filter_map(Shown::known).collect();
    let mut drawn: Vec<(Reading, Look)> =
        believed.known().into_iter().map(|reading| (reading, Look::Believed)).collect();
    if answer == Answer::Told {
        drawn.extend(measured.known().map(|reading| (reading, Look::Measured)));
    }
    let words = drawn
        .iter()
        .map(|(reading, look)| format!("{}: {}", look.name(), said(*reading)))
        .collect::<Vec<_>>()
        .join("; ");
    // The line keeps its ends from the question to the answer, so that nothing moves.
    let picture =
        (believed.known().is_some() && !drawn.is_empty()).then(|| Picture::Scale(Scale::new(words, &all, &drawn)));
    let mut lines = match (answer, believed) {
        (Answer::Told, _) => vec![measured_line(measured)],
        (Answer::Hidden, Shown::Known(_)) => vec!["Before the next screen: was it so?".into()],
        (Answer::Hidden, Shown::TooFew(people)) => vec![too_few(people), "Ask for hands instead.".into()],
        (Answer::Hidden, Shown::Missing) => vec!["It was not asked. Ask for hands instead.".into()],
    };
    if answer == Answer::Told && measured.known().is_some() {
        lines.extend(caution(findings));
    }
    Screen { figures: vec![figure(about, believed, Look::Believed), second], picture, lines, ..Screen::default() }
}

fn figure(about: &str, shown: Shown, look: Look) -> Figure {
    match shown {
        Shown::Known(reading) if rounds_to_nothing(reading.value) => {
            Figure::new(about, "0\u{a0}%", "no difference", look)
        }
        Shown::Known(reading) => Figure::new(
            about,
            percent(reading.value),
            if reading.value < 0.0 { "faster with the AI" } else { "slower with the AI" },
            look,
        ),
        Shown::TooFew(_) => Figure::new(about, "\u{2013}", "too few people to show", look),
        Shown::Missing => Figure::new(about, "\u{2013}", "not known", look),
    }
}

fn said(reading: Reading) -> String {
    reading.said(SPEED)
}

fn measured_line(measured: Shown) -> String {
    match measured {
        Shown::Known(reading) => match (reading.direction(), reading.range(SPEED)) {
            (Some(Direction::Unclear), Some(range)) => {
                format!("With other people and other alerts it might be {range}: no reliable difference.")
            }
            (Some(_), Some(range)) => {
                let side = if reading.value < 0.0 { SPEED.less } else { SPEED.more };
                format!("With other people and other alerts: {range} {side}.")
            }
            _ => "How sure the measured figure is could not be worked out.".into(),
        },
        Shown::TooFew(people) => too_few(people),
        Shown::Missing => "What the AI did to your speed could not be measured.".into(),
    }
}

fn title(findings: &Findings) -> String {
    let gap = Shown::named(findings, "speed-gap-retrospective-points");
    let measured = Shown::named(findings, "speed-effect");
    match (gap.direction(), measured) {
        (_, Shown::TooFew(_)) => "Too few people to show how fast you were",
        (_, Shown::Missing) => "How fast you were could not be measured",
        (Some(Direction::More), _) => "You felt faster than you were",
        (Some(Direction::Less), _) => "You were faster than you felt",
        (Some(Direction::Unclear), _) => "Felt and measured speed: no reliable gap",
        (None, Shown::Known(reading)) => match reading.direction() {
            Some(Direction::Less) => "The AI made you faster",
            Some(Direction::More) => "The AI made you slower",
            _ => "No reliable change of speed",
        },
    }
    .into()
}
