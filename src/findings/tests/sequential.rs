//! Own verdicts before advice, and what became of them.

use super::*;
use Shown::{Nothing, Right, Wrong};

/// A trial of a two-step study: whether the own verdict was right, and whether the last one is.
fn revised(participant: usize, item: usize, shown: Shown, before: bool, after: bool) -> TrialRow {
    let row = trial(participant, item, shown, after, 0);
    let own = trial(participant, item, shown, before, 0).decision;
    TrialRow { course: TrialCourse { initial: own, initial_confidence: Some(80.0), ..row.course.clone() }, ..row }
}

/// The 28 pathologists of Rosbach et al., 20 images each, from the counts of their trials: `rosbach_abtp_cut25` of an own Python
/// program, verdicts from the estimates cut at 25 %.
#[test]
fn the_pathologists() {
    let mut kinds = Vec::new();
    for (shown, before, after, count) in [
        (Right, false, true, 29),
        (Right, false, false, 4),
        (Right, true, true, 382),
        (Right, true, false, 5),
        (Wrong, true, true, 37),
        (Wrong, true, false, 38),
        (Wrong, false, true, 9),
        (Wrong, false, false, 56),
    ] {
        kinds.extend(std::iter::repeat_n((shown, before, after), count));
    }
    let rows = kinds.into_iter().enumerate();
    let rows = rows.map(|(place, (shown, before, after))| revised(place % 28, place / 28, shown, before, after));
    let estimates = all(&table(rows.collect()), &[]);
    let check = |id: &str, expect: f64| {
        let value = find(&estimates, id).value.expect("defined");
        assert!((value - expect).abs() < 1e-9, "{id}: {value} is not {expect}");
    };
    check("agreement", 0.901_785_714_285_714_3);
    check("switch-fraction", 0.620_370_370_370_370_3);
    check("relative-ai-reliance", 0.878_787_878_787_878_8);
    check("relative-self-reliance", 0.493_333_333_333_333_35);
    check("over-reliance", 0.671_428_571_428_571_4);
    check("under-reliance", 0.021_428_571_428_571_43);
    check("negative-consultation-per-trial", 38.0 / 560.0);
    check("negative-consultation-per-opportunity", 38.0 / 75.0);
    check("positive-consultation", 29.0 / 560.0);
    let fraction = |id: &str| (find(&estimates, id).numerator, find(&estimates, id).denominator);
    assert_eq!(fraction("switch-fraction"), (Some(67.0), Some(108.0)));
    assert_eq!(fraction("relative-ai-reliance"), (Some(29.0), Some(33.0)));
    assert_eq!(fraction("relative-self-reliance"), (Some(37.0), Some(75.0)));
}

#[test]
fn advice_that_comes_with_the_alert_leaves_these_without_a_value() {
    let rows = vec![trial(0, 0, Right, true, 0), trial(0, 1, Wrong, false, 0), trial(1, 0, Nothing, true, 0)];
    let estimates = all(&table(rows), &[report(0, Phase::Final, "advice-followed", 1.0)]);
    for id in [
        "negative-consultation-per-trial",
        "negative-consultation-per-opportunity",
        "positive-consultation",
        "switch-fraction",
        "relative-ai-reliance",
        "relative-self-reliance",
        "weight-of-advice-median",
        "weight-of-advice-mean",
        "followed-gap",
    ] {
        let estimate = find(&estimates, id);
        let why = "undefined: no own verdict was asked for before advice";
        assert_eq!((estimate.value, estimate.notes[0].as_str()), (None, why), "{id}");
    }
}

/// Probabilities of needing action; alert 0 is an attack, alert 1 harmless.
#[test]
fn weight_of_advice_is_the_way_gone() {
    let course = |row: &TrialRow, confidence: f64, stated: Option<u8>| TrialCourse {
        initial_confidence: Some(confidence),
        stated_confidence: stated,
        ..row.course.clone()
    };
    let with = |row: TrialRow, before: f64, after: f64, stated: Option<u8>| TrialRow {
        confidence: Some(after),
        course: course(&row, before, stated),
        ..row
    };
    let rows = vec![
        // From 0.2 to 0.6 of 1: half of the way.
        with(revised(0, 0, Right, false, true), 80.0, 60.0, None),
        // From 0.7 to 0.5 of 0.9: away from it.
        with(revised(1, 0, Right, true, true), 70.0, 50.0, Some(90)),
        // From 0.4 to 0.1 of 0: three quarters.
        with(revised(2, 1, Right, true, true), 60.0, 90.0, None),
        // The advice says what was said: nothing to move.
        with(revised(3, 0, Right, true, true), 90.0, 95.0, Some(90)),
        // From 0.2 to 0.1 of 1, on a harmless alert: -1/8.
        with(revised(4, 1, Wrong, true, true), 80.0, 90.0, None),
    ];
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "weight-of-advice-median", Some((0.5 - 0.125) / 2.0));
    expect_value(&estimates, "weight-of-advice-mean", Some((0.5 + 0.75) / 4.0));
    let median = find(&estimates, "weight-of-advice-median");
    assert_eq!((median.trials, median.notes[0].as_str()), (4, "2 of 4 values lie outside 0 to 1"));
}

#[test]
fn following_against_the_own_judgement_is_compared_with_what_is_believed() {
    let mut rows = Vec::new();
    let mut answers = Vec::new();
    // Participant p followed against the own judgement p times of 4, and believes 2p + 1 times of 4.
    for participant in 0..3 {
        for item in 0..4 {
            rows.push(revised(participant, item, Right, item >= participant, true));
        }
        answers.push(report(participant, Phase::Final, "advice-followed", 2.0 * participant as f64 + 1.0));
    }
    let estimates = all(&table(rows), &answers);
    expect_value(&estimates, "followed-gap", Some(100.0 * (1.0 + 2.0 + 3.0) / 12.0));
    expect_value(&estimates, "followed-tracking", Some(1.0));
    expect_value(&estimates, "followed-tracking-slope", Some(2.0));
}

/// Time after advice: in two steps, what is left of the active time after the own verdict.
#[test]
fn time_after_advice_starts_at_the_own_verdict() {
    let timed = |item: usize, before: f64, whole: f64| {
        let row = revised(0, item, Right, true, true);
        TrialRow { time_s: Some(whole), course: TrialCourse { initial_s: Some(before), ..row.course.clone() }, ..row }
    };
    let mut sequential = table(vec![timed(0, 20.0, 24.0), timed(1, 30.0, 39.0)]);
    expect_value(&all(&sequential, &[]), "time-after-advice-right-advice", Some((24.0_f64 * 39.0).sqrt()));
    let condition = crate::study::Condition { timing: crate::study::AdviceTiming::Sequential, ..Default::default() };
    sequential.conditions = vec![condition];
    expect_value(&all(&sequential, &[]), "time-after-advice-right-advice", Some(6.0));
    expect_value(&all(&sequential, &[]), "time-after-advice-wrong-advice", None);
}
