//! The alert whose wrong advice misled most, and what would have shown it.

use super::Screen;
use crate::findings::{MisledAlert, Room};

/// The alert and what the AI said of it.
pub fn alert(room: &Room) -> Screen {
    let Some(misled) = &room.misled else {
        return Screen {
            id: "misled",
            title: "No suggestion could mislead you: none was wrong".into(),
            lines: vec!["A room that meets wrong suggestions has an alert here that misled most.".into()],
            ..Screen::default()
        };
    };
    Screen {
        id: "misled",
        title: title(misled),
        texts: vec![
            ("The alert", misled.title.clone()),
            ("The AI said", format!("{}. {}", misled.suggested, uncited(&misled.rationale))),
            ("It is", misled.truth.clone()),
        ],
        lines: misled.followed.is_none().then(few).into_iter().collect(),
        ..Screen::default()
    }
}

/// What the advice left out, and what decides.
pub fn evidence(room: &Room) -> Screen {
    let Some(misled) = &room.misled else {
        return Screen {
            id: "decisive",
            title: "What decides an alert is in its evidence".into(),
            lines: vec!["Not in the suggestion: right ones can only be told from wrong ones by looking.".into()],
            ..Screen::default()
        };
    };
    let title = match misled.decisive.as_slice() {
        [] => "What would have shown it".into(),
        [one] => format!("One panel would have shown it: {one}"),
        many => format!("What would have shown it: {}", many.join(" and ")),
    };
    let omits = (!misled.omits.is_empty()).then(|| ("The suggestion left out", misled.omits.join(", ")));
    let debrief = (!misled.debrief.is_empty()).then(|| ("What there is to see", misled.debrief.clone()));
    Screen { id: "decisive", title, texts: omits.into_iter().chain(debrief).collect(), ..Screen::default() }
}

fn title(misled: &MisledAlert) -> String {
    match misled.followed {
        Some(0) => "Of the wrong suggestions that five or more met, none misled anybody".into(),
        Some(followed) if followed == misled.people => {
            format!("This suggestion misled all {} who met it", misled.people)
        }
        Some(followed) => format!("This suggestion misled most: {followed} of {}", misled.people),
        None => "One of the suggestions that were wrong".into(),
    }
}

/// The reasons without the letters of the panels that they cite: nobody can open these from a chair.
fn uncited(rationale: &str) -> String {
    let mut parts = rationale.split(" [");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once(']') {
        Some((letters, rest)) if letters.len() == 1 => text + rest,
        _ => format!("{text} [{part}"),
    })
}

fn few() -> String {
    "Which one misled most can't be shown: at least five people have to meet the same one. This one was met by most."
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_misled_is_said_of_what_enough_people_met_alone() {
        let misled = MisledAlert {
            title: String::new(),
            suggested: String::new(),
            rationale: String::new(),
            truth: String::new(),
            omits: Vec::new(),
            decisive: Vec::new(),
            debrief: String::new(),
            people: 6,
            followed: Some(0),
        };
        assert!(title(&misled).contains("that five or more met"), "{}", title(&misled));
        assert_eq!(title(&MisledAlert { followed: Some(4), ..misled }), "This suggestion misled most: 4 of 6");
    }
}
