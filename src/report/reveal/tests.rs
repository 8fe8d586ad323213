//! Every screen says something for every way in which a half hour can end.

use super::{Screen, screens};
use crate::findings::{AdvicePaths, Estimate, Findings, MisledAlert, Room, Unit};
use crate::report::sample;

fn made(id: &str, unit: Unit, value: Option<f64>, ends: Option<(f64, f64)>, people: usize) -> Estimate {
    Estimate {
        id: id.into(),
        label: id.into(),
        unit,
        value,
        low: ends.map(|(low, _)| low),
        high: ends.map(|(_, high)| high),
        role: crate::findings::Role::Exploratory,
        p: None,
        p_adjusted: None,
        beside: Vec::new(),
        level: 0.95,
        numerator: Some(12.0),
        denominator: Some(30.0),
        participants: people,
        items: 12,
        trials: 30,
        method: String::new(),
        notes: Vec::new(),
    }
}

/// A room of 24 people whose figures are all clear.
fn room() -> Room {
    let mut findings = sample::study();
    for estimate in &mut findings.estimates {
        estimate.participants = 24;
    }
    around(findings, 24)
}

fn around(findings: Findings, people: usize) -> Room {
    Room {
        findings,
        wrong_unaided: made("wrong-unaided", Unit::Proportion, Some(0.4), Some((0.3, 0.5)), people),
        looked_gap: made("looked-gap", Unit::Points, Some(18.0), Some((4.0, 30.0)), people),
        followed_unseen: made("followed-unseen", Unit::Proportion, Some(0.4), Some((0.3, 0.5)), people),
        sure_wrong: made("sure-wrong", Unit::Proportion, Some(0.71), Some((0.60, 0.80)), people),
        sure_right: made("sure-right", Unit::Proportion, Some(0.76), Some((0.66, 0.85)), people),
        sure_gap: made("sure-gap", Unit::Points, Some(5.0), Some((-3.0, 12.0)), people),
        misled: Some(MisledAlert {
            title: "An archive left by night".into(),
            suggested: "Benign, expected".into(),
            rationale: "Backups run at night [b], by [local] clocks.".into(),
            truth: "Needs action".into(),
            omits: vec!["Destination".into()],
            decisive: vec!["Destination".into()],
            debrief: "The address is not the backup's.".into(),
            people: 6,
            followed: Some(5),
        }),
        finished_late: 0,
    }
}

#[test]
fn what_the_ai_said_is_read_without_letters_of_panels() {
    let (_, said) = &screen(&room(), "misled").texts[1];
    assert_eq!(said, "Benign, expected. Backups run at night, by [local] clocks.");
}

fn screen(room: &Room, id: &str) -> Screen {
    screens(room).into_iter().find(|screen| screen.id == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// Expects that no screen is empty, whatever is shown on it.
fn full(room: &Room) {
    for screen in screens(room) {
        assert!(!screen.title.is_empty(), "{screen:?}");
        let content = screen.lines.iter().filter(|line| !line.is_empty()).count() + screen.texts.len();
        assert!(content > 0 || screen.picture.is_some(), "{screen:?}");
    }
}

#[test]
fn titles_state_the_finding() {
    let room = room();
    full(&room);
    for (id, title) in [
        ("measured", "You felt faster than you were"),
        ("wrong", "When the AI was wrong, you went wrong with it: you followed 33\u{a0}of\u{a0}72"),
        ("misled", "This suggestion misled most: 5 of 6"),
        ("decisive", "One panel would have shown it: Destination"),
        ("looked", "Once the AI had spoken, you looked less"),
        ("sure", "When you were wrong, you were 71\u{a0}% sure"),
    ] {
        assert_eq!(screen(&room, id).title, title);
    }
}

#[test]
fn under_five_people_no_number_is_shown() {
    let mut few = room();
    few = around(few.findings, 4);
    few.findings.flow.analysed = 4;
    for estimate in &mut few.findings.estimates {
        estimate.participants = 4;
    }
    if let Some(misled) = &mut few.misled {
        misled.followed = None;
    }
    full(&few);
    for id in ["believed", "measured", "wrong", "looked", "sure", "home"] {
        let screen = screen(&few, id);
        assert!(screen.picture.is_none(), "{screen:?}");
        let says_digit = |text: &str| text.chars().any(|letter| letter.is_ascii_digit() && letter != '4');
        let texts =
            screen.lines.iter().chain([&screen.title]).chain(screen.figures.iter().map(|figure| &figure.number));
        assert!(!texts.into_iter().any(|text| says_digit(text)), "{screen:?}");
    }
}

#[test]
fn an_ai_that_was_never_wrong_leaves_no_screen_empty() {
    let mut room = room();
    room.misled = None;
    room.followed_unseen.value = None;
    room.findings.paths = AdvicePaths {
        right_followed: 40,
        right_overridden: 8,
        unaided_right: 30,
        unaided_wrong: 18,
        ..AdvicePaths::default()
    };
    for estimate in &mut room.findings.estimates {
        if ["over-reliance", "attributable-bias"].contains(&estimate.id.as_str()) {
            estimate.value = None;
        }
    }
    full(&room);
    assert_eq!(screen(&room, "wrong").title, "The AI was never wrong here");
    assert!(screen(&room, "home").lines[0].contains("never wrong"));
}

#[test]
fn what_is_not_known_is_said() {
    let mut room = room();
    room.findings.estimates.clear();
    for estimate in [&mut room.looked_gap, &mut room.sure_wrong, &mut room.sure_right, &mut room.sure_gap] {
        estimate.value = None;
    }
    full(&room);
    room.findings.flow.analysed = 0;
    assert_eq!(screens(&room).len(), 1);
    full(&room);
}
