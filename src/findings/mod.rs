//! The study's answers: each estimate with its evidence.

mod accuracy;
mod after_advice;
mod analyze;
mod belief;
mod break_even;
mod complementarity;
mod condition;
mod confidence;
mod consultation;
/// Which intervals hold what they promise.
pub mod coverage;
mod credit;
mod cue_counts;
mod deadlines;
mod detail;
mod detection;
mod diagnostics;
mod dynamics;
mod estimate;
mod family;
mod first_failure;
mod harm;
mod headline;
mod implied;
mod insight;
mod instruments;
mod metacognition;
mod model_facts;
mod models;
mod perception;
mod pictures;
mod placement;
mod precision;
mod quality;
mod randomisation;
mod recovery;
mod reliance;
mod replication;
mod roll_out;
mod room;
mod sample;
mod scales;
mod sensitivity;
mod share;
mod speed;
#[cfg(test)]
mod tests;
mod three_classes;
mod throughput;
mod tracking;
mod trust;
mod verification;
mod weight_of_advice;

pub use analyze::{About, Context, analyze, estimates, of_gathered, of_tables};
pub use confidence::ConfidenceBin;
pub use detail::{Detail, SwitchedOff};
pub use diagnostics::{Diagnostics, ItemFacts};
pub use estimate::{Estimate, Role, Unit};
pub use headline::Beside;
pub use implied::{HEADLINE, Implied, implied};
pub use instruments::InstrumentFacts;
pub use model_facts::{CoefficientFacts, ModelFacts, RandomFacts};
pub use precision::{Frequency, Precision, Widths, precision};
pub use recovery::{Recovered, recover};
pub use replication::{Replication, Scope};
pub use roll_out::{BreakEvenCost, Compared, Projection, Ranged, RollOut, States};
pub use room::{FEWEST_PEOPLE, MisledAlert, Room};
pub use sample::Sample;
pub use sensitivity::Specification;

use serde::Serialize;

pub use crate::measures::Flow;
pub use crate::statistics::quantile;
pub use crate::study::Costs;

/// Everything that a report shows. Recomputed from the journal and the study whenever it is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Findings {
    /// Raised when the meaning of a field changes.
    pub schema_version: u32,
    /// What was run.
    pub study: StudyFacts,
    /// What a table from elsewhere says of itself; none where a journal was analysed.
    pub source: Option<TableFacts>,
    /// Who took part, who was left out, and why.
    pub flow: Flow,
    /// The id of the estimate that the plan declares primary.
    pub primary: String,
    /// Every estimate, in the order of the report.
    pub estimates: Vec<Estimate>,
    /// The estimates that have no value, by the reason.
    pub switched_off: Vec<SwitchedOff>,
    /// One entry a participant, for the pictures; without names, shrunken where a model allows it, and empty below five people.
    pub people: Vec<PersonFacts>,
    /// Whether the people's measured changes are shrunken.
    pub people_are_shrunken: bool,
    /// The mixed models.
    pub models: Vec<ModelFacts>,
    /// Residuals and alerts.
    pub diagnostics: Diagnostics,
    /// The primary measure under other choices.
    pub sensitivity: Vec<Specification>,
    /// Where right and wrong advice led: counts of trials.
    pub paths: AdvicePaths,
    /// Active times of the analysed trials, in seconds, for the pictures.
    pub times: Times,
    /// Stated confidence against decisions, by tenths, for a picture.
    pub confidence_bins: Vec<ConfidenceBin>,
    /// How good the data are; none where no browser of this program measured them.
    pub quality: Option<Quality>,
    /// What the instruments gave.
    pub instruments: Vec<InstrumentFacts>,
    /// What the results mean for operation; none where the design does not say it.
    pub roll_out: Option<RollOut>,
    /// Why there is no roll-out.
    pub no_roll_out: Option<String>,
    /// What differs from what was fixed at the first enrolment.
    pub deviations: Vec<String>,
}

/// What was run, and what identifies it.
#[derive(Debug, Clone, Serialize)]
pub struct StudyFacts {
    /// The study's name in the journal.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the adviser is called.
    pub adviser: String,
    /// Participants who were simulated, of those who enrolled.
    pub simulated: usize,
    /// First and last day of the data (UTC), where there are any.
    pub days: Option<(String, String)>,
    /// Alerts that were analysed.
    pub items: usize,
    /// Trials of a participant, where a study fixed them.
    pub trials_per_participant: Option<usize>,
    /// Of the trials with advice, the share that was made wrong, where a study fixed it.
    pub wrong_advice_share: Option<f64>,
    /// Seed of the resampling.
    pub seed: u64,
    /// Bootstrap replicates.
    pub replicates: usize,
    /// Version of the program.
    pub program: String,
    /// Hash of the study file, where there is one.
    pub study_hash: Option<String>,
    /// Hash of the dataset, where there is one.
    pub dataset_hash: Option<String>,
    /// Hash of the analysis plan.
    pub plan_hash: String,
    /// Hash over the last links of every participant's chain; of a table from elsewhere, over its bytes.
    pub data_hash: String,
}

/// What was read from a table of trials that another program wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableFacts {
    /// The file, as it was named.
    pub file: String,
    /// Trials that were read.
    pub rows: usize,
    /// Columns that nothing was read from, by their names in the file.
    pub ignored_columns: Vec<String>,
    /// What has to be known to read the estimates.
    pub notes: Vec<String>,
}

/// One participant's believed and measured figures, where they are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonFacts {
    /// Measured change of time with advice, in percent.
    pub measured_percent: Option<f64>,
    /// Believed afterwards, from minutes, in percent.
    pub believed_percent: Option<f64>,
    /// Forecast, from minutes, in percent.
    pub forecast_percent: Option<f64>,
    /// Share of unaided trials decided rightly.
    pub unaided_accuracy: Option<f64>,
    /// Share of aided trials decided rightly.
    pub aided_accuracy: Option<f64>,
}

/// Where the advice led: trials by what the advice was and what the participant did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AdvicePaths {
    /// Right advice, followed.
    pub right_followed: usize,
    /// Right advice, decided otherwise.
    pub right_overridden: usize,
    /// Wrong advice, followed: a wrong decision.
    pub wrong_followed: usize,
    /// Wrong advice, decided otherwise: a right decision.
    pub wrong_overridden: usize,
    /// Without advice, decided rightly.
    pub unaided_right: usize,
    /// Without advice, decided wrongly.
    pub unaided_wrong: usize,
}

/// Active times in seconds, by what was shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Times {
    /// Without advice.
    pub unaided: Vec<f64>,
    /// With right advice.
    pub aided_right: Vec<f64>,
    /// With wrong advice.
    pub aided_wrong: Vec<f64>,
}

/// How good the data are.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Trials whose page was hidden or without focus at some time.
    pub hidden_trials: usize,
    /// Trials that were loaded again before the verdict.
    pub reopened_trials: usize,
    /// Median interval between frames, in milliseconds.
    pub refresh_ms: Option<f64>,
    /// Median of the smallest clock step, in milliseconds.
    pub clock_step_ms: Option<f64>,
    /// Frames that came late, per trial.
    pub dropped_frames_per_trial: Option<f64>,
    /// Attention checks that were shown, and failed.
    pub attention_checks: (usize, usize),
    /// Browsers that were looked at before the instructions, and those that came with a warning.
    pub browser_checks: (usize, usize),
}
