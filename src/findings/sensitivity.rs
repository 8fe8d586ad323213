//! A small multiverse (Steegen et al. 2016): the primary measure under every combination of the choices that somebody else might
//! have made.

use std::borrow::Cow;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use crate::measures::{Analysed, Collected, TrialRow};
use crate::study::{Exclusions, Incomplete, Inference, Plan, PrimaryMeasure};

use super::accuracy;
use super::estimate::Estimate;
use super::headline::{Answer, change_of_share, change_of_time, reversed};
use super::models::{MOST_TRIALS, Model, Slopes};
use super::perception::retrospective_gap;
use super::sample::Sample;
use super::speed;

/// The primary measure under one set of choices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Specification {
    /// Who and what is left out.
    pub exclusions: String,
    /// How people and alerts enter.
    pub structure: &'static str,
    /// Which time is analysed, where time is.
    pub time: Option<&'static str>,
    /// Whether it is what the plan says.
    pub is_planned: bool,
    /// The estimate, in the unit of the primary measure.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Participants who enter.
    pub participants: usize,
    /// Trials that enter.
    pub trials: usize,
}

/// How people and alerts enter.
#[derive(Clone, Copy, PartialEq)]
enum Structure {
    Model(Slopes),
    TwoWay,
    PeopleOnly,
}

impl Structure {
    const ALL: [Self; 4] = [Self::Model(Slopes::All), Self::Model(Slopes::None), Self::TwoWay, Self::PeopleOnly];

    fn words(self) -> &'static str {
        match self {
            Self::Model(Slopes::All) => "mixed model, slopes by the rule",
            Self::Model(Slopes::None) => "mixed model, intercepts only",
            Self::TwoWay => "two-way bootstrap",
            Self::PeopleOnly => "bootstrap of people alone",
        }
    }
}

/// Whether the choices are tried out at all.
pub fn is_small(collected: &Collected) -> bool {
    collected.table.rows.len() <= MOST_TRIALS
}

/// Every specification, by exclusions, then structure, then time. What the findings say of the primary measure is not computed again.
pub fn sensitivity(plan: &Plan, collected: &Collected, primary: Option<&Estimate>) -> Vec<Specification> {
    if !is_small(collected) {
        return Vec::new();
    }
    let planned = match plan.inference {
        Inference::MixedModels if plan.primary != PrimaryMeasure::SpeedGapRetrospective => {
            Structure::Model(Slopes::All)
        }
        _ => Structure::TwoWay,
    };
    let universe: Vec<(String, Analysed)> = variants(&plan.exclusions)
        .into_par_iter()
        .map(|(name, exclusions)| (name, Analysed::new(collected, &exclusions)))
        .collect();
    // A rule that leaves nobody out changes nothing: what was found once is not computed again.
    let first = |index: usize| (0..index).find(|&other| universe[other].1.table == universe[index].1.table);
    let computed: Vec<Vec<Specification>> = universe
        .par_iter()
        .enumerate()
        .map(|(index, (name, analysed))| match first(index) {
            Some(_) => Vec::new(),
            None => of_variant(plan, name, analysed, primary.filter(|_| index == 0)),
        })
        .collect();
    let mut found = Vec::new();
    for (index, (name, _)) in universe.iter().enumerate() {
        for specification in &computed[first(index).unwrap_or(index)] {
            let is_planned =
                index == 0 && specification.structure == planned.words() && specification.time != Some("wall time");
            found.push(Specification { exclusions: name.clone(), is_planned, ..specification.clone() });
        }
    }
    found
}

/// Every structure and time under some exclusions; `known` is the primary estimate where it was found under them.
fn of_variant(plan: &Plan, name: &str, analysed: &Analysed, known: Option<&Estimate>) -> Vec<Specification> {
    let mut found: Vec<Specification> = Vec::new();
    for (time, time_s) in times(plan.primary) {
        let mut changed = analysed.clone();
        for row in changed.table.rows.iter_mut().chain(&mut changed.shown.rows) {
            row.time_s = time_s(row);
        }
        let is_changed = changed.table.rows != analysed.table.rows;
        if !is_changed && !found.is_empty() {
            let again: Vec<Specification> =
                found.iter().map(|specification| Specification { time, ..specification.clone() }).collect();
            found.extend(again);
            continue;
        }
        let sample = Sample::new(&changed.table, &changed.shown, &changed.reports, plan);
        let answers = Answers::new(&sample, known.filter(|_| !is_changed));
        for structure in structures(plan) {
            let (value, interval) = answers.of(&sample, structure);
            found.push(Specification {
                exclusions: name.to_owned(),
                structure: structure.words(),
                time,
                is_planned: false,
                value,
                low: interval.map(|(low, _)| low),
                high: interval.map(|(_, high)| high),
                participants: changed.flow.analysed,
                trials: changed.table.rows.len(),
            });
        }
    }
    found
}

