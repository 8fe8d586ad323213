//! Who opened the decisive panel before deciding.

use super::picture::{Bar, Picture};
use super::shown::{Shown, fraction, of, too_few};
use super::{Look, Screen};
use crate::findings::{Estimate, Room};
use crate::report::numbers::{points, points_number};
use crate::report::reading::{Direction, Wording, estimate};

/// Differences of how often something was opened.
const OPENED: Wording = Wording { less: "more often", more: "less often", size: points, number: points_number };

/// Decisive evidence opened with and without the AI, and by those who were misled.
pub fn screen(room: &Room) -> Screen {
    let arms = [
        ("Opened before deciding, without a suggestion", "decisive-opened-unaided", Look::Unaided),
        ("Opened before deciding, with a suggestion", "decisive-opened-aided", Look::Aided),
    ];
    let known = arms.map(|(label, id, look)| (label, estimate(&room.findings, id), look));
    let bars: Vec<Bar> = known.iter().filter_map(|(label, found, look)| bar(label, (*found)?, *look)).collect();
    if bars.is_empty() {
        return nothing(known.iter().filter_map(|(_, found, _)| *found));
    }
    Screen {
        id: "looked",
        title: title(room),
        picture: Some(Picture::Bars(bars)),
        lines: compared(room).into_iter().chain(unseen(room)).collect(),
        ..Screen::default()
    }
}

fn bar(label: &str, estimate: &Estimate, look: Look) -> Option<Bar> {
    let (opened, all) = fraction(estimate)?;
    Some(Bar::new(label, of((opened, all)), opened as f64 / all as f64, look))
}

fn nothing<'e>(estimates: impl Iterator<Item = &'e Estimate>) -> Screen {
    let few =
        estimates.map(Shown::of).find_map(|shown| if let Shown::TooFew(people) = shown { Some(people) } else { None });
    let (title, line) = match few {
        Some(people) => ("Too few people to show who looked before deciding", too_few(people)),
        None => (
            "Who looked at what decides is not known",
            "The alerts of this study do not say which of their panels is the decisive one.".into(),
        ),
    };
    Screen { id: "looked", title: title.into(), lines: vec![line], ..Screen::default() }
}

fn title(room: &Room) -> String {
    match Shown::of(&room.looked_gap).direction() {
        Some(Direction::More) => "Once the AI had spoken, you looked less",
        Some(Direction::Less) => "With the AI, you looked more",
        Some(Direction::Unclear) => "With or without the AI: no reliable difference in how often you looked",
        None => "How often you looked at what decides",
    }
    .into()
}

fn compared(room: &Room) -> Option<String> {
    let gap = Shown::of(&room.looked_gap).known()?;
    let side = if gap.value < 0.0 { OPENED.less } else { OPENED.more };
    Some(match (gap.direction()?, gap.range(OPENED)?) {
        (Direction::Unclear, range) => format!("On the same alerts, with the AI: {range}."),
        (_, range) => format!("On the same alerts, with the AI: {} {side} ({range}).", points(gap.value)),
    })
}

/// How many of the followed wrong suggestions had been followed with the decisive panel closed.
fn unseen(room: &Room) -> Option<String> {
    let (unseen, followed) = fraction(&room.followed_unseen)?;
    Some(format!(
        "Of the {followed} wrong suggestions that you followed, {unseen} {} followed with the decisive panel closed.",
        if unseen == 1 { "was" } else { "were" }
    ))
}
