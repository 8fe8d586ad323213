//! How sure people were when they were wrong.

use super::picture::{Bar, Picture};
use super::shown::{Shown, too_few};
use super::{Look, Screen};
use crate::findings::{Room, Unit};
use crate::report::numbers::{count, points, points_number, rounded_in};
use crate::report::reading::{Direction, Reading, Wording};

/// Differences of confidence.
const SURE: Wording = Wording { less: "less sure", more: "surer", size: points, number: points_number };

/// Stated confidence in wrong decisions beside that in right ones.
pub fn screen(room: &Room) -> Screen {
    let (wrong, right) = (Shown::of(&room.sure_wrong), Shown::of(&room.sure_right));
    let titled = |title: &str, line: &str| Screen {
        id: "sure",
        title: title.into(),
        lines: vec![line.into()],
        ..Screen::default()
    };
    let said = match wrong {
        Shown::Known(said) => said,
        Shown::TooFew(people) => {
            return titled("Too few people were wrong to show how sure they were", &too_few(people));
        }
        Shown::Missing if right == Shown::Missing => {
            return titled("How sure you were is not known", "This study did not ask how sure you were of a decision.");
        }
        Shown::Missing => {
            return titled("Nobody was wrong", "So there is no telling how sure you are when you are wrong.");
        }
    };
    let bar = |label: &str, reading: Reading, trials: usize, look| {
        let label = format!("{label} ({})", count(trials, "decision", "decisions"));
        Bar::new(label, whole(reading), reading.value, look)
    };
    let mut bars = vec![bar("When you were wrong", said, room.sure_wrong.trials, Look::Wrong)];
    bars.extend(right.known().map(|reading| bar("When you were right", reading, room.sure_right.trials, Look::Aided)));
    Screen {
        id: "sure",
        title: format!("When you were wrong, you were {} sure", whole(said)),
        picture: Some(Picture::Bars(bars)),
        lines: vec![compared(room)],
        ..Screen::default()
    }
}

fn whole(reading: Reading) -> String {
    rounded_in(Unit::Proportion, reading.value)
}

fn compared(room: &Room) -> String {
    let gap = Shown::of(&room.sure_gap);
    match (gap.direction(), gap.known().and_then(|gap| Some((gap.value, gap.range(SURE)?)))) {
        (Some(Direction::More), Some((value, range))) => {
            format!("When you were right, you were surer by {} ({range}).", points(value))
        }
        (Some(Direction::Less), Some((value, range))) => {
            format!("You were even surer when you were wrong, by {} ({range}).", points(value))
        }
        (Some(Direction::Unclear), Some((_, range))) => {
            format!("Being sure did not reliably tell right from wrong (when right: {range}).")
        }
        _ => "How far being sure tells right from wrong could not be worked out.".into(),
    }
}
