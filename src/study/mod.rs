//! What will be asked: study file, dataset and analysis plan, from files that people write to types that hold.

mod advice_rules;
mod alert;
mod checked;
mod condition;
mod conditions;
mod conduct_rules;
mod dataset;
mod dataset_files;
mod design;
mod files;
mod instrument;
mod instrument_file;
mod instrument_translations;
mod operation;
mod plan;
mod problem;
mod questions;
mod quota;
mod scale;
mod self_reports;
mod sheet;
mod stratifier;
mod study_file;
mod texts;
mod toml_reader;

pub use alert::{Advice, AdviceKind, Alert, Difficulty, Evidence, FAILURE_MODES, Role, Severity, Verdict};
pub use checked::{Hashes, Study, StudyId};
pub use condition::{
    AdviceTiming, Condition, ConfidenceShown, Deadline, Explanation, Feedback, Justification, SourceLabel,
};
pub use conduct_rules::{BrowserPolicy, ConductRules, LatePolicy, LateReturn, PracticeCriterion, PracticeFailed};
pub use dataset::{AdviceSupply, Dataset};
pub use design::{Design, TOO_MANY_IN_A_ROW, order_exists, share_evenly};
pub use files::Files;
pub use instrument::{About, Instrument, Item, Scoring, Statistic, Transformation, Translation, Wording};
pub use operation::{Costs, Operation};
pub use plan::{Exclusions, Incomplete, Inference, Plan, PrimaryMeasure};
pub use problem::{Place, Problem, ProblemReport, Problems};
pub use questions::{Aided, Construct, Met, Page, Question, QuestionGroup, UNTIMED};
pub use quota::Quota;
pub use scale::Scale;
pub use self_reports::{Asked, SelfReports};
pub use stratifier::Stratifier;
pub use study_file::{Comparison, WrongDirection};
pub use texts::{LongText, Moment, Phrase, Template, Texts, Words};
pub use toml_reader::{Located, TableReader, parse};

use std::path::Path;

/// Reads and checks an analysis plan on its own, with the hash of its file; returns every problem at once.
pub fn load_plan(files: Files, path: &Path) -> Result<(Plan, blake3::Hash), Problems> {
    let mut problems = Problems::none();
    match plan::read(files, path, &mut problems) {
        Some(read) if problems.is_empty() => Ok(read),
        _ => Err(problems),
    }
}

/// Reads and checks a dataset folder on its own; returns every problem at once.
pub fn load_dataset(files: Files, folder: &Path) -> Result<Dataset, Problems> {
    let mut problems = Problems::none();
    match dataset_files::read(files, folder, &mut problems) {
        Some((dataset, _)) if problems.is_empty() => Ok(dataset),
        _ => Err(problems),
    }
}
