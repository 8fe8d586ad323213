//! Beliefs person by person, credit, rank, scales and trust.

use crate::measures::{AskedBlock, Score};

use super::*;
use Shown::{Nothing, Right, Wrong};

/// Participant p of four: `right[p]` of four trials right in each arm, all advice right but `wrong[p]` of them.
fn people(unaided: [usize; 4], aided: [usize; 4], wrong: [usize; 4]) -> TrialTable {
    let mut rows = Vec::new();
    for participant in 0..4 {
        for place in 0..4 {
            rows.push(trial(participant, place, Nothing, place < unaided[participant], 0));
            let shown = if place < wrong[participant] { Wrong } else { Right };
            rows.push(trial(participant, place + 4, shown, place < aided[participant], 0));
        }
    }
    table(rows)
}

fn answers(question: &str, values: [f64; 4]) -> Vec<SelfReport> {
    let answer = |(participant, value): (usize, f64)| report(participant, Phase::Final, question, value);
    values.into_iter().enumerate().map(answer).collect()
}

#[test]
fn those_who_believe_more_may_have_more() {
    let table = people([1, 2, 3, 4], [4, 4, 2, 2], [0, 1, 2, 3]);
    let reports = [
        answers("number-correct-unaided", [2.0, 2.5, 3.0, 3.5]),
        answers("number-correct-aided", [1.0, 1.0, 4.0, 4.0]),
        answers("advice-wrong", [3.0, 2.0, 1.0, 0.0]),
    ]
    .concat();
    let estimates = all(&table, &reports);
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    check("accuracy-unaided-tracking", 1.0);
    check("accuracy-unaided-tracking-slope", 0.5);
    check("accuracy-aided-tracking", -1.0);
    check("accuracy-aided-tracking-slope", -1.5);
    check("reliance-tracking", -1.0);
    check("reliance-tracking-slope", -1.0);
    // Believed minus actual accuracy of the AI, in quarters: -3, -1, 1, 3.
    check("trust-calibration", 0.0);
    // Gains in quarters: believed -1, -1.5, 1, 0.5; actual 3, 2, -1, -2.
    check("credit-accuracy-gap", 100.0 * (-4.0 - 3.5 + 2.0 + 2.5) / 16.0);
    check("credit-accuracy-tracking", -0.6);
}

#[test]
fn what_does_not_vary_can_not_be_tracked() {
    let table = people([1, 2, 3, 4], [4, 4, 2, 2], [1, 1, 1, 1]);
    let estimates = all(&table, &answers("advice-wrong", [0.0, 1.0, 2.0, 3.0]));
    for id in ["reliance-tracking", "reliance-tracking-slope"] {
        let found = find(&estimates, id);
        let why = "undefined: one of the two does not vary between participants";
        assert_eq!((found.value, found.notes[0].as_str()), (None, why));
    }
    let few = all(&table, &answers("advice-wrong", [0.0, 1.0, 2.0, 3.0])[..2]);
    assert!(find(&few, "reliance-tracking").notes[0].ends_with("2 of the 3 participants that it takes have both"));
}

#[test]
fn credit_for_speed_is_what_was_said_less_what_was_measured() {
    let mut table = people([4; 4], [4; 4], [0; 4]);
    // Everybody meets every alert both ways, a person's times with advice being 0.8, 0.7, 0.6, 0.5 of those without.
    for row in &mut table.rows {
        row.order = u32::try_from(1 + (row.item * 3 + row.participant) % 8).ok();
        row.item %= 4;
        let ratio = if row.arm == Arm::Aided { 0.8 - 0.1 * row.participant as f64 } else { 1.0 };
        row.time_s = Some(40.0 * ratio);
    }
    let stated = answers("speed-change", [-20.0, -30.0, -40.0, -50.0]);
    let estimates = all(&table, &stated);
    expect_value(&estimates, "credit-speed-tracking", Some(1.0));
    expect_value(&estimates, "credit-speed-tracking-slope", Some(1.0));
    let measured = find(&estimates, "speed-effect").value.expect("defined");
    expect_value(&estimates, "credit-speed-gap", Some(measured + 35.0));
    let minutes = [answers("minutes-unaided", [60.0; 4]), answers("minutes-aided", [48.0, 42.0, 36.0, 30.0])].concat();
    let estimates = all(&table, &minutes);
    expect_value(&estimates, "speed-tracking", Some(1.0));
    expect_value(&estimates, "speed-tracking-slope", Some(1.0));
    expect_value(&estimates, "credit-speed-gap", None);
}

#[test]
fn a_rank_that_was_asked_for_is_compared() {
    let table = people([4, 3, 1, 1], [4, 3, 1, 1], [0; 4]);
    // Actual ranks 1, 2, 3.5, 3.5.
    let estimates = all(&table, &answers("believed-rank", [1.0, 1.0, 2.0, 2.0]));
    expect_value(&estimates, "over-placement", Some((0.0 + 1.0 + 1.5 + 1.5) / 4.0));
    let none = all(&table, &[]);
    assert_eq!(find(&none, "over-placement").notes[0], "undefined: no question asked for a rank among the others");
}

fn score(participant: usize, block: Option<(usize, Arm)>, instrument: &str, value: f64) -> Score {
    Score {
        participant,
        phase: if block.is_some() { Phase::Block } else { Phase::Final },
        block: block.map(|(number, arm)| AskedBlock { number, arm }),
        instrument: instrument.into(),
        subscale: "total".into(),
        score: Some(value),
        items_answered: 1,
        items: 1,
    }
}

#[test]
fn scales_are_compared_by_arm() {
    let table = people([4; 4], [1, 2, 3, 4], [0; 4]);
    let scores = vec![
        score(0, Some((1, Arm::Unaided)), "raw-tlx", 60.0),
        score(0, Some((3, Arm::Unaided)), "raw-tlx", 40.0),
        score(0, Some((2, Arm::Aided)), "raw-tlx", 30.0),
        score(1, Some((1, Arm::Unaided)), "raw-tlx", 20.0),
        score(1, Some((2, Arm::Aided)), "raw-tlx", 50.0),
        score(2, Some((1, Arm::Unaided)), "raw-tlx", 80.0),
        score(0, None, "trust", 1.0),
        score(1, None, "trust", 2.0),
        score(2, None, "trust", 5.0),
        score(3, None, "trust", 7.0),
    ];
    let plan = plan();
    let estimates = estimates(&Sample::new(&table, &table, &[], &plan).with_scores(scores));
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    check("score-raw-tlx-total-unaided", 50.0);
    check("score-raw-tlx-total-aided", 40.0);
    check("score-raw-tlx-total-difference", f64::midpoint(-20.0, 30.0));
    assert_eq!(find(&estimates, "score-raw-tlx-total-difference").participants, 2);
    check("score-trust-total-final", 15.0 / 4.0);
    check("trust-agreement", 1.0);
    expect_value(&estimates, "trust-over-reliance", None);
    assert!(!estimates.iter().any(|estimate| estimate.id == "score-trust-total-aided"));
}
