//! Findings to try the report on: a plausible study of 24 people, and an empty one.

use crate::findings::{
    AdvicePaths, Diagnostics, Estimate, Findings, Flow, PersonFacts, Quality, Ranged, Role, RollOut, States,
    StudyFacts, Times, Unit,
};

/// (id, label, unit, value, low, high, numerator, denominator).
type Row = (&'static str, &'static str, Unit, f64, f64, f64, Option<(f64, f64)>);

const ROWS: &[Row] = &[
    ("speed-effect", "Change of time with advice, %", Unit::PercentChange, 18.7, 3.1, 36.8, None),
    ("speed-effect-right-advice", "Change of time with right advice, %", Unit::PercentChange, 12.2, -2.4, 29.0, None),
    ("speed-effect-wrong-advice", "Change of time with wrong advice, %", Unit::PercentChange, 41.5, 17.3, 70.7, None),
    ("accuracy-effect", "Change of right decisions with advice, points", Unit::Points, -2.1, -8.4, 4.0, None),
    (
        "accuracy-right-advice",
        "Change of right decisions with right advice, points",
        Unit::Points,
        9.6,
        3.9,
        15.2,
        None,
    ),
    (
        "accuracy-wrong-advice",
        "Change of right decisions with wrong advice, points",
        Unit::Points,
        -20.7,
        -31.2,
        -10.4,
        None,
    ),
    ("attributable-bias", "Wrong decisions that wrong advice added, points", Unit::Points, 20.7, 10.4, 31.2, None),
    ("over-reliance", "Wrong advice followed", Unit::Proportion, 0.458, 0.335, 0.588, Some((33.0, 72.0))),
    ("under-reliance", "Right advice not followed", Unit::Proportion, 0.125, 0.081, 0.183, Some((27.0, 216.0))),
    (
        "commission-rate",
        "Wrong alarms of the AI that were followed",
        Unit::Proportion,
        0.389,
        0.23,
        0.57,
        Some((14.0, 36.0)),
    ),
    (
        "omission-rate",
        "Attacks the AI called benign that were closed",
        Unit::Proportion,
        0.528,
        0.36,
        0.69,
        Some((19.0, 36.0)),
    ),
    (
        "missed-attacks-unaided",
        "Attacks missed without advice",
        Unit::Proportion,
        0.215,
        0.15,
        0.295,
        Some((31.0, 144.0)),
    ),
    ("missed-attacks-aided", "Attacks missed with advice", Unit::Proportion, 0.236, 0.169, 0.32, Some((34.0, 144.0))),
    (
        "wasted-escalations-unaided",
        "Harmless alerts escalated without advice",
        Unit::Proportion,
        0.174,
        0.117,
        0.25,
        Some((25.0, 144.0)),
    ),
    (
        "wasted-escalations-aided",
        "Harmless alerts escalated with advice",
        Unit::Proportion,
        0.181,
        0.122,
        0.258,
        Some((26.0, 144.0)),
    ),
    ("agreement", "Decisions that agree with the advice", Unit::Proportion, 0.771, 0.713, 0.82, Some((222.0, 288.0))),
    ("discernment", "Following right more than wrong advice, points", Unit::Points, 41.7, 28.0, 54.1, None),
    (
        "blind-acceptance",
        "Advice followed with no evidence opened",
        Unit::Proportion,
        0.222,
        0.16,
        0.3,
        Some((64.0, 288.0)),
    ),
    (
        "decisive-opened-unaided",
        "Decisive evidence opened without advice",
        Unit::Proportion,
        0.663,
        0.59,
        0.729,
        Some((191.0, 288.0)),
    ),
    (
        "decisive-opened-aided",
        "Decisive evidence opened with advice",
        Unit::Proportion,
        0.483,
        0.41,
        0.556,
        Some((139.0, 288.0)),
    ),
    ("evidence-opened-unaided", "Evidence panels opened per alert without advice", Unit::Count, 3.41, 3.02, 3.8, None),
    ("evidence-opened-aided", "Evidence panels opened per alert with advice", Unit::Count, 2.36, 2.0, 2.74, None),
    ("sampling-gap", "Panels opened less with advice, per alert", Unit::Count, 1.05, 0.71, 1.4, None),
    ("speed-gap-forecast", "Log gap of the forecast", Unit::Log, 0.446, 0.28, 0.61, None),
    (
        "speed-gap-forecast-factor",
        "Factor by which the forecast overstated the benefit",
        Unit::Factor,
        1.56,
        1.32,
        1.84,
        None,
    ),
    ("speed-gap-forecast-points", "Measured minus forecast change, points", Unit::Points, 42.7, 26.0, 60.1, None),
    ("speed-gap-retrospective", "Log gap of the belief afterwards", Unit::Log, 0.395, 0.23, 0.56, None),
    (
        "speed-gap-retrospective-factor",
        "Factor by which the belief overstated the benefit",
        Unit::Factor,
        1.48,
        1.26,
        1.75,
        None,
    ),
    ("speed-gap-retrospective-points", "Measured minus believed change, points", Unit::Points, 38.7, 22.0, 56.0, None),
    ("believed-speed-forecast", "Forecast change of time, %", Unit::PercentChange, -24.0, -30.1, -17.5, None),
    (
        "believed-speed-retrospective",
        "Believed change of time, from minutes, %",
        Unit::PercentChange,
        -20.0,
        -26.4,
        -13.1,
        None,
    ),
    ("stated-speed-change", "Stated change of time, %", Unit::PercentChange, -22.5, -28.8, -16.0, None),
    (
        "accuracy-gap-unaided",
        "Believed minus actual right decisions without advice, points",
        Unit::Points,
        4.2,
        -2.0,
        10.3,
        None,
    ),
    (
        "accuracy-gap-aided",
        "Believed minus actual right decisions with advice, points",
        Unit::Points,
        11.8,
        5.1,
        18.6,
        None,
    ),
    ("reliance-gap", "Believed minus actual number of wrong suggestions", Unit::Count, -0.83, -1.21, -0.46, None),
    ("break-even-error-rate", "Break-even AI error rate", Unit::Proportion, 0.21, 0.08, 0.39, None),
    ("missed-attacks-effect", "Attacks missed more often with advice, points", Unit::Points, 3.0, -4.0, 11.0, None),
    ("over-trust-index", "Over-trust index", Unit::Deviations, 0.31, -0.42, 1.04, None),
    ("speed-tracking", "Rank correlation of believed and measured change", Unit::Correlation, 0.11, -0.31, 0.5, None),
];

