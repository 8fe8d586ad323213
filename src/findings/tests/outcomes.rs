//! Work in its time, people with advice against either alone, first failures, three classes, and what a wrong advice changes.

use crate::study::{Condition, Deadline, Feedback};

use super::*;
use Shown::{Nothing, Right, Wrong};

fn took(seconds: f64, row: TrialRow) -> TrialRow {
    TrialRow { time_s: Some(seconds), ..row }
}

#[test]
fn work_is_counted_in_its_time() {
    let rows = vec![
        took(60.0, trial(0, 0, Nothing, true, 0)),
        took(120.0, trial(0, 1, Nothing, false, 0)),
        took(30.0, trial(0, 2, Right, true, 0)),
        took(30.0, trial(0, 3, Right, true, 0)),
        took(60.0, trial(0, 4, Wrong, false, 0)),
    ];
    let estimates = all(&table(rows), &[]);
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    check("right-decisions-per-hour-unaided", 20.0);
    check("right-decisions-per-hour-aided", 60.0);
    check("right-decisions-per-hour-ratio", 3.0);
    check("attacks-found-per-minute-unaided", 1.0 / 3.0);
    check("attacks-found-per-minute-aided", 0.5);
    check("false-escalations-per-minute-unaided", 1.0 / 3.0);
    check("false-escalations-per-minute-aided", 0.0);
    check("recall-unaided", 1.0);
    check("recall-aided", 0.5);
    assert_eq!(find(&estimates, "right-decisions-per-hour-aided").notes[0], "2 in 0.0 hours of active time");
}

#[test]
fn what_the_deadline_ended_is_counted_and_is_no_time() {
    let expired = |row: TrialRow| {
        let course = TrialCourse { expired: true, ..row.course.clone() };
        TrialRow { decision: None, time_s: Some(1000.0), course, ..row }
    };
    let mut rows = Vec::new();
    for participant in 0..4 {
        for item in 0..4 {
            let shown = if (participant + item) % 2 == 0 { Right } else { Nothing };
            let order = 1 + (participant * 3 + item * 2) % 4;
            let seconds = if shown == Right { 20.0 } else { 40.0 };
            rows.push(TrialRow {
                order: u32::try_from(order).ok(),
                ..took(seconds, trial(participant, item, shown, true, 0))
            });
        }
        rows.push(expired(trial(participant, 4, Right, true, 0)));
    }
    let mut table = table(rows);
    let estimates = all(&table, &[]);
    expect_value(&estimates, "deadline-expiries-aided", None);
    expect_value(&estimates, "speed-effect", Some(-50.0));
    expect_value(&estimates, "time-after-advice-right-advice", Some(20.0));
    assert!(
        find(&estimates, "speed-effect").notes.iter().any(|note| note.starts_with("4 trials that the deadline ended"))
    );
    // They took their time, and found nothing.
    expect_value(&estimates, "right-decisions-per-hour-aided", Some(3600.0 * 8.0 / (8.0 * 20.0 + 4000.0)));
    let deadline = Some(Deadline { seconds: 60.0, hard: true });
    table.conditions = vec![Condition { deadline, ..Condition::default() }];
    let estimates = all(&table, &[]);
    expect_value(&estimates, "deadline-expiries-aided", Some(4.0 / 12.0));
    expect_value(&estimates, "deadline-expiries-unaided", Some(0.0));
}

#[test]
fn attacks_and_harmless_alerts_have_their_own_speed() {
    let mut rows = Vec::new();
    for participant in 0..6 {
        for item in 0..6 {
            let shown = if (participant + item) % 3 == 0 { Right } else { Nothing };
            let factor = match (shown, item % 2) {
                (Nothing, _) => 1.0,
                (_, 0) => 0.5,
                _ => 1.5,
            };
            let order = 1 + (participant * 5 + item * item) % 6;
            let seconds = factor * 60.0 * (order as f64).powf(-0.2) * (1.0 + 0.1 * participant as f64);
            rows.push(TrialRow {
                order: u32::try_from(order).ok(),
                ..took(seconds, trial(participant, item, shown, true, 0))
            });
        }
    }
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "speed-effect-attacks", Some(-50.0));
    expect_value(&estimates, "speed-effect-harmless", Some(50.0));
}

/// On alerts 0 and 1: people alone 1/2, the advice 2/4, together 3/4; alert 2 was never met without advice.
#[test]
fn together_against_the_better_of_both() {
    let rows = vec![
        trial(0, 0, Nothing, true, 0),
        trial(0, 1, Nothing, false, 0),
        trial(1, 0, Right, true, 0),
        trial(2, 0, Wrong, true, 0),
        trial(1, 1, Right, true, 0),
        trial(2, 1, Wrong, false, 0),
        trial(1, 2, Wrong, false, 0),
    ];
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "complementarity", Some(25.0));
    let found = find(&estimates, "complementarity");
    assert_eq!(found.notes[0], "right: 75.0 % with advice, 50.0 % without, 50.0 % of the advice itself");
    assert_eq!(found.notes[1], "1 alerts were not met both ways and do not enter");
}

