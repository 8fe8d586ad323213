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
            let chance = (number as usize * 31 + row.item * 17 + row.order * 7) % 10;
            let misled = row.advice_correct() == Some(false) && chance < 6 || row.advice.is_none() && chance < 2;
            let other = if row.truth.needs_action() { Verdict::FalsePositive } else { Verdict::TruePositive };
            let practice = (row.order.max(1) as f64).powf(-0.27);
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
    let expect = "speed-effect speed-effect-right-advice speed-effect-wrong-advice accuracy-effect accuracy-right-advice \
                  accuracy-wrong-advice attributable-bias over-reliance under-reliance commission-rate omission-rate \
                  missed-attacks-unaided missed-attacks-aided wasted-escalations-unaided wasted-escalations-aided agreement \
                  discernment blind-acceptance decisive-opened-unaided decisive-opened-aided evidence-opened-unaided \
                  evidence-opened-aided sampling-gap speed-gap-forecast speed-gap-forecast-factor speed-gap-forecast-points \
                  speed-gap-retrospective speed-gap-retrospective-factor speed-gap-retrospective-points \
                  believed-speed-forecast believed-speed-retrospective stated-speed-change accuracy-gap-unaided \
                  accuracy-gap-aided reliance-gap speed-tracking";
    assert_eq!(ids, expect.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn findings_say_who_and_what() {
    let findings = analyzed(2, 16);
    assert_eq!((findings.flow.enrolled, findings.flow.analysed, findings.flow.trials), (16, 16, 256));
    assert_eq!((findings.study.items, findings.study.wrong_advice_share), (16, 0.25));
    assert_eq!(findings.primary, "attributable-bias");
    let paths = findings.paths;
    assert_eq!(paths.unaided_right + paths.unaided_wrong, 128);
    assert_eq!(
        (paths.right_followed + paths.right_overridden, paths.wrong_followed + paths.wrong_overridden),
        (96, 32)
    );
    let times = findings.times;
    assert_eq!((times.unaided.len(), times.aided_right.len(), times.aided_wrong.len()), (128, 96, 32));
    assert_eq!((findings.quality.refresh_ms, findings.quality.clock_step_ms), (Some(16.0), Some(0.1)));
    assert_eq!((findings.quality.dropped_frames_per_trial, findings.quality.attention_checks), (Some(1.0), (16, 0)));
    assert_eq!(findings.people.len(), 16);
    assert!(findings.people.iter().all(|person| person.aided_accuracy.is_some() && person.measured_percent.is_some()));
    for estimate in &findings.estimates {
        let (value, low, high) = (estimate.value.expect("defined"), estimate.low, estimate.high);
        assert!(low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high), "{estimate:?}");
    }
    assert!(find(&findings.estimates, "attributable-bias").value > Some(0.0));
    expect_value(&findings.estimates, "sampling-gap", Some(1.0));
}

#[test]
fn nobody_is_no_failure() {
    let findings = analyzed(1, 0);
    assert_eq!((findings.flow.enrolled, findings.estimates.len()), (0, 36));
    assert!(findings.estimates.iter().all(|estimate| estimate.value.is_none()));
}
