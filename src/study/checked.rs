//! A checked study: nothing optional that cannot be absent, and a design that the dataset can fill.

use std::path::Path;

use super::condition::{Condition, ConfidenceShown};
use super::conduct_rules::ConductRules;
use super::dataset::Dataset;
use super::dataset_files;
use super::design::{self, Design};
use super::files::Files;
use super::plan::{self, Plan, PrimaryMeasure};
use super::problem::Problems;
use super::questions::{Asker, Met, Page, Question, QuestionGroup};
use super::self_reports::{self, SelfReports};
use super::stratifier::Stratifier;
use super::study_file::StudyFile;
use super::texts::{self, Texts, Words};
use super::toml_reader::{TableReader, parse};

/// The name of a study in the journal: its file's name without the ending.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StudyId(pub String);

/// A study that can be run.
#[derive(Debug, Clone)]
pub struct Study {
    /// Its name in the journal.
    pub id: StudyId,
    /// Its title, as participants see it.
    pub title: String,
    /// The seed of every assignment.
    pub seed: u64,
    /// Who sees what.
    pub design: Design,
    /// The background questions whose answers make the strata within which cells are balanced; empty without strata.
    pub stratify: Vec<Stratifier>,
    /// Who may come back, how often, and what practice has to show.
    pub conduct: ConductRules,
    /// What the adviser is called.
    pub adviser: String,
    /// The groups between which something is varied: one or more.
    pub conditions: Vec<Condition>,
    /// What participants are asked.
    pub self_reports: SelfReports,
    /// The alerts.
    pub dataset: Dataset,
    /// The analysis plan.
    pub plan: Plan,
    /// The languages that participants can choose, and what is said in them.
    pub texts: Texts,
    /// What identifies the files.
    pub hashes: Hashes,
}

/// BLAKE3 hashes of the files that a study consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashes {
    /// The study file, with the instruments and texts that lie beside it, and the texts of its languages.
    pub study: blake3::Hash,
    /// The dataset's four files, in order.
    pub dataset: blake3::Hash,
    /// The analysis plan.
    pub plan: blake3::Hash,
}

impl Study {
    /// Reads a study with its dataset and plan; returns every problem of all the files at once.
    pub fn load(files: Files, path: &Path) -> Result<Self, Problems> {
        checked(|problems| read(files, path, Length::AsWritten, problems))
    }

    /// The same as if the file named another number of trials. Its hash stays that of the file as it is.
    pub fn load_with_trials(files: Files, path: &Path, trials: u64) -> Result<Self, Problems> {
        checked(|problems| read(files, path, Length::Trials(trials), problems))
    }

    /// The questions of a page, for a participant who meets some trials of each arm; for a block's page, of the block's arm. In the
    /// default language: ids and scales are those of every language.
    pub fn questions(&self, page: Page, met: Met) -> Vec<Question> {
        self.questions_in(self.texts.default_words(), page, met)
    }

    /// The questions of a page in a language.
    pub fn questions_in(&self, words: &Words, page: Page, met: Met) -> Vec<Question> {
        let asker = Asker { words, adviser: &self.adviser };
        match page {
            Page::Background => {
                let instruments = self.self_reports.background.iter();
                let mut questions = asker.background(met.has_deadline);
                questions.extend(instruments.flat_map(|instrument| instrument.questions(&self.adviser, words)));
                questions
            }
            Page::Forecast => asker.forecast(),
            Page::Instructions | Page::Feedback(_) | Page::BlockFeedback(_) | Page::Break(_) => Vec::new(),
            Page::Block(_) => asker.block(&self.self_reports.per_block, self.design.trials_per_block() as u32, met.arm),
            Page::Final => asker.retrospective(&self.self_reports.last, met),
        }
    }
}

/// How many measured trials a session has.
#[derive(Clone, Copy)]
enum Length {
    AsWritten,
    Trials(u64),
}

fn checked(read: impl FnOnce(&mut Problems) -> Option<Study>) -> Result<Study, Problems> {
    let mut problems = Problems::none();
    match read(&mut problems) {
        Some(study) if problems.is_empty() => Ok(study),
        _ => Err(problems),
    }
}

