//! From everything that happened to everything that a report shows.

use crate::measures::{Analysed, Collected, Gathered, Participation, Score, scores};
use crate::study::{Plan, Study};

use super::accuracy::accuracy;
use super::after_advice::after_advice;
use super::break_even::break_even;
use super::complementarity::complementarity;
use super::confidence::{confidence, confidence_bins};
use super::consultation::consultation;
use super::credit::credit;
use super::deadlines::deadlines;
use super::detail::{Detail, switched_off, without_what_is_lacking};
use super::detection::detection;
use super::diagnostics::{Diagnostics, diagnostics};
use super::dynamics::dynamics;
use super::estimate::Estimate;
use super::family::with_roles;
use super::first_failure::first_failure;
use super::harm::harm;
use super::insight::insight;
use super::instruments::instruments;
use super::metacognition::metacognition;
use super::model_facts::model_facts;
use super::perception::perception;
use super::pictures::{paths, people, times};
use super::placement::placement;
use super::quality::quality;
use super::randomisation::{randomisation, told};
use super::reliance::{adherence, mistakes};
use super::roll_out::roll_out;
use super::sample::Sample;
use super::scales::scales;
use super::sensitivity::{is_small, sensitivity};
use super::speed::speed;
use super::three_classes::three_classes;
use super::throughput::throughput;
use super::tracking::tracking;
use super::trust::trust;
use super::verification::verification;
use super::weight_of_advice::weight_of_advice;
use super::{Findings, StudyFacts, TableFacts};

/// What the events themselves do not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Participants who were simulated.
    pub simulated: usize,
    /// First and last day of the data (UTC).
    pub days: Option<(String, String)>,
    /// Hash over the last links of every participant's chain.
    pub data_hash: String,
    /// What differs from what was fixed at the first enrolment.
    pub deviations: Vec<String>,
}

const UNKNOWN_TRUTH: &str = "it is not known which alerts are attacks";

/// Raised when the meaning of a field changes.
const SCHEMA_VERSION: u32 = 1;

/// What findings need to know beside the trials and answers: of a study that was run here, or of a table from elsewhere.
#[derive(Debug)]
pub struct About<'a> {
    /// Who is left out, and how intervals are made.
    pub plan: &'a Plan,
    /// What was run; the alerts are counted when the data are analysed.
    pub facts: StudyFacts,
    /// What the table says of itself, where it is one from elsewhere.
    pub source: Option<TableFacts>,
    /// What the data do not hold.
    pub lacking: Vec<Detail>,
    /// What differs from what was fixed at the first enrolment.
    pub deviations: Vec<String>,
}

/// Analyses the events of all participants as the study's plan says. The same input gives the same findings, with any number of
/// threads.
pub fn analyze(study: &Study, participations: &[Participation], context: Context) -> Findings {
    let collected = Collected::new(study, participations);
    let analysed = Analysed::new(&collected, &study.plan.exclusions);
    let facts = facts(study, &context);
    let about = About { plan: &study.plan, facts, source: None, lacking: Vec::new(), deviations: context.deviations };
    let scores = scores(&study.self_reports.instruments(), &analysed.reports);
    let mut findings = of_analysed(about, &analysed, scores);
    findings.sensitivity = sensitivity(&study.plan, &collected, primary(&study.plan, &findings.estimates));
    test_primary(study, &analysed, &mut findings.estimates);
    findings.quality = Some(quality(&collected, &analysed));
    findings.instruments = instruments(&study.self_reports, &analysed.reports);
    findings
}

/// Analyses tables that say all by themselves: no schedule, no browser and no instrument is known.
pub fn of_tables(about: About<'_>, collected: Collected) -> Findings {
    let analysed = Analysed::new(&collected, &about.plan.exclusions);
    let plan = about.plan;
    let collected = Some(collected).filter(|collected| about.lacking.is_empty() && is_small(collected));
    let mut findings = of_analysed(about, &analysed, Vec::new());
    if let Some(collected) = collected {
        findings.sensitivity = sensitivity(plan, &collected, primary(plan, &findings.estimates));
    }
    findings
}

/// What a room is shown: the estimates that its screens name, and nothing that a report alone shows.
pub fn of_room(study: &Study, sample: &Sample<'_>, analysed: &Analysed, context: Context) -> Findings {
    let facts = facts(study, &context);
    let about = About { plan: &study.plan, facts, source: None, lacking: Vec::new(), deviations: context.deviations };
    let estimates = BY_NAME.iter().flat_map(|(family, _)| family(sample)).collect();
    cheap(about, analysed, with_roles(sample.plan, estimates))
}

fn primary<'e>(plan: &Plan, estimates: &'e [Estimate]) -> Option<&'e Estimate> {
    estimates.iter().find(|estimate| estimate.id == plan.primary.id())
}

