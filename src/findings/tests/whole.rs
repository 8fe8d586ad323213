//! From events to findings.

use crate::findings::{Context, Findings, analyze};
use crate::measures::Participation;
use crate::measures::example::{Act, Session, study};
use crate::study::{Page, Study};

use super::*;

/// Participants who follow wrong advice more often than not, look less when advised, and think that they were faster.
fn participations(study: &Study, count: u64) -> Vec<Participation> {
    let play = |number: u64| {
        let act = move |row: &TrialRow| {
            let chance = (number as usize * 31 + row.item * 17 + row.order.unwrap_or(0) as usize * 7) % 10;
            let misled = row.advice_correct() == Some(false) && chance < 6 || row.advice.is_none() && chance < 2;
            let other = if row.truth.needs_action() { Verdict::FalsePositive } else { Verdict::TruePositive };
            let practice = f64::from(row.order.unwrap_or(1)).powf(-0.27);
            let speed = if row.arm == Arm::Aided { 0.9 } else { 1.0 };
            Act {
                verdict: misled.then_some(other),
                seconds: 60.0 * practice * speed * (1.0 + 0.05 * chance as f64),
                opened: if row.arm == Arm::Aided { &["B"] } else { &["A", "B"] },
                ..Act::default()
            }
        };
        let believed = [("minutes-unaided", 90.0), ("minutes-aided", 40.0 + number as f64)];
        let last = [
            ("number-correct-unaided", 6.0),
            ("number-correct-aided", 7.0),
            ("advice-wrong", 1.0),
            ("speed-change", -40.0),
        ];
        Session::new(study, number)
            .answer(Page::Forecast, &believed)
            .play(act)
            .finish(&[&believed[..], &last[..]].concat())
    };
    (0..count).map(play).collect()
}

fn analyzed(threads: usize, participants: u64) -> Findings {
    let study = study(16);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| analyze(&study, &participations(&study, participants), Context::default()))
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let json = |threads| serde_json::to_string(&analyzed(threads, 10)).expect("findings are plain data");
    assert_eq!(json(1), json(3));
}