/// A plausible study of 24 people.
pub fn study() -> Findings {
    let mut findings = empty();
    findings.estimates = ROWS.iter().map(estimate).collect();
    findings.people = (0..24).map(person).collect();
    findings.paths = AdvicePaths {
        right_followed: 189,
        right_overridden: 27,
        wrong_followed: 33,
        wrong_overridden: 39,
        unaided_right: 232,
        unaided_wrong: 56,
    };
    findings.times = Times { unaided: times(288, 66.0), aided_right: times(216, 74.0), aided_wrong: times(72, 93.0) };
    findings.study.days = Some(("2026-11-02".to_owned(), "2026-11-20".to_owned()));
    findings.study.items = 48;
    findings.flow = Flow {
        enrolled: 27,
        finished: 25,
        withdrew: 1,
        analysed: 24,
        participants_left_out: vec![("failed the attention checks".to_owned(), 1)],
        trials: 576,
        trials_left_out: vec![("faster than 2 s".to_owned(), 3)],
    };
    findings.quality = Some(Quality {
        hidden_trials: 9,
        reopened_trials: 2,
        refresh_ms: Some(16.7),
        clock_step_ms: Some(0.1),
        dropped_frames_per_trial: Some(0.4),
        attention_checks: (48, 3),
        browser_checks: (24, 1),
    });
    findings.roll_out = Some(roll_out());
    findings.no_roll_out = None;
    findings.deviations = vec!["the analysis plan was changed after the first enrolment".to_owned()];
    findings
}

/// Mistakes and times that fit to the rows, with draws about them.
fn roll_out() -> RollOut {
    let world = [0.22, 0.10, 0.55, 0.18, 0.09, 0.50, 66.0, 74.0, 93.0];
    let ranged = |place: usize| Ranged { value: world[place], low: 0.8 * world[place], high: 1.2 * world[place] };
    let states = |first: usize| States { unaided: ranged(first), right: ranged(first + 1), wrong: ranged(first + 2) };
    let draw = |number: usize| world.map(|value| value * (1.0 + 0.2 * centred(number, 0.618_034)));
    RollOut {
        missed: states(0),
        wasted: states(3),
        seconds: states(6),
        alerts: 1000,
        needs_action_share: 0.05,
        ai_error_rate: None,
        costs: None,
        projection: None,
        break_even_cost: None,
        level: 0.95,
        method: "marginal shares from logistic mixed models".into(),
        draws: (0..40).map(draw).collect(),
    }
}

