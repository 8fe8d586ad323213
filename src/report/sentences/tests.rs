//! The sentences in every case: each line changes one or two estimates of the sample study.

use super::three;
use crate::findings::{AdvicePaths, Findings};
use crate::report::sample::{empty, study, with_estimate};

type Change = (&'static str, Option<f64>, Option<(f64, f64)>);

fn check(sentence: usize, changes: &[Change], expected: &str) {
    let findings =
        changes.iter().fold(study(), |findings, (id, value, interval)| with_estimate(findings, id, *value, *interval));
    check_findings(sentence, &findings, expected);
}

fn check_findings(sentence: usize, findings: &Findings, expected: &str) {
    assert_eq!(three(findings)[sentence].replace('\u{a0}', " "), expected);
}

const BELIEVED: &str = "believed-speed-retrospective";
const STATED: &str = "stated-speed-change";
const FORECAST: &str = "believed-speed-forecast";
const SPEED: &str = "speed-effect";

#[test]
fn speed() {
    for (changes, expected) in [
        (
            vec![],
            "They believed the suggestions made them 20 % faster. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
        (
            vec![(SPEED, Some(-12.4), Some((-18.2, -5.1)))],
            "They believed the suggestions made them 20 % faster. Measured, they were 12 % faster (between 5 % and 18 %).",
        ),
        (
            vec![(SPEED, Some(3.0), Some((-7.6, 15.1)))],
            "They believed the suggestions made them 20 % faster. Measured, there was no reliable difference (between 8 % faster and 15 % slower).",
        ),
        (
            vec![(SPEED, Some(7.0), Some((0.0, 15.1)))],
            "They believed the suggestions made them 20 % faster. Measured, there was no reliable difference (between no difference and 15 % slower).",
        ),
        (
            vec![(SPEED, Some(0.1), Some((-0.3, 0.4)))],
            "They believed the suggestions made them 20 % faster. Measured, there was no reliable difference (less than 1 % either way).",
        ),
        (
            vec![(SPEED, Some(7.0), Some((0.2, 15.1)))],
            "They believed the suggestions made them 20 % faster. Measured, they were 7 % slower (up to 15 %).",
        ),
        (
            vec![(SPEED, Some(0.4), Some((0.2, 0.45)))],
            "They believed the suggestions made them 20 % faster. Measured, they were less than 1 % slower (in any case).",
        ),
        (
            vec![(SPEED, Some(19.0), None)],
            "They believed the suggestions made them 20 % faster. In these data they were 19 % slower; how sure that is could not be worked out.",
        ),
        (
            vec![(SPEED, None, None)],
            "They believed the suggestions made them 20 % faster. What the suggestions did to their speed could not be measured.",
        ),
        (
            vec![(SPEED, Some(f64::NAN), Some((1.0, 2.0)))],
            "They believed the suggestions made them 20 % faster. What the suggestions did to their speed could not be measured.",
        ),
        (
            vec![(BELIEVED, Some(8.0), None)],
            "They believed the suggestions made them 8 % slower. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
        (
            vec![(BELIEVED, Some(-0.2), None)],
            "They believed the suggestions made no difference to their speed. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
        (
            vec![(BELIEVED, None, None)],
            "They said the suggestions made them 22 % faster. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
        (
            vec![(BELIEVED, None, None), (STATED, None, None)],
            "Beforehand, they expected the suggestions to make them 24 % faster. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
        (
            vec![(BELIEVED, None, None), (STATED, None, None), (FORECAST, None, None)],
            "What they believed about their speed is not known. Measured, they were 19 % slower (between 3 % and 37 %).",
        ),
    ] {
        check(0, &changes, expected);
    }
}

#[test]
fn accuracy() {
    let id = "accuracy-effect";
    let opening = "Overall, with suggestions they decided 79 of 100 alerts correctly, without 81";
    for (change, ending) in [
        (
            (id, Some(-2.1), Some((-8.4, 4.0))),
            ": on the same alerts, no reliable difference (between 8 percentage points fewer and 4 more).",
        ),
        (
            (id, Some(-5.2), Some((-8.4, -2.0))),
            ": on the same alerts, 5 percentage points fewer (between 2 and 8 percentage points).",
        ),
        (
            (id, Some(6.0), Some((1.0, 11.0))),
            ": on the same alerts, 6 percentage points more (between 1 and 11 percentage points).",
        ),
        ((id, Some(6.0), None), "; how sure the difference is could not be worked out."),
        ((id, None, None), "; the difference could not be estimated."),
    ] {
        check(1, &[change], &format!("{opening}{ending}"));
    }
}

#[test]
fn accuracy_of_one_arm_alone() {
    let aided =
        Findings { paths: AdvicePaths { right_followed: 3, wrong_followed: 1, ..AdvicePaths::default() }, ..study() };
    let unaided =
        Findings { paths: AdvicePaths { unaided_right: 3, unaided_wrong: 1, ..AdvicePaths::default() }, ..study() };
    check_findings(
        1,
        &aided,
        "Overall, with suggestions they decided 75 of 100 alerts correctly; nothing was measured without suggestions.",
    );
    check_findings(
        1,
        &unaided,
        "Overall, without suggestions they decided 75 of 100 alerts correctly; nothing was measured with suggestions.",
    );
    check_findings(1, &empty(), "How many alerts they decided correctly could not be measured.");
}

#[test]
fn wrong_advice() {
    let id = "attributable-bias";
    let opening = "When the AI was wrong, they followed it in 33 of 72 cases";
    for (change, ending) in [
        (
            (id, Some(20.7), Some((10.4, 31.2))),
            ": 21 percentage points more wrong decisions than on the same alerts without AI (between 10 and 31 percentage points).",
        ),
        (
            (id, Some(-6.0), Some((-11.0, -1.2))),
            ": 6 percentage points fewer wrong decisions than on the same alerts without AI (between 1 and 11 percentage points).",
        ),
        (
            (id, Some(4.0), Some((-4.1, 12.2))),
            ": no reliable difference in wrong decisions from the same alerts without AI (between 4 percentage points fewer and 12 more).",
        ),
        (
            (id, Some(1.0), None),
            ": 1 percentage point more wrong decisions than on the same alerts without AI in these data; how sure that is could not be worked out.",
        ),
        ((id, None, None), "; what that cost could not be compared with the same alerts without AI."),
    ] {
        check(2, &[change], &format!("{opening}{ending}"));
    }
}

#[test]
fn wrong_advice_counts() {
    let with_counts = |followed: f64, cases: f64| {
        let mut findings = study();
        for estimate in findings.estimates.iter_mut().filter(|estimate| estimate.id == "over-reliance") {
            estimate.numerator = Some(followed);
            estimate.denominator = Some(cases);
        }
        with_estimate(findings, "attributable-bias", None, None)
    };
    for (findings, expected) in [
        (
            with_counts(0.0, 72.0),
            "When the AI was wrong, they followed it in none of 72 cases; what that cost could not be compared with the same alerts without AI.",
        ),
        (
            with_counts(0.0, 0.0),
            "The AI was never wrong in this study, so what its mistakes cost could not be measured.",
        ),
        (empty(), "What they did when the AI was wrong could not be measured."),
    ] {
        check_findings(2, &findings, expected);
    }
}
