//! Signals, criteria and confidence.

use super::*;
use Shown::{Nothing, Right, Wrong};

/// As many trials as counts of (signal, yes) say, on alerts of their own.
fn counted(participant: usize, shown: impl Fn(bool) -> Shown, counts: [(bool, bool, usize); 4]) -> Vec<TrialRow> {
    let mut rows = Vec::new();
    for (signal, yes, count) in counts {
        for _ in 0..count {
            let item = 2 * rows.len() + usize::from(!signal);
            rows.push(trial(participant, item, shown(signal), signal == yes, 0));
        }
    }
    rows
}

fn responses(hits: usize, misses: usize, false_alarms: usize, correct_rejections: usize) -> [(bool, bool, usize); 4] {
    [(true, true, hits), (true, false, misses), (false, true, false_alarms), (false, false, correct_rejections)]
}

/// d' and c by an own Python program with `scipy.stats.norm.ppf`, log-linear correction; first entry of `sdt`.
#[test]
fn sensitivity_and_criterion_agree_with_python() {
    let estimates = all(&table(counted(0, |_| Nothing, responses(35, 5, 12, 28))), &[]);
    for suffix in ["", "-per-participant"] {
        let value = |id: &str| find(&estimates, &format!("{id}{suffix}")).value.expect("defined");
        assert!((value("d-prime-unaided") - 1.617_424_523_201_126_8).abs() < 1e-9);
        assert!((value("criterion-unaided") + 0.298_290_618_937_344_54).abs() < 1e-9);
        expect_value(&estimates, &format!("d-prime-aided{suffix}"), None);
        expect_value(&estimates, &format!("over-trust-index{suffix}"), None);
    }
}

/// c by `statistics.NormalDist` of Python 3.11 at 18.5/21 and 6.5/9, and at 3.5/9 and 2.5/21.
const OBSERVED_ACT: f64 = -0.884_608_457_730_819;
const OBSERVED_CLOSE: f64 = 0.730_988_632_337_184;

/// One person: unaided as above; at advice to act 18, 2, 6, 2 and to close 3, 5, 2, 18 of hits, misses, false alarms and rejections.
#[test]
fn the_index_is_the_observed_less_the_deserved_shift() {
    let mut rows = counted(0, |_| Nothing, responses(35, 5, 12, 28));
    let act = |signal: bool| if signal { Right } else { Wrong };
    let close = |signal: bool| if signal { Wrong } else { Right };
    rows.extend(counted(0, act, responses(18, 2, 6, 2)));
    rows.extend(counted(0, close, responses(3, 5, 2, 18)));
    let estimates = all(&table(rows), &[]);
    let observed = OBSERVED_CLOSE - OBSERVED_ACT;
    // PD is 20/28, PFA 8/28.
    let deserved = 2.0 * 2.5_f64.ln() / 1.617_424_523_201_126_8;
    for suffix in ["", "-per-participant"] {
        let value = |id: &str| find(&estimates, &format!("{id}{suffix}")).value.expect("defined");
        assert!((value("criterion-advised-act") - OBSERVED_ACT).abs() < 1e-6);
        assert!((value("criterion-advised-close") - OBSERVED_CLOSE).abs() < 1e-6);
        assert!((value("criterion-shift") - observed).abs() < 1e-6);
        assert!((value("optimal-shift") - deserved).abs() < 1e-6);
        assert!((value("over-trust-index") - (observed - deserved)).abs() < 1e-6);
    }
    assert_eq!(find(&estimates, "over-trust-index").trials, 136);
    assert!(find(&estimates, "over-trust-index").notes[0].starts_with("the headline"));
}

#[test]
fn pooling_people_is_not_averaging_them() {
    let mut rows = counted(0, |_| Nothing, responses(9, 1, 1, 9));
    rows.extend(counted(1, |_| Nothing, responses(5, 5, 5, 5)));
    rows.extend(counted(2, |_| Nothing, responses(3, 1, 0, 0)));
    let estimates = all(&table(rows), &[]);
    let own = find(&estimates, "d-prime-unaided-per-participant");
    // The second is at chance, the third met no harmless alert.
    let first = all(&table(counted(0, |_| Nothing, responses(9, 1, 1, 9))), &[]);
    let alone = find(&first, "d-prime-unaided").value.expect("defined");
    assert!((own.value.expect("defined") - alone / 2.0).abs() < 1e-9);
    assert_eq!((own.participants, own.trials), (2, 40));
    let together = all(&table(counted(0, |_| Nothing, responses(17, 7, 6, 14))), &[]);
    let pooled = find(&together, "d-prime-unaided").value;
    expect_value(&estimates, "d-prime-unaided", pooled);
}