/// The findings that trials and answers alone give.
fn of_analysed(about: About<'_>, analysed: &Analysed, scores: Vec<Score>) -> Findings {
    let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, about.plan).with_scores(scores);
    sample.fit_models();
    let lacking = about.lacking.clone();
    let estimates = without_what_is_lacking(estimates(&sample), &lacking);
    let roll_out = if lacking.contains(&Detail::Truth) { Err(UNKNOWN_TRUTH.into()) } else { roll_out(&sample) };
    let (roll_out, no_roll_out) = match roll_out {
        Ok(roll_out) => (Some(roll_out), None),
        Err(reason) => (None, Some(reason)),
    };
    let (people, people_are_shrunken) = people(&sample);
    Findings {
        people,
        people_are_shrunken,
        models: model_facts(&sample, &lacking),
        diagnostics: diagnostics(&sample, &lacking),
        confidence_bins: confidence_bins(&sample),
        roll_out,
        no_roll_out,
        ..cheap(about, analysed, estimates)
    }
}

/// The findings that take no time, around the estimates.
fn cheap(about: About<'_>, analysed: &Analysed, estimates: Vec<Estimate>) -> Findings {
    let items: std::collections::BTreeSet<usize> = analysed.table.rows.iter().map(|row| row.item).collect();
    Findings {
        schema_version: SCHEMA_VERSION,
        study: StudyFacts { items: items.len(), ..about.facts },
        source: about.source,
        primary: about.plan.primary.id().into(),
        switched_off: switched_off(&estimates),
        estimates,
        people: Vec::new(),
        people_are_shrunken: false,
        models: Vec::new(),
        diagnostics: Diagnostics::default(),
        sensitivity: Vec::new(),
        paths: paths(&analysed.table),
        times: times(&analysed.table),
        confidence_bins: Vec::new(),
        quality: None,
        instruments: Vec::new(),
        roll_out: None,
        no_roll_out: None,
        deviations: about.deviations,
        flow: analysed.flow.clone(),
    }
}

/// Analyses what was gathered from a journal.
pub fn of_gathered(study: &Study, gathered: Gathered) -> Findings {
    let Gathered { participations, simulated, days, data_hash, deviations, .. } = gathered;
    analyze(study, &participations, Context { simulated, days, data_hash, deviations })
}

/// Every estimate, in the order of the report.
pub fn estimates(sample: &Sample<'_>) -> Vec<Estimate> {
    let families = [
        speed,
        deadlines,
        throughput,
        accuracy,
        break_even,
        complementarity,
        three_classes,
        mistakes,
        first_failure,
        harm,
        adherence,
        consultation,
        weight_of_advice,
        verification,
        after_advice,
        dynamics,
        perception,
        insight,
        tracking,
        credit,
        placement,
        detection,
        metacognition,
        confidence,
        trust,
        scales,
    ];
    with_roles(sample.plan, families.iter().flat_map(|family| family(sample)).collect())
}

type Family = fn(&Sample<'_>) -> Vec<Estimate>;

/// The families of which a simulation or a room wants some estimates by their names.
const BY_NAME: [(Family, &[&str]); 5] = [
    (speed, &["speed-effect"]),
    (accuracy, &["accuracy-effect", "attributable-bias"]),
    (mistakes, &["over-reliance", "under-reliance"]),
    (
        perception,
        &[
            "believed-speed-forecast",
            "believed-speed-retrospective",
            "stated-speed-change",
            "speed-gap-forecast",
            "speed-gap-retrospective",
            "speed-gap-retrospective-points",
        ],
    ),
    (verification, &["decisive-opened-unaided", "decisive-opened-aided"]),
];

/// The families that hold some estimates, without the others and without the randomisation test.
pub fn families_of(study: &Study, participations: &[Participation], ids: &[&str]) -> Vec<Estimate> {
    let analysed = Analysed::new(&Collected::new(study, participations), &study.plan.exclusions);
    let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, &study.plan);
    let is_asked = |(_, named): &&(Family, &[&str])| named.iter().any(|id| ids.contains(id));
    BY_NAME.iter().filter(is_asked).flat_map(|(family, _)| family(&sample)).collect()
}

/// Adds its randomisation test to the primary estimate.
fn test_primary(study: &Study, analysed: &Analysed, estimates: &mut [Estimate]) {
    let primary = estimates.iter_mut().find(|estimate| estimate.id == study.plan.primary.id());
    if let (Some(estimate), Some(test)) = (primary, randomisation(study, analysed)) {
        estimate.notes.push(told(&test));
    }
}

fn facts(study: &Study, context: &Context) -> StudyFacts {
    let design = &study.design;
    StudyFacts {
        id: study.id.0.clone(),
        title: study.title.clone(),
        adviser: study.adviser.clone(),
        simulated: context.simulated,
        days: context.days.clone(),
        items: 0,
        trials_per_participant: Some(design.trials),
        wrong_advice_share: Some(design.wrong_advice_trials() as f64 / design.spoken_trials() as f64),
        seed: study.plan.seed,
        replicates: study.plan.replicates,
        program: env!("CARGO_PKG_VERSION").into(),
        study_hash: Some(study.hashes.study.to_string()),
        dataset_hash: Some(study.hashes.dataset.to_string()),
        plan_hash: study.hashes.plan.to_string(),
        data_hash: context.data_hash.clone(),
    }
}
