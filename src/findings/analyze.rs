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
use super::diagnostics::diagnostics;
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
use super::pictures::{are_shrunken, paths, people, times};
use super::placement::placement;
use super::quality::quality;
use super::randomisation::{randomisation, told};
use super::reliance::{adherence, mistakes};
use super::roll_out::roll_out;
use super::sample::Sample;
use super::scales::scales;
use super::sensitivity::sensitivity;
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
    test_primary(study, &analysed, &mut findings.estimates);
    findings.sensitivity = sensitivity(&study.plan, &collected);
    findings.quality = Some(quality(&collected, &analysed));
    findings.instruments = instruments(&study.self_reports, &analysed.reports);
    findings
}

/// Analyses tables that say all by themselves: no schedule, no browser and no instrument is known.
pub fn of_tables(about: About<'_>, collected: Collected) -> Findings {
    let analysed = Analysed::new(&collected, &about.plan.exclusions);
    let sensitivity = if about.lacking.is_empty() { sensitivity(about.plan, &collected) } else { Vec::new() };
    drop(collected);
    Findings { sensitivity, ..of_analysed(about, &analysed, Vec::new()) }
}

/// The findings that trials and answers alone give.
fn of_analysed(about: About<'_>, analysed: &Analysed, scores: Vec<Score>) -> Findings {
    let About { plan, facts, source, lacking, deviations } = about;
    let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, plan).with_scores(scores);
    let estimates = without_what_is_lacking(estimates(&sample), &lacking);
    let items: std::collections::BTreeSet<usize> = analysed.table.rows.iter().map(|row| row.item).collect();
    let roll_out = if lacking.contains(&Detail::Truth) { Err(UNKNOWN_TRUTH.into()) } else { roll_out(&sample) };
    let (roll_out, no_roll_out) = match roll_out {
        Ok(roll_out) => (Some(roll_out), None),
        Err(reason) => (None, Some(reason)),
    };
    Findings {
        schema_version: SCHEMA_VERSION,
        study: StudyFacts { items: items.len(), ..facts },
        source,
        primary: plan.primary.id().into(),
        switched_off: switched_off(&estimates),
        estimates,
        people: people(&sample),
        people_are_shrunken: are_shrunken(&sample),
        models: model_facts(&sample),
        diagnostics: diagnostics(&sample),
        sensitivity: Vec::new(),
        paths: paths(&analysed.table),
        times: times(&analysed.table),
        confidence_bins: confidence_bins(&sample),
        quality: None,
        instruments: Vec::new(),
        roll_out,
        no_roll_out,
        deviations,
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

/// The estimates of which a simulation knows the truth, without the others and without the randomisation test.
pub fn known(study: &Study, participations: &[Participation]) -> Vec<Estimate> {
    let analysed = Analysed::new(&Collected::new(study, participations), &study.plan.exclusions);
    let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, &study.plan);
    [speed, accuracy, mistakes, perception].iter().flat_map(|family| family(&sample)).collect()
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
        wrong_advice_share: Some(design.wrong_advice_trials() as f64 / design.aided_trials() as f64),
        seed: study.plan.seed,
        replicates: study.plan.replicates,
        program: env!("CARGO_PKG_VERSION").into(),
        study_hash: Some(study.hashes.study.to_string()),
        dataset_hash: Some(study.hashes.dataset.to_string()),
        plan_hash: study.hashes.plan.to_string(),
        data_hash: context.data_hash.clone(),
    }
}
