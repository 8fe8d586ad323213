//! The first and the last screen: what the room did, and where everybody finds their own result.

use super::{Figure, Look, Screen};
use crate::findings::Room;
use crate::report::numbers::count;

/// Nobody's decisions can be analysed.
pub fn nobody(room: &Room) -> Screen {
    let flow = &room.findings.flow;
    Screen {
        id: "did",
        title: "There is nothing to show yet".into(),
        lines: vec![
            format!(
                "{} joined. Figures appear here once somebody has finished the last questions and lets the data be kept.",
                count(flow.enrolled, "person", "people")
            ),
            "Leave this page open: it fills by itself.".into(),
        ],
        ..Screen::default()
    }
}

/// How many people decided how many alerts, and how much of the advice was wrong on purpose.
pub fn done(room: &Room) -> Screen {
    let findings = &room.findings;
    let paths = &findings.paths;
    let wrong = paths.wrong_followed + paths.wrong_overridden;
    let suggestions = wrong + paths.right_followed + paths.right_overridden;
    let decisions = suggestions + paths.unaided_right + paths.unaided_wrong;
    let title = match wrong {
        0 => "You worked with an AI".into(),
        wrong if wrong == suggestions => "The AI was wrong on purpose, every time".into(),
        wrong => format!("The AI was wrong on purpose in {wrong} of {suggestions} suggestions"),
    };
    let people = findings.flow.analysed;
    let figure = |number: usize, words: &str, look| Figure::new("", number.to_string(), words, look);
    let mut lines = Vec::new();
    if people < findings.flow.enrolled {
        let late = "who still finishes comes in while this page is open";
        lines.push(format!("{people} of the {} who joined are counted; {late}.", findings.flow.enrolled));
    }
    if room.finished_late > 0 {
        lines.push(format!(
            "{} finished after the results were shown and may have known them.",
            count(room.finished_late, "person", "people")
        ));
    }
    lines.push(if wrong > 0 {
        "You could not know which ones. Neither can anybody at work.".into()
    } else {
        "None of its suggestions was wrong, so nothing can be said on what its mistakes cost.".into()
    });
    Screen {
        id: "did",
        title,
        figures: vec![
            figure(people, if people == 1 { "person" } else { "people" }, Look::Plain),
            figure(decisions, if decisions == 1 { "alert decided" } else { "alerts decided" }, Look::Plain),
            figure(wrong, "wrong suggestions", Look::Wrong),
        ],
        lines,
        ..Screen::default()
    }
}

/// Where everybody finds their own figures.
pub fn own() -> Screen {
    Screen {
        id: "own",
        title: "Your own result is on your own screen".into(),
        lines: vec![
            "Only you see it: what you believed, what was measured, and each wrong suggestion that you met.".into(),
            "Your personal link opens it until you have said whether your data may be kept.".into(),
            "It is no grade. So few alerts say next to nothing about one person.".into(),
        ],
        ..Screen::default()
    }
}