/// `nR_S1`, `nR_S2` and their fit by an own maximum likelihood in Python, equal to metadpy.
#[test]
fn people_with_trials_enough_have_a_meta_d_prime() {
    let counts = [[52, 32, 35, 37, 26, 12, 4, 2], [2, 5, 15, 22, 33, 38, 40, 45]];
    let mut rows = Vec::new();
    for (noise, counts) in [(true, counts[0]), (false, counts[1])] {
        for (cell, count) in counts.into_iter().enumerate() {
            let yes = cell >= 4;
            let level = if yes { cell - 4 } else { 3 - cell };
            for _ in 0..count {
                let item = 2 * rows.len() + usize::from(noise);
                let row = trial(0, item, Nothing, yes != noise, 0);
                rows.push(TrialRow { confidence: Some(60.0 + 10.0 * level as f64), ..row });
            }
        }
    }
    rows.extend((0..30).map(|item| trial(1, item, Nothing, item % 5 > 0, 0)));
    let finer = rows.iter().enumerate().map(|(index, row)| TrialRow {
        confidence: row.confidence.map(|confidence| confidence + (index % 5) as f64),
        ..row.clone()
    });
    let in_tenths = find(&all(&table(finer.collect()), &[]), "meta-d-prime-unaided").value.expect("defined");
    assert!((in_tenths - 1.633_759_686_296_750_5).abs() < 1e-6, "many levels are taken in tenths: {in_tenths}");
    let estimates = all(&table(rows), &[]);
    let value = |id: &str| find(&estimates, id).value.expect("defined");
    assert!((value("meta-d-prime-unaided") - 1.633_759_686_296_750_5).abs() < 1e-6);
    assert!((value("m-ratio-unaided") - 1.064_342_702_899_116_8).abs() < 1e-6);
    let found = find(&estimates, "meta-d-prime-unaided");
    assert_eq!(found.participants, 1);
    assert_eq!(found.notes[0], "1 participants with fewer than 100 trials are refused");
    expect_value(&estimates, "meta-d-prime-aided", None);
    assert_eq!(find(&estimates, "m-ratio-aided").notes[0], "undefined: no confidence was stated with advice");
}

/// 0.9 right, 0.9 wrong, 0.6 right, 0.6 right, 0.65 wrong.
#[test]
fn confidence_is_compared_with_decisions() {
    let stated = |item: usize, confidence: f64, correct: bool| TrialRow {
        confidence: Some(confidence),
        ..trial(item, item, Nothing, correct, 0)
    };
    let rows = vec![
        stated(0, 90.0, true),
        stated(1, 90.0, false),
        stated(2, 60.0, true),
        stated(3, 60.0, true),
        stated(4, 65.0, false),
        TrialRow { confidence: None, ..trial(5, 5, Nothing, false, 0) },
    ];
    let estimates = all(&table(rows), &[]);
    let check = |id: &str, expect: f64| expect_value(&estimates, id, Some(expect));
    check("brier-score-unaided", (0.01 + 0.81 + 0.16 + 0.16 + 0.4225) / 5.0);
    let (stated, right) = (1.85 / 3.0, 2.0 / 3.0);
    check("calibration-error-unaided", (2.0 * 0.4 + 3.0 * (right - stated)) / 5.0);
    assert_eq!(find(&estimates, "calibration-error-unaided").p, None, "it is never below zero: nothing is tested");
    check("brier-reliability-unaided", (2.0 * 0.16 + 3.0 * (right - stated).powi(2)) / 5.0);
    check("brier-resolution-unaided", (2.0 * 0.01 + 3.0 * (right - 0.6_f64).powi(2)) / 5.0);
    check("brier-uncertainty-unaided", 0.24);
    let spread = 2.0 * (0.6 - stated).powi(2) + (0.65 - stated).powi(2);
    check("brier-variance-within-unaided", spread / 5.0);
    let product = 2.0 * (0.6 - stated) * (1.0 - right) + (0.65 - stated) * (0.0 - right);
    check("brier-covariance-within-unaided", 2.0 * product / 5.0);
    check("over-confidence-unaided", 100.0 * (0.73 - 0.6));
    // Of six pairs: 0.9 over 0.65 and a tie at 0.9; both 0.6 below.
    check("auroc2-unaided", 1.5 / 6.0);
    assert_eq!(find(&estimates, "brier-score-unaided").trials, 5);
    let bins = &find(&estimates, "calibration-error-unaided").notes[0];
    assert!(bins.starts_with("trials in the bins from 0 to 1: 0, 0, 0, 0, 0, 0, 3, 0, 0, 2;"), "{bins}");
    let none = find(&estimates, "brier-score-aided");
    assert_eq!((none.value, none.notes[0].as_str()), (None, "undefined: no confidence was stated with advice"));
}