#[test]
fn every_estimate_stands_in_its_place() {
    let ids: Vec<String> = analyzed(2, 3).estimates.into_iter().map(|estimate| estimate.id).collect();
    let expect = "speed-effect speed-effect-right-advice speed-effect-wrong-advice speed-effect-attacks \
                  speed-effect-harmless deadline-expiries-unaided deadline-expiries-aided right-decisions-per-hour-unaided \
                  right-decisions-per-hour-aided right-decisions-per-hour-ratio attacks-found-per-minute-unaided \
                  attacks-found-per-minute-aided false-escalations-per-minute-unaided false-escalations-per-minute-aided \
                  recall-unaided recall-aided accuracy-effect accuracy-right-advice accuracy-wrong-advice attributable-bias break-even-error-rate break-even-missed-attacks \
                  complementarity accuracy-three-classes-unaided accuracy-three-classes-aided misled-elsewhere \
                  over-reliance under-reliance commission-rate omission-rate first-failure silent-omission-rate \
                  missed-attacks-unaided missed-attacks-aided wasted-escalations-unaided wasted-escalations-aided missed-attacks-effect \
                  wasted-escalations-effect agreement \
                  discernment blind-acceptance negative-consultation-per-trial negative-consultation-per-opportunity \
                  positive-consultation switch-fraction relative-ai-reliance relative-self-reliance weight-of-advice-median \
                  weight-of-advice-mean decisive-opened-unaided decisive-opened-aided evidence-opened-unaided \
                  evidence-opened-aided sampling-gap time-after-advice-right-advice time-after-advice-wrong-advice \
                  right-reason-unaided right-reason-aided adherence-before-wrong-1 adherence-before-wrong-2 \
                  adherence-before-wrong-3 adherence-after-wrong-1 adherence-after-wrong-2 adherence-after-wrong-3 \
                  adherence-change speed-gap-forecast speed-gap-forecast-factor speed-gap-forecast-points \
                  speed-gap-retrospective speed-gap-retrospective-factor speed-gap-retrospective-points \
                  believed-speed-forecast believed-speed-retrospective stated-speed-change accuracy-gap-unaided \
                  accuracy-gap-aided reliance-gap speed-tracking accuracy-unaided-tracking accuracy-unaided-tracking-slope \
                  accuracy-aided-tracking accuracy-aided-tracking-slope reliance-tracking reliance-tracking-slope \
                  followed-gap followed-tracking followed-tracking-slope speed-tracking-slope credit-speed-gap \
                  credit-speed-tracking credit-speed-tracking-slope credit-accuracy-gap credit-accuracy-tracking \
                  credit-accuracy-tracking-slope over-placement d-prime-unaided criterion-unaided d-prime-aided \
                  criterion-aided d-prime-advised-act criterion-advised-act d-prime-advised-close criterion-advised-close \
                  criterion-shift optimal-shift over-trust-index d-prime-unaided-per-participant \
                  criterion-unaided-per-participant d-prime-aided-per-participant criterion-aided-per-participant \
                  d-prime-advised-act-per-participant criterion-advised-act-per-participant \
                  d-prime-advised-close-per-participant criterion-advised-close-per-participant \
                  criterion-shift-per-participant optimal-shift-per-participant over-trust-index-per-participant \
                  meta-d-prime-unaided m-ratio-unaided meta-d-prime-aided m-ratio-aided brier-score-unaided \
                  calibration-error-unaided brier-reliability-unaided brier-resolution-unaided brier-uncertainty-unaided \
                  brier-variance-within-unaided brier-covariance-within-unaided over-confidence-unaided auroc2-unaided \
                  brier-score-aided calibration-error-aided brier-reliability-aided brier-resolution-aided \
                  brier-uncertainty-aided brier-variance-within-aided brier-covariance-within-aided over-confidence-aided \
                  auroc2-aided brier-score-right-advice calibration-error-right-advice brier-reliability-right-advice \
                  brier-resolution-right-advice brier-uncertainty-right-advice brier-variance-within-right-advice \
                  brier-covariance-within-right-advice over-confidence-right-advice auroc2-right-advice \
                  brier-score-wrong-advice calibration-error-wrong-advice brier-reliability-wrong-advice \
                  brier-resolution-wrong-advice brier-uncertainty-wrong-advice brier-variance-within-wrong-advice \
                  brier-covariance-within-wrong-advice over-confidence-wrong-advice auroc2-wrong-advice trust-calibration \
                  trust-agreement trust-over-reliance";
    assert_eq!(ids, expect.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn findings_say_who_and_what() {
    let findings = analyzed(2, 16);
    assert_eq!((findings.flow.enrolled, findings.flow.analysed, findings.flow.trials), (16, 16, 256));
    assert_eq!((findings.study.items, findings.study.wrong_advice_share), (16, Some(0.25)));
    assert_eq!(findings.primary, "attributable-bias");
    let paths = findings.paths;
    assert_eq!(paths.unaided_right + paths.unaided_wrong, 128);
    assert_eq!(
        (paths.right_followed + paths.right_overridden, paths.wrong_followed + paths.wrong_overridden),
        (96, 32)
    );
    let times = findings.times;
    assert_eq!((times.unaided.len(), times.aided_right.len(), times.aided_wrong.len()), (128, 96, 32));
    let quality = findings.quality.expect("a browser measured");
    assert_eq!((quality.refresh_ms, quality.clock_step_ms), (Some(16.0), Some(0.1)));
    assert_eq!((quality.dropped_frames_per_trial, quality.attention_checks), (Some(1.0), (16, 0)));
    assert_eq!(findings.people.len(), 16);
    assert!(findings.people.iter().all(|person| person.aided_accuracy.is_some() && person.measured_percent.is_some()));
    // What this design does not ask for, and what does not vary in it.
    let lacks = "break-even deadline-expiries silent-omission negative-consultation positive-consultation switch-fraction relative- \
                 weight-of-advice adherence- accuracy-unaided-tracking accuracy-aided-tracking reliance-tracking followed- \
                 credit-speed-tracking credit-accuracy-tracking over-placement meta-d-prime m-ratio auroc2-right-advice \
                 auroc2-wrong-advice trust-agreement trust-over-reliance";
    // What fewer different trials, as a replicate has them, push to one side.
    let pushed = "brier- calibration-error d-prime criterion optimal-shift over-trust-index complementarity";
    for estimate in &findings.estimates {
        let begins = |with: &str| with.split_whitespace().any(|opening| estimate.id.starts_with(opening));
        let (Some(value), low, high) = (estimate.value, estimate.low, estimate.high) else {
            assert!(begins(lacks) && estimate.notes[0].starts_with("undefined: "), "{estimate:?}");
            continue;
        };
        if begins(pushed) {
            continue;
        }
        assert!(low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high), "{estimate:?}");
    }
    assert!(find(&findings.estimates, "attributable-bias").value > Some(0.0));
    expect_value(&findings.estimates, "sampling-gap", Some(1.0));
}

#[test]
fn nobody_is_no_failure() {
    let findings = analyzed(1, 0);
    assert_eq!((findings.flow.enrolled, findings.estimates.len()), (0, 160));
    assert!(findings.estimates.iter().all(|estimate| estimate.value.is_none()));
}
