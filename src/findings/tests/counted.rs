//! Shares, differences and counts.

use super::*;
use Shown::{Nothing, Right, Wrong};

/// Three participants on alerts 0 and 2 (attacks), 1 and 3 (harmless).
fn small() -> TrialTable {
    table(vec![
        trial(0, 0, Nothing, true, 2),
        trial(0, 1, Nothing, false, 2),
        trial(0, 2, Right, true, 0),
        trial(0, 3, Wrong, false, 0),
        trial(1, 2, Nothing, false, 1),
        trial(1, 3, Nothing, true, 3),
        trial(1, 0, Wrong, false, 2),
        trial(1, 1, Right, false, 1),
        trial(2, 0, Nothing, true, 2),
        trial(2, 3, Nothing, true, 2),
        trial(2, 2, Wrong, true, 3),
        trial(2, 1, Right, true, 1),
    ])
}

#[test]
fn shares_carry_what_they_count() {
    let estimates = all(&small(), &[]);
    let check = |id: &str, numerator: f64, denominator: f64| {
        let found = find(&estimates, id);
        let trials = Some(found.trials as f64);
        assert_eq!(
            (found.numerator, found.denominator, trials),
            (Some(numerator), Some(denominator), Some(denominator)),
            "{id}"
        );
        expect_value(&estimates, id, Some(numerator / denominator));
    };
    check("over-reliance", 2.0, 3.0);
    check("under-reliance", 1.0, 3.0);
    check("commission-rate", 1.0, 1.0);
    check("omission-rate", 1.0, 2.0);
    check("missed-attacks-unaided", 1.0, 3.0);
    check("missed-attacks-aided", 1.0, 3.0);
    check("wasted-escalations-unaided", 1.0, 3.0);
    check("wasted-escalations-aided", 2.0, 3.0);
    check("agreement", 4.0, 6.0);
    check("blind-acceptance", 2.0, 6.0);
    check("decisive-opened-unaided", 5.0, 6.0);
    check("decisive-opened-aided", 2.0, 6.0);
}

#[test]
fn differences_compare_the_same_alerts() {
    let estimates = all(&small(), &[]);
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    // By alert, aided minus unaided: 0 - 1, 1/2 - 0, 1 - 0, 0 - 1, three trials each.
    check("accuracy-effect", -12.5);
    check("accuracy-right-advice", 100.0 * (1.0 + 2.0 * 0.5) / 3.0);
    check("accuracy-wrong-advice", -100.0 / 3.0);
    check("attributable-bias", 100.0 / 3.0);
    check("discernment", 0.0);
    check("evidence-opened-unaided", 2.0);
    check("evidence-opened-aided", 7.0 / 6.0);
    check("sampling-gap", (0.0 + 1.0 - 0.5 + 2.5) / 4.0);
    assert!(find(&estimates, "attributable-bias").notes[0].contains("2 of 3 with wrong advice, 1 of 5 unaided"));
}

#[test]
fn an_alert_without_its_counterpart_does_not_enter() {
    let rows = vec![
        trial(0, 0, Nothing, true, 0),
        trial(1, 0, Wrong, false, 0),
        trial(1, 1, Wrong, true, 0),
        trial(0, 2, Nothing, false, 0),
    ];
    let estimates = all(&table(rows), &[]);
    expect_value(&estimates, "attributable-bias", Some(100.0));
    let bias = find(&estimates, "attributable-bias");
    assert_eq!((bias.participants, bias.items, bias.trials), (2, 1, 2));
    assert!(bias.notes.iter().any(|note| note.starts_with("2 alerts were not met both ways")), "{:?}", bias.notes);
}

#[test]
fn nothing_of_nothing_is_missing() {
    let unaided = (0..3).map(|participant| trial(participant, participant, Nothing, true, 1)).collect();
    let estimates = all(&table(unaided), &[]);
    for estimate in &estimates {
        let defined = [
            "missed-attacks-unaided",
            "wasted-escalations-unaided",
            "decisive-opened-unaided",
            "evidence-opened-unaided",
            "right-decisions-per-hour-unaided",
            "attacks-found-per-minute-unaided",
            "false-escalations-per-minute-unaided",
            "recall-unaided",
            "accuracy-three-classes-unaided",
            "right-reason-unaided",
            "d-prime-unaided",
            "criterion-unaided",
            "brier-score-unaided",
            "calibration-error-unaided",
            "brier-reliability-unaided",
            "brier-resolution-unaided",
            "brier-uncertainty-unaided",
            "brier-variance-within-unaided",
            "brier-covariance-within-unaided",
            "over-confidence-unaided",
        ];
        assert_eq!(estimate.value.is_some(), defined.contains(&estimate.id.as_str()), "{}", estimate.id);
        if estimate.value.is_none() {
            assert_eq!((estimate.low, estimate.high), (None, None));
            assert!(estimate.notes[0].starts_with("undefined: ") && estimate.notes[0].len() > 15, "{estimate:?}");
        }
    }
    assert!(all(&TrialTable::default(), &[]).iter().all(|estimate| estimate.value.is_none()));
}

#[test]
fn an_interval_of_one_value_is_none() {
    let estimates = all(&small(), &[]);
    let commission = find(&estimates, "commission-rate");
    assert_eq!((commission.value, commission.low, commission.high), (Some(1.0), None, None));
    assert!(commission.notes.iter().any(|note| note.starts_with("no interval")), "{:?}", commission.notes);
    let bias = find(&estimates, "attributable-bias");
    assert!(bias.low < bias.value && bias.value < bias.high, "{bias:?}");
    assert!(bias.beside[0].method.contains("participants resampled alone"), "{:?}", bias.beside);
    assert!(bias.notes.iter().any(|note| note.starts_with("fewer than 8 participants")), "{:?}", bias.notes);
}

/// With binary verdicts, accuracy = q A1 + (1 - q)(1 - A0), where q is the share of right advice and A1, A0 the adherence to right
/// and to wrong advice.
#[test]
fn accuracy_follows_from_adherence() {
    for seed in 0..20_usize {
        let rows: Vec<TrialRow> = (0..60)
            .map(|index| {
                let mixed = (index * 7919 + seed * 104_729) % 1009;
                let shown = [Nothing, Right, Right, Wrong][mixed % 4];
                trial(index / 10, index % 10, shown, mixed / 4 % 3 > 0, (mixed % 3) as u32)
            })
            .collect();
        let aided: Vec<&TrialRow> = rows.iter().filter(|row| row.arm == Arm::Aided).collect();
        let accuracy = aided.iter().filter(|row| row.correct()).count() as f64 / aided.len() as f64;
        let right = aided.iter().filter(|row| row.advice_correct() == Some(true)).count() as f64 / aided.len() as f64;
        let estimates = all(&table(rows), &[]);
        let value = |id| find(&estimates, id).value.expect("advice of both kinds");
        let composed = right * (1.0 - value("under-reliance")) + (1.0 - right) * (1.0 - value("over-reliance"));
        assert!((accuracy - composed).abs() < 1e-12);
    }
}