/// The plan's exclusions, none at all, and each active rule left out alone.
fn variants(planned: &Exclusions) -> Vec<(String, Exclusions)> {
    let none = Exclusions {
        fastest_s: 0.0,
        longest_hidden_s: f64::INFINITY,
        attention_checks_failed: u32::MAX,
        incomplete: Incomplete::Keep,
    };
    let without = |name: &str, change: &dyn Fn(&mut Exclusions)| {
        let mut exclusions = planned.clone();
        change(&mut exclusions);
        (format!("without the rule on {name}"), exclusions)
    };
    vec![
        ("as planned".into(), planned.clone()),
        without("fast decisions", &|exclusions| exclusions.fastest_s = none.fastest_s),
        without("hidden pages", &|exclusions| exclusions.longest_hidden_s = none.longest_hidden_s),
        without("attention checks", &|exclusions| {
            exclusions.attention_checks_failed = none.attention_checks_failed;
        }),
        without("unfinished sessions", &|exclusions| exclusions.incomplete = none.incomplete),
        ("nothing left out".into(), none),
    ]
}

/// A time with its name and how a trial gives it.
type Time = (Option<&'static str>, fn(&TrialRow) -> Option<f64>);

fn times(primary: PrimaryMeasure) -> Vec<Time> {
    match primary {
        PrimaryMeasure::SpeedEffect | PrimaryMeasure::SpeedGapRetrospective => {
            vec![
                (Some("active time"), |row| row.time_s),
                (Some("wall time"), |row| row.time_s.map(|time| time + row.hidden_s)),
            ]
        }
        PrimaryMeasure::AccuracyEffect | PrimaryMeasure::AttributableBias => vec![(None, |row| row.time_s)],
    }
}

fn structures(plan: &Plan) -> Vec<Structure> {
    let has_model = plan.inference == Inference::MixedModels && plan.primary != PrimaryMeasure::SpeedGapRetrospective;
    Structure::ALL.into_iter().filter(|structure| has_model || !matches!(structure, Structure::Model(_))).collect()
}

type Found = (Option<f64>, Option<(f64, f64)>);

/// What is known of the primary measure before the models of the multiverse are fitted.
struct Answers {
    /// By the model with all slopes; none where it is still to be fitted.
    model: Option<Found>,
    two_way: Found,
    people_only: Found,
}

const NOTHING: Found = (None, None);

impl Answers {
    /// Takes a known estimate apart, or computes the bootstraps.
    fn new(sample: &Sample<'_>, known: Option<&Estimate>) -> Self {
        let estimate = known.map_or_else(|| Cow::Owned(by_bootstrap(sample)), Cow::Borrowed);
        let first = (estimate.value, estimate.low.zip(estimate.high));
        let beside: Vec<Found> =
            estimate.beside.iter().map(|beside| (beside.value, beside.low.zip(beside.high))).collect();
        match beside[..] {
            [two_way, people_only] => Self { model: Some(first), two_way, people_only },
            [people_only] => Self { model: known.map(|_| NOTHING), two_way: first, people_only },
            _ => Self { model: known.map(|_| NOTHING), two_way: first, people_only: NOTHING },
        }
    }

    fn of(&self, sample: &Sample<'_>, structure: Structure) -> Found {
        let fitted = |slopes| {
            by_model(sample, slopes).map_or(NOTHING, |answer| (Some(answer.value), Some((answer.low, answer.high))))
        };
        match structure {
            Structure::Model(Slopes::All) => self.model.unwrap_or_else(|| fitted(Slopes::All)),
            Structure::Model(slopes) => fitted(slopes),
            Structure::TwoWay => self.two_way,
            Structure::PeopleOnly => self.people_only,
        }
    }
}

fn by_model(sample: &Sample<'_>, slopes: Slopes) -> Result<Answer, String> {
    let level = sample.plan.level;
    let fitted = |model: Model| model.fit(sample.table, slopes, sample.plan);
    match sample.plan.primary {
        PrimaryMeasure::SpeedEffect => change_of_time(&fitted(Model::TimeByArm), "aided", level),
        PrimaryMeasure::AccuracyEffect => change_of_share(&fitted(Model::DecisionsByArm), 0, level),
        PrimaryMeasure::AttributableBias => change_of_share(&fitted(Model::DecisionsByAdvice), 1, level).map(reversed),
        PrimaryMeasure::SpeedGapRetrospective => Err("no model of beliefs".into()),
    }
}

fn by_bootstrap(sample: &Sample<'_>) -> Estimate {
    match sample.plan.primary {
        PrimaryMeasure::SpeedEffect => speed::overall(sample),
        PrimaryMeasure::AccuracyEffect => accuracy::overall(sample),
        PrimaryMeasure::AttributableBias => accuracy::attributable_bias(sample),
        PrimaryMeasure::SpeedGapRetrospective => retrospective_gap(sample),
    }
}