fn read(files: Files, path: &Path, length: Length, problems: &mut Problems) -> Option<Study> {
    let file = files.display(path);
    let text = files.text(path, "`overtrust init DIR` writes a study to start from", problems)?;
    let table = parse(&file, &text, problems);
    let mut written = StudyFile::read(TableReader::root(&file, &table, problems));
    if let Length::Trials(trials) = length {
        written.design.trials.value = trials;
    }
    let (self_reports, mut own_texts) = self_reports::read(files, path, &written.self_reports, problems);
    let texts = texts::read(files, path, &written.texts, problems);
    if let Some((texts, _)) = &texts {
        self_reports::check_translated(&files.display(path), &written.self_reports, &self_reports, texts, problems);
    }

    let before = problems.len();
    let dataset = written
        .dataset
        .as_ref()
        .and_then(|folder| dataset_files::read(files, &files.beside(path, &folder.value), problems));
    let dataset_is_faulty = problems.len() > before;
    let plan = written.plan.as_ref().and_then(|plan| plan::read(files, &files.beside(path, &plan.value), problems));
    // What a faulty dataset seems to lack may only be unreadable.
    let supply = dataset.as_ref().map(|(dataset, _)| dataset).filter(|_| !dataset_is_faulty);
    let mut reader = TableReader::root(&file, &table, problems);
    let design = design::check(&written.design, supply, &mut reader);

    let conduct = written.conduct.check(&written.design, &mut reader);

    if let Some((plan, _)) = &plan {
        check_primary(&written, &self_reports, &design, plan, &mut reader);
    }

    if let Some((dataset, _)) = &dataset {
        check_confidence(&written, dataset, &mut reader);
    }
    let (dataset, dataset_hash) = dataset?;
    let (plan, plan_hash) = plan?;
    let (texts, sources) = texts?;
    own_texts.extend(sources);
    Some(Study {
        id: StudyId(path.file_stem()?.to_string_lossy().into_owned()),
        title: written.title?.value,
        seed: written.seed,
        design,
        stratify: written.stratify,
        conduct,
        adviser: written.adviser?.value,
        conditions: written.conditions,
        self_reports,
        dataset,
        plan,
        texts,
        hashes: Hashes { study: study_hash(&text, &own_texts), dataset: dataset_hash, plan: plan_hash },
    })
}

/// Over the study file, its own instruments, the texts of its languages, and those beside it: all that participants read.
fn study_hash(text: &str, own_texts: &[String]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    for text in own_texts {
        hasher.update(text.as_bytes());
    }
    hasher.finalize()
}

/// The primary measure has to be one that the design and the questions give.
fn check_primary(
    written: &StudyFile,
    self_reports: &SelfReports,
    design: &Design,
    plan: &Plan,
    reader: &mut TableReader<'_, '_>,
) {
    let asks_minutes = self_reports.asks(QuestionGroup::Minutes);
    let (possible, needs) = match plan.primary {
        PrimaryMeasure::AttributableBias => {
            (design.wrong_advice_trials() > 0, "wrong advice: raise `wrong_advice_share`")
        }
        PrimaryMeasure::SpeedGapRetrospective => (asks_minutes, "`minutes` among the questions in [self_reports]"),
        PrimaryMeasure::SpeedEffect | PrimaryMeasure::AccuracyEffect => (true, ""),
    };
    if let (false, Some(place)) = (possible, &written.plan) {
        let message = format!("the plan's primary measure `{}` can't be estimated by this design", plan.primary.id());
        reader.problem(place.span.clone(), message, Some(format!("it needs {needs}")));
    }
}

/// Shown confidence needs a figure for every advice: without one, a page would tell which advice lacks it.
fn check_confidence(written: &StudyFile, dataset: &Dataset, reader: &mut TableReader<'_, '_>) {
    let is_shown = |condition: &Condition| condition.confidence == ConfidenceShown::Uninformative;
    let lacking = dataset.alerts.iter().flat_map(|alert| &alert.advice).filter(|advice| advice.confidence.is_none());
    let lacking = lacking.count();
    if lacking > 0 && written.conditions.iter().any(is_shown) {
        let span = written.adviser.as_ref().map_or(0..0, |adviser| adviser.span.clone());
        let message = format!("{lacking} advices of the dataset state no confidence");
        reader.problem(span, message, Some("write `confidence = \"hidden\"` in [advice]".into()));
    }
}
