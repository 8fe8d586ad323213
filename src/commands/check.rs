//! `check`: everything that is wrong with a study or a dataset, or what will happen.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::CommandError;
use super::design_words::design_rows;
use crate::assignment::Summary;
use crate::console::{Console, table};
use crate::lint::{Finding, Lint, Outcome};
use crate::study::{Dataset, Files, Role, Study, Words, load_dataset};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// A study file, or the folder of a study or of a dataset
    path: PathBuf,
}

impl Check {
    /// Checks, and prints a summary. A dataset that fails a check is an error; a study on it is only told so.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        if self.path.is_dir() && !self.path.join("study.toml").exists() {
            return self.dataset(console);
        }
        let path = if self.path.is_dir() { self.path.join("study.toml") } else { self.path.clone() };
        let study = Study::load(Files::Disk, &path)?;
        let summary = Summary::of(&study);
        let lint = Lint::of(&study.dataset);
        console.outcome(&study_text(&study, &summary, &lint), &study_json(&study, &summary, &lint));
        if !console.is_json() {
            console.say(&format!("next: overtrust serve {0}, or overtrust simulate {0}", path.display()));
        }
        Ok(())
    }

    fn dataset(&self, console: Console) -> Result<(), CommandError> {
        let dataset = load_dataset(Files::Disk, &self.path)?;
        let lint = Lint::of(&dataset);
        console.outcome(&dataset_text(&dataset, &lint), &dataset_json(&dataset, &lint));
        let failed = lint.count(Outcome::Failed);
        if failed > 0 {
            let message = format!("{} fails {failed} of {} checks", self.path.display(), lint.findings.len());
            return Err(CommandError::user(message, "each one says above what to do; docs/authoring.md has the rules"));
        }
        Ok(())
    }
}

fn study_text(study: &Study, summary: &Summary, lint: &Lint) -> String {
    let mut rows = design_rows(study, summary);
    rows.extend([
        ("checks", tally(lint)),
        ("languages", languages_words(study)),
        ("participants", format!("the counterbalancing is complete at {}, and at every multiple", summary.complete_at)),
        ("plan", study.plan.title.clone()),
        ("primary", format!("{}, {:.0} % intervals", study.plan.primary.id(), study.plan.level * 100.0)),
    ]);
    let lines: Vec<String> = rows.iter().map(|(name, text)| format!("  {name:<13} {text}")).collect();
    format!("{} is fine: {}\n\n{}", study.id.0, study.title, lines.join("\n"))
}

/// The languages that participants can choose, and what they cannot: the alerts are as they were written.
fn languages_words(study: &Study) -> String {
    let names = study.texts.languages().iter().map(|words| format!("{} ({})", words.code(), words.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    if study.texts.languages().len() > 1 { format!("{names}; alerts and advice stay as written") } else { names }
}

/// The checks of a dataset in one line, with those that did not pass by name.
fn tally(lint: &Lint) -> String {
    let mut parts = vec![format!("{} of {} of the alerts passed", lint.count(Outcome::Passed), lint.findings.len())];
    for outcome in [Outcome::Failed, Outcome::Warned, Outcome::NotJudged] {
        let names: Vec<&str> =
            lint.findings.iter().filter(|finding| finding.outcome == outcome).map(|finding| finding.check).collect();
        if !names.is_empty() {
            parts.push(format!("{}: {}", outcome.word(), names.join(", ")));
        }
    }
    parts.join("; ")
}

fn study_json(study: &Study, summary: &Summary, lint: &Lint) -> Value {
    json!({
        "schema_version": 1,
        "study": study.id.0,
        "title": study.title,
        "trials": summary.trials,
        "blocks": summary.blocks,
        "practice_trials": summary.practice_trials,
        "attention_checks": summary.attention_checks,
        "unaided": summary.unaided,
        "right_advice": summary.right_advice,
        "wrong_advice": summary.wrong_advice,
        "silent": summary.silent,
        "right_for_wrong_reason": summary.wrong_reasons,
        "comparison": study.design.comparison.name(),
        "conditions": study.conditions.iter().map(|condition| condition.name.as_str()).collect::<Vec<_>>(),
        "alerts": summary.alerts,
        "expected_minutes": summary.minutes,
        "participants_for_complete_counterbalancing": summary.complete_at,
        "languages": study.texts.languages().iter().map(Words::code).collect::<Vec<_>>(),
        "primary": study.plan.primary.id(),
        "dataset_checks": findings_json(lint),
    })
}

/// Alerts with a role, in words.
fn counts(dataset: &Dataset) -> [usize; 3] {
    [
        dataset.with_role(|role| matches!(role, Role::Scored { .. })).len(),
        dataset.with_role(|role| *role == Role::Practice).len(),
        dataset.with_role(|role| *role == Role::AttentionCheck).len(),
    ]
}

fn dataset_text(dataset: &Dataset, lint: &Lint) -> String {
    let [scored, practice, checks] = counts(dataset);
    let state = if lint.count(Outcome::Failed) > 0 { "can be read" } else { "is fine" };
    let mut parts = vec![format!(
        "{} {state}: {scored} scored alerts in forms {}, {practice} practice alerts, {checks} attention checks\nlicence {}; {}\n\n{}",
        dataset.title,
        dataset.forms().join(", "),
        dataset.licence,
        dataset.prevalence,
        dataset.provenance,
    )];
    parts.push(lint.findings.iter().map(finding_text).collect::<Vec<_>>().join("\n"));
    for counted in &lint.tables {
        let header: Vec<&str> = counted.header.iter().map(String::as_str).collect();
        parts.push(format!("{}\n{}", counted.title, table(&header, &counted.rows)));
    }
    parts.join("\n\n")
}

/// More rows than these are only counted.
const SHOWN_PLACES: usize = 12;

fn finding_text(finding: &Finding) -> String {
    let mut lines = vec![format!("{:<16} {:<10} {}", finding.check, finding.outcome.word(), finding.message)];
    lines.extend(finding.places.iter().take(SHOWN_PLACES).map(|place| format!("    {place}")));
    if finding.places.len() > SHOWN_PLACES {
        lines.push(format!("    and {} more (--json has all)", finding.places.len() - SHOWN_PLACES));
    }
    lines.extend(finding.hint.iter().map(|hint| format!("    hint: {hint}")));
    lines.join("\n")
}

fn dataset_json(dataset: &Dataset, lint: &Lint) -> Value {
    let [scored, practice, checks] = counts(dataset);
    json!({
        "schema_version": 2,
        "title": dataset.title,
        "forms": dataset.forms(),
        "scored": scored,
        "practice": practice,
        "attention_checks": checks,
        "findings": findings_json(lint),
        "tables": lint.tables,
    })
}

fn findings_json(lint: &Lint) -> Vec<Value> {
    let places = |finding: &Finding| finding.places.iter().map(crate::console::problem_json).collect::<Vec<_>>();
    lint.findings
        .iter()
        .map(|finding| {
            json!({
                "check": finding.check,
                "outcome": finding.outcome,
                "message": finding.message,
                "places": places(finding),
                "hint": finding.hint,
            })
        })
        .collect()
}
