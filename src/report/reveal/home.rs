//! What to take home: two or three sentences that hold for this result, or that it says too little.

use super::Screen;
use super::shown::{Shown, caution};
use crate::findings::{FEWEST_PEOPLE, Room};
use crate::report::reading::Direction;

/// Sentences for work.
pub fn screen(room: &Room) -> Screen {
    let findings = &room.findings;
    if findings.flow.analysed < FEWEST_PEOPLE {
        return Screen {
            id: "home",
            title: "To take home: too few to say what happened here".into(),
            lines: vec![
                "Under five people, no figure is shown and nothing follows from one.".into(),
                "What holds without figures: a suggestion is right or wrong for a reason, and the reason is in the evidence.".into(),
            ],
            ..Screen::default()
        };
    }
    let lines: Vec<String> =
        [Some(wrong(room)), looking(room), Some(speed(room))].into_iter().flatten().map(Into::into).collect();
    Screen {
        id: "home",
        title: "To take home".into(),
        lines: lines.into_iter().chain(caution(findings)).collect(),
        ..Screen::default()
    }
}

fn wrong(room: &Room) -> &'static str {
    let bias = Shown::named(&room.findings, "attributable-bias");
    let never = Shown::named(&room.findings, "over-reliance") == Shown::Missing;
    match bias.direction() {
        _ if never => "Here the AI was never wrong. At work it will be: practise with suggestions that are.",
        Some(Direction::More) => {
            "A wrong suggestion led you to decisions that you would not have made alone. Ask of every suggestion what it left out."
        }
        Some(Direction::Less) => {
            "You saw through the wrong suggestions here. Keep doing what you did: look first, agree afterwards."
        }
        _ => {
            "Whether wrong suggestions cost this room decisions can't be told from these figures. Look at your own result."
        }
    }
}

fn looking(room: &Room) -> Option<&'static str> {
    match Shown::of(&room.looked_gap).direction()? {
        Direction::More => Some("A suggestion makes it easy not to look. Open what decides before you agree with it."),
        Direction::Less => Some("Suggestions made you look more closely, not less."),
        Direction::Unclear => None,
    }
}

fn speed(room: &Room) -> &'static str {
    match Shown::named(&room.findings, "speed-gap-retrospective-points").direction() {
        Some(Direction::More) => "Feeling faster is not being faster: measure it before anybody counts on it.",
        Some(Direction::Less) => {
            "It helped your speed more than you noticed: feeling is no measure, in either direction."
        }
        Some(Direction::Unclear) => {
            "Felt and measured speed do not differ reliably here; a longer measurement would tell."
        }
        None => "Whether it made you faster can't be told by feeling; it has to be measured.",
    }
}