/// A study in which nobody took part yet.
pub fn empty() -> Findings {
    Findings {
        schema_version: 1,
        study: StudyFacts {
            id: "copilot-autumn".to_owned(),
            title: "Does the copilot help our triage?".to_owned(),
            adviser: "Copilot".to_owned(),
            simulated: 0,
            days: None,
            items: 0,
            trials_per_participant: Some(24),
            wrong_advice_share: Some(0.25),
            seed: 20_261_121,
            replicates: 2000,
            program: "0.1.0".to_owned(),
            study_hash: Some("3f9a17c2".repeat(8)),
            dataset_hash: Some("a04be5d1".repeat(8)),
            plan_hash: "77c0de19".repeat(8),
            data_hash: "5be24f60".repeat(8),
        },
        source: None,
        flow: Flow::default(),
        primary: "attributable-bias".to_owned(),
        estimates: Vec::new(),
        switched_off: Vec::new(),
        people: Vec::new(),
        people_are_shrunken: false,
        models: Vec::new(),
        diagnostics: Diagnostics::default(),
        sensitivity: Vec::new(),
        paths: AdvicePaths::default(),
        times: Times::default(),
        confidence_bins: Vec::new(),
        quality: Some(Quality::default()),
        instruments: Vec::new(),
        roll_out: None,
        no_roll_out: Some("the sample has no models".into()),
        deviations: Vec::new(),
    }
}

/// Sets value and interval of one estimate, for tests of the words.
pub fn with_estimate(mut findings: Findings, id: &str, value: Option<f64>, interval: Option<(f64, f64)>) -> Findings {
    for estimate in findings.estimates.iter_mut().filter(|estimate| estimate.id == id) {
        estimate.value = value;
        estimate.low = interval.map(|(low, _)| low);
        estimate.high = interval.map(|(_, high)| high);
    }
    findings
}

fn estimate(&(id, label, unit, value, low, high, counts): &Row) -> Estimate {
    let crossed = "crossed random effects of participants and items";
    Estimate {
        id: id.to_owned(),
        label: label.to_owned(),
        unit,
        value: Some(value),
        low: Some(low),
        high: Some(high),
        level: 0.95,
        role: Role::Exploratory,
        p: None,
        p_adjusted: None,
        beside: Vec::new(),
        numerator: counts.map(|(numerator, _)| numerator),
        denominator: counts.map(|(_, denominator)| denominator),
        participants: 24,
        items: 48,
        trials: 576,
        method: if counts.is_some() { "two-way bootstrap, 2000 replicates, seed 20261121" } else { crossed }.to_owned(),
        notes: if id == "speed-effect" { vec!["slope of items dropped: singular".to_owned()] } else { Vec::new() },
    }
}

fn person(number: usize) -> PersonFacts {
    let spread = |step: f64| centred(number, step);
    PersonFacts {
        measured_percent: (number != 5).then(|| 19.0 + 55.0 * spread(0.618_034)),
        believed_percent: (number != 9).then(|| -20.0 + 38.0 * spread(0.754_878)),
        forecast_percent: Some(-24.0 + 30.0 * spread(0.569_840)),
        unaided_accuracy: Some(0.8 + 0.2 * spread(0.324_718)),
        aided_accuracy: Some(0.77 + 0.2 * spread(0.414_214)),
    }
}

/// Log-logistic times round a median, without a random generator.
fn times(number: usize, median: f64) -> Vec<f64> {
    (0..number)
        .map(|index| {
            let uniform = (centred(index, 0.618_034) * 0.98 + 0.5).clamp(0.004, 0.996);
            median * (0.32 * (uniform / (1.0 - uniform)).ln()).exp()
        })
        .collect()
}

/// A low-discrepancy number between -0.5 and 0.5.
fn centred(index: usize, step: f64) -> f64 {
    (0.5 + (index + 1) as f64 * step).fract() - 0.5
}