#[test]
fn the_first_wrong_advice_is_the_first_failure() {
    let at = |order: u32, row: TrialRow| TrialRow { order: Some(order), ..row };
    let rows = vec![
        at(5, trial(0, 0, Wrong, true, 0)),
        at(2, trial(0, 1, Wrong, false, 0)),
        at(1, trial(0, 2, Right, true, 0)),
        at(1, trial(1, 0, Wrong, true, 0)),
        at(2, trial(1, 1, Wrong, false, 0)),
        at(1, trial(2, 0, Right, true, 0)),
    ];
    let estimates = all(&table(rows), &[]);
    let found = find(&estimates, "first-failure");
    assert_eq!((found.value, found.numerator, found.denominator), (Some(0.5), Some(1.0), Some(2.0)));
}

#[test]
fn silence_about_an_attack_is_no_advice() {
    let silent = |item: usize, correct: bool| {
        let row = trial(0, item, Nothing, correct, 0);
        TrialRow { arm: Arm::Aided, course: TrialCourse { silent: true, ..row.course.clone() }, ..row }
    };
    let estimates = all(&table(vec![silent(0, false), silent(2, true), silent(4, false), silent(1, false)]), &[]);
    expect_value(&estimates, "silent-omission-rate", Some(2.0 / 3.0));
    expect_value(&estimates, "omission-rate", None);
    let spoken = all(&table(vec![trial(0, 0, Right, true, 0)]), &[]);
    let why = "undefined: the AI was never silent in a block with advice";
    assert_eq!(find(&spoken, "silent-omission-rate").notes[0], why);
}

#[test]
fn three_classes_are_told_apart() {
    let decided = |row: TrialRow, verdict: Verdict| TrialRow { decision: Some(verdict), ..row };
    let rows = vec![
        // Harmless, benign: calling it a false alarm closes it for another reason.
        decided(trial(0, 1, Nothing, true, 0), Verdict::FalsePositive),
        trial(1, 1, Nothing, true, 0),
        decided(trial(2, 1, Wrong, true, 0), Verdict::FalsePositive),
        trial(3, 1, Wrong, false, 0),
        trial(4, 1, Wrong, true, 0),
        TrialRow { decision: None, ..trial(5, 1, Wrong, true, 0) },
    ];
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "accuracy-three-classes-unaided", Some(0.5));
    expect_value(&estimates, "accuracy-three-classes-aided", Some(0.25));
    expect_value(&estimates, "misled-elsewhere", Some(0.25));
}

#[test]
fn right_decisions_may_have_wrong_reasons() {
    let named = |row: TrialRow, decisive: Option<bool>| TrialRow { decisive_named: decisive, ..row };
    let rows = vec![
        named(trial(0, 0, Right, true, 0), Some(true)),
        named(trial(0, 1, Right, true, 0), Some(false)),
        named(trial(0, 2, Wrong, false, 0), Some(true)),
        named(trial(0, 3, Wrong, true, 0), None),
    ];
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "right-reason-aided", Some(1.0 / 3.0));
    expect_value(&estimates, "right-reason-unaided", None);
}

/// Right right WRONG right right right in one block: before it both followed, after it the second of three.
#[test]
fn a_wrong_advice_has_a_before_and_an_after() {
    let shown = [Right, Right, Wrong, Right, Right, Right];
    let followed = [true, true, false, false, true, false];
    let row = |(place, (shown, correct)): (usize, (Shown, bool))| TrialRow {
        order: u32::try_from(place + 1).ok(),
        ..trial(0, place, shown, correct, 0)
    };
    let mut rows: Vec<TrialRow> = shown.into_iter().zip(followed).enumerate().map(row).collect();
    // Of another block, and therefore no neighbour.
    rows.push(TrialRow { order: Some(7), block: Some(2), ..trial(0, 6, Right, true, 0) });
    let mut table = table(rows);
    let estimates = all(&table, &[]);
    let check = |id: &str, expect: Option<f64>| expect_value(&estimates, id, expect);
    check("adherence-before-wrong-1", Some(1.0));
    check("adherence-before-wrong-2", Some(1.0));
    check("adherence-before-wrong-3", None);
    check("adherence-after-wrong-1", Some(0.0));
    check("adherence-after-wrong-2", Some(1.0));
    check("adherence-after-wrong-3", Some(0.0));
    check("adherence-change", Some(100.0 * (1.0 / 3.0 - 1.0)));
    let told = |estimates: &[Estimate]| {
        find(estimates, "adherence-change")
            .notes
            .iter()
            .any(|note| note.starts_with("without feedback there is nothing"))
    };
    assert!(told(&estimates));
    table.conditions = vec![Condition { feedback: Feedback::Trial, ..Condition::default() }];
    assert!(!told(&all(&table, &[])));
}
