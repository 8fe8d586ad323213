//! Where a condition has only one outcome, or the aided arm stays silent.

use super::Shown::{Nothing, Right, Wrong};
use super::{Shown, expect_value, find, plan, table, trial};
use crate::assignment::Arm;
use crate::findings::roll_out::roll_out;
use crate::findings::{Estimate, Sample, estimates};
use crate::measures::{TrialRow, TrialTable};
use crate::study::{Inference, Plan};

/// Twelve people on twelve alerts, a third of the trials without advice, with right and with wrong advice each.
fn crossed(correct: impl Fn(usize, usize, Shown) -> bool) -> Vec<TrialRow> {
    let shown = |person: usize, item: usize| [Nothing, Right, Wrong][(person + item / 2) % 3];
    let row = |person: usize, item: usize| {
        let shown = shown(person, item);
        let time = 30.0 + ((person * 7 + item * 5) % 11) as f64;
        let order = Some(((item * 5 + person) % 12 + 1) as u32);
        TrialRow { time_s: Some(time), order, ..trial(person, item, shown, correct(person, item, shown), 1) }
    };
    (0..12).flat_map(|person| (0..12).map(move |item| row(person, item))).collect()
}

fn with_models() -> Plan {
    Plan { inference: Inference::MixedModels, ..plan() }
}

fn all(table: &TrialTable) -> Vec<Estimate> {
    let plan = with_models();
    estimates(&Sample::new(table, table, &[], &plan))
}

/// Now and then, without a pattern that a model could follow.
fn seldom(person: usize, item: usize) -> bool {
    (person * 13 + item * 29 + person * item).is_multiple_of(5)
}

#[test]
fn where_nobody_misses_an_attack_with_right_advice_the_roll_out_says_so() {
    let always = crossed(|person, item, shown| shown == Right || seldom(person, item) == (shown == Wrong));
    let (table, plan) = (table(always), with_models());
    let sample = Sample::new(&table, &table, &[], &plan);
    let found = roll_out(&sample).expect("a roll-out");
    assert!(found.missed.right.value.abs() < 1e-12);
    assert!(found.missed.right.high > 0.05 && found.missed.right.high < 0.5, "{:?}", found.missed.right);
    assert!(found.method.contains("raw shares"), "{}", found.method);
    let estimates = all(&table);
    let rate = find(&estimates, "break-even-missed-attacks");
    assert!(rate.value.is_some_and(|rate| (0.0..1.0).contains(&rate)), "{rate:?}");
    assert!(rate.notes.iter().any(|note| note.contains("raw shares")), "{:?}", rate.notes);
}

#[test]
fn an_aided_trial_without_advice_is_no_baseline_of_time() {
    let spoken = crossed(|person, item, _| !seldom(person, item));
    let mut with_silence = spoken.clone();
    let silent = |row: &&TrialRow| row.arm == Arm::Unaided && row.item < 4;
    with_silence.extend(spoken.iter().filter(silent).map(|row| TrialRow {
        arm: Arm::Aided,
        time_s: Some(400.0),
        ..row.clone()
    }));
    let (without, with) = (super::all(&table(spoken), &[]), super::all(&table(with_silence), &[]));
    for id in ["speed-effect-right-advice", "speed-effect-wrong-advice"] {
        let expect = find(&without, id).value;
        assert!(expect.is_some(), "{id}");
        expect_value(&with, id, expect);
    }
    assert!(find(&with, "speed-effect").value > find(&without, "speed-effect").value);
}
