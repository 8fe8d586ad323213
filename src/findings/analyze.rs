//! From everything that happened to everything that a report shows.

use crate::measures::{Analysed, Collected, Gathered, Participation, TrialTable, scores};
use crate::study::Study;

use super::accuracy::accuracy;
use super::after_advice::after_advice;
use super::break_even::break_even;
use super::complementarity::complementarity;
use super::confidence::{confidence, confidence_bins};
use super::consultation::consultation;
use super::credit::credit;
use super::deadlines::deadlines;
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
use super::{Findings, StudyFacts};

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

/// Raised when the meaning of a field changes.
const SCHEMA_VERSION: u32 = 1;

/// Analyses the events of all participants as the study's plan says. The same input gives the same findings, with any number of
/// threads.
pub fn analyze(study: &Study, participations: &[Participation], context: Context) -> Findings {
    let collected = Collected::new(study, participations);
    let analysed = Analysed::new(&collected, &study.plan.exclusions);
    let sample = Sample::new(&analysed.table, &analysed.shown, &analysed.reports, &study.plan)
        .with_scores(scores(&study.self_reports.instruments(), &analysed.reports));
    let (roll_out, no_roll_out) = match roll_out(&sample) {
        Ok(roll_out) => (Some(roll_out), None),
        Err(reason) => (None, Some(reason)),
    };
    Findings {
        schema_version: SCHEMA_VERSION,
        study: facts(study, &analysed.table, &context),
        primary: study.plan.primary.id().into(),
        estimates: with_randomisation(study, &analysed, estimates(&sample)),
        people: people(&sample),
        people_are_shrunken: are_shrunken(&sample),
        models: model_facts(&sample),
        diagnostics: diagnostics(&sample),
        sensitivity: sensitivity(study, &collected),
        paths: paths(&analysed.table),
        times: times(&analysed.table),
        confidence_bins: confidence_bins(&sample),
        quality: quality(&collected, &analysed),
        instruments: instruments(&study.self_reports, &analysed.reports),
        roll_out,
        no_roll_out,
        deviations: context.deviations,
        flow: analysed.flow,
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

/// The estimates, the primary one with its randomisation test.
fn with_randomisation(study: &Study, analysed: &Analysed, mut estimates: Vec<Estimate>) -> Vec<Estimate> {
    let primary = estimates.iter_mut().find(|estimate| estimate.id == study.plan.primary.id());
    if let (Some(estimate), Some(test)) = (primary, randomisation(study, analysed)) {
        estimate.notes.push(told(&test));
    }
    estimates
}

fn facts(study: &Study, table: &TrialTable, context: &Context) -> StudyFacts {
    let items: std::collections::BTreeSet<usize> = table.rows.iter().map(|row| row.item).collect();
    let design = &study.design;
    StudyFacts {
        id: study.id.0.clone(),
        title: study.title.clone(),
        adviser: study.adviser.clone(),
        simulated: context.simulated,
        days: context.days.clone(),
        items: items.len(),
        trials_per_participant: design.trials,
        wrong_advice_share: design.wrong_advice_trials() as f64 / design.aided_trials() as f64,
        seed: study.plan.seed,
        replicates: study.plan.replicates,
        program: env!("CARGO_PKG_VERSION").into(),
        study_hash: study.hashes.study.to_string(),
        dataset_hash: study.hashes.dataset.to_string(),
        plan_hash: study.hashes.plan.to_string(),
        data_hash: context.data_hash.clone(),
    }
}
