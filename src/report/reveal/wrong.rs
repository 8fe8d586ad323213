//! What happened when the AI was wrong, against what happened without it.

use super::picture::{Bar, Picture};
use super::shown::{Shown, caution, fraction, of, too_few};
use super::{Look, Screen};
use crate::findings::{Estimate, Room};
use crate::report::numbers::{points, points_number};
use crate::report::reading::{Direction, Wording, estimate};

/// Differences of wrong decisions.
const WRONG: Wording = Wording { less: "fewer", more: "more", size: points, number: points_number };

/// Wrong suggestions followed, beside wrong decisions without suggestions.
pub fn screen(room: &Room) -> Screen {
    let findings = &room.findings;
    let titled =
        |title: &str, line: String| Screen { id: "wrong", title: title.into(), lines: vec![line], ..Screen::default() };
    let Some(followed) = estimate(findings, "over-reliance") else {
        let line = "The study has no figure for it.".into();
        return titled("What you did when the AI was wrong was not measured", line);
    };
    match Shown::of(followed) {
        Shown::Missing => titled(
            "The AI was never wrong here",
            "What its mistakes cost can't be shown. That is no sign that it will not make any.".into(),
        ),
        Shown::TooFew(people) => titled("When the AI was wrong: too few people to show what you did", too_few(people)),
        Shown::Known(_) => Screen {
            id: "wrong",
            title: title(room, followed),
            picture: Some(Picture::Bars(bars(room, followed))),
            lines: [compared(room)].into_iter().chain(caution(findings)).collect(),
            ..Screen::default()
        },
    }
}

fn title(room: &Room, followed: &Estimate) -> String {
    let counted = fraction(followed).map(of).unwrap_or_default();
    match Shown::named(&room.findings, "attributable-bias").direction() {
        Some(Direction::More) => format!("When the AI was wrong, you went wrong with it: you followed {counted}"),
        Some(Direction::Less) => format!("Wrong suggestions did not lead you astray: you followed {counted}"),
        _ => format!("When the AI was wrong, you followed it {counted} times"),
    }
}

fn bars(room: &Room, followed: &Estimate) -> Vec<Bar> {
    let share = |(events, all): (usize, usize)| events as f64 / all as f64;
    let bar = |label: &str, estimate: &Estimate, look| {
        fraction(estimate).map(|counted| Bar::new(label, of(counted), share(counted), look))
    };
    let advised = bar("Decided wrongly, with a wrong suggestion", followed, Look::Wrong);
    let alone = bar("Decided wrongly, without a suggestion", &room.wrong_unaided, Look::Unaided);
    advised.into_iter().chain(alone).collect()
}

fn compared(room: &Room) -> String {
    match Shown::named(&room.findings, "attributable-bias") {
        Shown::TooFew(_) => "Too few people decided without suggestions to compare.".into(),
        Shown::Missing => "There is nothing to compare it with: nobody decided the same alerts without the AI.".into(),
        Shown::Known(bias) => {
            let side = if bias.value < 0.0 { WRONG.less } else { WRONG.more };
            match (bias.direction(), bias.range(WRONG)) {
                (Some(Direction::Unclear), Some(range)) => {
                    format!("On the same alerts: no reliable difference in wrong decisions ({range}).")
                }
                (Some(_), Some(range)) => {
                    format!("On the same alerts: {} {side} wrong decisions ({range}).", points(bias.value))
                }
                _ => format!(
                    "On the same alerts: {} {side} wrong decisions; how sure that is could not be worked out.",
                    points(bias.value)
                ),
            }
        }
    }
}
