//! `import`: a spreadsheet of past alerts as a study that can be run.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::init::empty_folder;
use crate::console::Console;
use crate::exchange::{SingleSheet, dataset_files, read_single_sheet};
use crate::study::{AdviceSupply, Dataset, Design, Files, Quota, Role, Study, order_exists};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// A CSV file with the columns alert, truth, `ai_verdict`, `ai_rationale` and evidence, one alert a row
    sheet: PathBuf,
    /// The folder to write the study into; it must not exist, or be empty
    folder: PathBuf,
    /// How the participants' pages call the adviser
    #[arg(long, value_name = "NAME", default_value = "AI")]
    adviser: String,
    /// How many of the alerts with right advice become practice alerts
    #[arg(long, value_name = "N", default_value_t = 2)]
    practice: usize,
}

impl Import {
    /// Reads the sheet, and writes a study.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let name = self.sheet.display().to_string();
        let bytes = std::fs::read(&self.sheet).map_err(|error| {
            CommandError::user(
                format!("{name} can't be read: {error}"),
                "name a CSV file; docs/authoring.md has its columns",
            )
        })?;
        let title = self.sheet.file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
        let SingleSheet { dataset, left_out } = read_single_sheet(&bytes, &name, &title, self.practice)?;
        let shape = Shape::of(&dataset).ok_or_else(|| too_few(&dataset))?;
        empty_folder(&self.folder)?;
        let alerts = self.folder.join("alerts");
        std::fs::create_dir_all(&alerts).map_err(|error| CommandError::unwritable(&alerts, &error))?;
        let internal = |error: csv::Error| CommandError::Internal(error.to_string());
        let files = dataset_files(&dataset).map_err(internal)?.map(|(name, text)| (format!("alerts/{name}"), text));
        let plan = Files::Embedded
            .read(Path::new("analysis/default.toml"))
            .map_err(|error| CommandError::Internal(error.to_string()))?;
        let own = [("study.toml".to_owned(), self.study_file(&dataset, &shape)), ("plan.toml".to_owned(), plan)];
        for (name, text) in files.into_iter().chain(own) {
            let path = self.folder.join(name);
            std::fs::write(&path, text).map_err(|error| CommandError::unwritable(&path, &error))?;
        }
        let path = self.folder.join("study.toml");
        Study::load(Files::Disk, &path)?;
        tell(console, &dataset, &shape, &path);
        if !left_out.is_empty() {
            console.say(&format!("left out, since no column is called so: {}", left_out.join(", ")));
        }
        Ok(())
    }

    fn study_file(&self, dataset: &Dataset, shape: &Shape) -> String {
        let practice = dataset.with_role(|role| *role == Role::Practice).len();
        let has_confidence = dataset.alerts.iter().flat_map(|alert| &alert.advice).all(|a| a.confidence.is_some());
        let confidence = if has_confidence { "uninformative" } else { "hidden" };
        let (title, adviser) = (format!("What does {} do to our triage?", self.adviser), &self.adviser);
        let wrong_share = shape.wrong as f64 / (shape.trials / 2) as f64;
        format!(
            r#"# Question:  what does the adviser's real advice do to our triage?
# Design:    every analyst decides {half} past alerts without and {half} with the advice as it was given; {wrong} of these were wrong.
title = {title}
dataset = "alerts"
seed = 1

[design]
trials = {trials}
blocks = 2
practice_trials = {practice}
wrong_advice_share = {wrong_share:.4}
right_before_first_wrong = {lead}

[advice]
name = {adviser}
confidence = "{confidence}"
explanation = "rationale"

[self_reports]
forecast = true
per_block = ["minutes", "number-correct"]
final = ["minutes", "speed-change", "number-correct", "advice-wrong", "advice-followed", "trust"]

[analysis]
plan = "plan.toml"
"#,
            half = shape.trials / 2,
            wrong = shape.wrong,
            title = toml::Value::from(title.as_str()),
            trials = shape.trials,
            lead = shape.lead,
            adviser = toml::Value::from(adviser.as_str()),
        )
    }
}

/// A design that the alerts bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    trials: usize,
    wrong: usize,
    lead: usize,
}

/// More trials than these take more than about an hour.
const MOST_TRIALS: usize = 24;

impl Shape {
    /// The most trials, up to 24, with a share of wrong advice as near as possible to that of the sheet, but some.
    fn of(dataset: &Dataset) -> Option<Self> {
        let halves = dataset.halves();
        let scored: Vec<usize> = halves.concat();
        let wrong = scored.iter().filter(|&&index| !dataset.alerts[index].wrong_advice().is_empty()).count();
        let share = wrong as f64 / scored.len().max(1) as f64;
        (1..=MOST_TRIALS / 4).rev().map(|quarter| 4 * quarter).find_map(|trials| {
            let per_arm = trials / 2;
            let aim = share * per_arm as f64;
            let mut numbers: Vec<usize> = (1..=per_arm * 3 / 5).collect();
            numbers.sort_by(|&a, &b| (a as f64 - aim).abs().total_cmp(&(b as f64 - aim).abs()));
            numbers.into_iter().find_map(|wrong| {
                let lead = [2, 1, 0].into_iter().find(|&lead| order_exists(per_arm - wrong, wrong, lead))?;
                let design = Design::within(trials, 2, wrong, lead);
                let is_held = |(pool, half): (usize, &Vec<usize>)| Quota::of(dataset, half, &design, pool).is_some();
                halves.iter().enumerate().all(is_held).then_some(Self { trials, wrong, lead })
            })
        })
    }
}

fn too_few(dataset: &Dataset) -> CommandError {
    let scored = dataset.with_role(|role| matches!(role, Role::Scored { .. }));
    let count = |action: bool, wrong: bool| {
        let is = |&&index: &&usize| {
            let alert = &dataset.alerts[index];
            alert.needs_action() == action && alert.wrong_advice().is_empty() != wrong
        };
        scored.iter().filter(is).count()
    };
    let message = format!(
        "these alerts make no study: {} to act on ({} with wrong advice) and {} to close ({} with wrong advice), besides practice",
        count(true, false) + count(true, true),
        count(true, true),
        count(false, false) + count(false, true),
        count(false, true),
    );
    CommandError::user(
        message,
        "half of the alerts get advice: there have to be some of each, and wrong advice in both halves; --practice 0 sets none aside",
    )
}

fn tell(console: Console, dataset: &Dataset, shape: &Shape, path: &Path) {
    debug_assert_eq!(dataset.advice_supply, AdviceSupply::AsGiven);
    let study = path.display().to_string();
    let text = format!(
        "wrote {study}: {} alerts, {} trials for each analyst, half of them with the advice as given, {} of these wrong",
        dataset.alerts.len(),
        shape.trials,
        shape.wrong
    );
    console.outcome(
        &text,
        &json!({ "schema_version": 1, "study": study, "alerts": dataset.alerts.len(), "trials": shape.trials, "wrong_advice": shape.wrong }),
    );
    console.say("participants will read every cell of the sheet's alert, evidence and AI columns: take out what they must not see");
    console.say(&format!("next: overtrust check {study}"));
}
