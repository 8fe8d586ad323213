//! Times, beliefs about them, and beliefs about decisions.

use super::*;
use Shown::{Nothing, Right, Wrong};

/// Sixteen people on sixteen alerts, each alert half of the time with advice (every fourth of it wrong), without any noise: advice
/// multiplies times by `right` or `wrong`, practice shortens them by order^-0.27.
fn timed(right: f64, wrong: f64) -> TrialTable {
    let rows =
        (0..16).flat_map(|participant| (0..16).map(move |item| (participant, item))).map(|(participant, item)| {
            let shown = match (participant + item) % 8 {
                0 | 2 | 4 => Right,
                6 => Wrong,
                _ => Nothing,
            };
            let order = (5 * item + 3 * participant) % 16 + 1;
            let factor = match shown {
                Nothing => 1.0,
                Right => right,
                Wrong => wrong,
            };
            let person_and_alert = (3.0 + 0.1 * participant as f64 - 0.05 * (item % 5) as f64).exp();
            let time_s = person_and_alert * factor * (order as f64).powf(-0.27);
            TrialRow { time_s: Some(time_s), order: Some(order as u32), ..trial(participant, item, shown, true, 1) }
        });
    table(rows.collect())
}

fn minutes(participant: usize, phase: Phase, ratio: f64) -> [SelfReport; 2] {
    [report(participant, phase, "minutes-unaided", 100.0), report(participant, phase, "minutes-aided", 100.0 * ratio)]
}

/// Becker et al. (2025): measured +19 %, forecast -24 %, believed afterwards -20 %.
#[test]
fn the_perception_gap_of_the_developers() {
    let beliefs: Vec<SelfReport> = (0..16)
        .flat_map(|participant| {
            [minutes(participant, Phase::Forecast, 0.76), minutes(participant, Phase::Final, 0.80)].concat()
        })
        .collect();
    let estimates = all(&timed(1.19, 1.19), &beliefs);
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    check("speed-effect", 19.0);
    check("believed-speed-forecast", -24.0);
    check("believed-speed-retrospective", -20.0);
    check("speed-gap-forecast", (1.19_f64 / 0.76).ln());
    check("speed-gap-forecast-factor", 1.19 / 0.76);
    check("speed-gap-forecast-points", 43.0);
    check("speed-gap-retrospective", (1.19_f64 / 0.80).ln());
    check("speed-gap-retrospective-factor", 1.19 / 0.80);
    check("speed-gap-retrospective-points", 39.0);
    let rounded = |id: &str| find(&estimates, id).value.map(|value| (100.0 * value).round() / 100.0);
    assert_eq!(
        (rounded("speed-gap-forecast-factor"), rounded("speed-gap-retrospective-factor")),
        (Some(1.57), Some(1.49))
    );
}

#[test]
fn right_and_wrong_advice_have_their_own_speed() {
    let estimates = all(&timed(0.7, 1.3), &[]);
    expect_value(&estimates, "speed-effect-right-advice", Some(-30.0));
    expect_value(&estimates, "speed-effect-wrong-advice", Some(30.0));
    let whole = find(&all(&timed(0.7, 0.7), &[]), "speed-effect").clone();
    assert!(whole.notes.iter().any(|note| note == "practice: time changes as order^-0.27"), "{:?}", whole.notes);
}

#[test]
fn only_those_who_answered_enter_a_gap() {
    let answers =
        [minutes(3, Phase::Final, 0.5), minutes(4, Phase::Final, 0.5), minutes(9, Phase::Final, 2.0)].concat();
    let estimates = all(&timed(1.1, 1.1), &answers);
    let gap = find(&estimates, "speed-gap-retrospective");
    assert_eq!((gap.participants, gap.trials), (3, 48));
    assert!(gap.notes.contains(&"13 of 16 participants do not enter".to_owned()), "{:?}", gap.notes);
    expect_value(&estimates, "speed-gap-retrospective", Some(1.1_f64.ln() - 0.5_f64.ln() / 3.0));
    expect_value(&estimates, "believed-speed-retrospective", Some(100.0 * (0.5_f64.cbrt() - 1.0)));
    expect_value(&estimates, "speed-gap-forecast", None);
    assert_eq!(find(&estimates, "speed-gap-forecast").notes[0], "undefined: nobody answered the question");
}

#[test]
fn plain_percentages_are_averaged() {
    let stated = |phase, values: &[f64]| -> Vec<SelfReport> {
        values.iter().enumerate().map(|(who, value)| report(who, phase, "speed-change", *value)).collect()
    };
    let answers = [stated(Phase::Final, &[-30.0, -10.0, 10.0]), stated(Phase::Forecast, &[50.0])].concat();
    expect_value(&all(&timed(1.0, 1.0), &answers), "stated-speed-change", Some(-10.0));
}

#[test]
fn believed_counts_are_compared_with_actual_ones() {
    let rows = vec![
        trial(0, 0, Nothing, true, 0),
        trial(0, 1, Nothing, false, 0),
        trial(0, 2, Wrong, false, 0),
        trial(0, 3, Right, true, 0),
        trial(1, 2, Nothing, true, 0),
        trial(1, 3, Nothing, true, 0),
        trial(1, 0, Wrong, false, 0),
        trial(1, 1, Wrong, true, 0),
        trial(2, 0, Nothing, true, 0),
    ];
    let answers = [
        report(0, Phase::Final, "number-correct-unaided", 2.0),
        report(1, Phase::Final, "number-correct-unaided", 1.0),
        report(1, Phase::Final, "number-correct-aided", 2.0),
        report(0, Phase::Final, "advice-wrong", 0.0),
        report(1, Phase::Final, "advice-wrong", 3.0),
        report(2, Phase::Final, "number-correct-aided", 9.0),
    ];
    let estimates = all(&table(rows), &answers);
    // (2 - 1)/2 and (1 - 2)/2; (2 - 1)/2, the third had no such trial; 0 - 1 and 3 - 2.
    expect_value(&estimates, "accuracy-gap-unaided", Some(0.0));
    expect_value(&estimates, "accuracy-gap-aided", Some(50.0));
    expect_value(&estimates, "reliance-gap", Some(0.0));
    let notes = &find(&estimates, "accuracy-gap-aided").notes;
    assert_eq!(notes[0], "on average 2.0 of 2.0 believed right, 1.0 were");
    let notes = &find(&estimates, "reliance-gap").notes;
    assert_eq!(notes[0], "on average 1.5 advices believed wrong, 1.5 wrong ones shown");
}

#[test]
fn tracking_is_about_order() {
    let check = |believed: &[f64], expect: Option<f64>| {
        // Participant p gains more with advice the larger p is.
        let mut table = timed(1.0, 1.0);
        for row in table.rows.iter_mut().filter(|row| row.arm == Arm::Aided) {
            row.time_s = row.time_s.map(|seconds| seconds * (-0.9 * row.participant as f64).exp());
        }
        let answers: Vec<SelfReport> =
            believed.iter().enumerate().flat_map(|(who, ratio)| minutes(who, Phase::Final, *ratio)).collect();
        expect_value(&all(&table, &answers), "speed-tracking", expect);
    };
    check(&[0.9, 0.8, 0.7, 0.6], Some(1.0));
    check(&[0.6, 0.7, 0.8, 0.9], Some(-1.0));
    check(&[0.6, 0.6, 0.6], None);
    check(&[0.6, 0.7], None);
}
