//! `check`: everything that is wrong with a study or a dataset, or what will happen.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::CommandError;
use crate::assignment::Summary;
use crate::console::{Console, table};
use crate::study::{Dataset, Files, Role, Study, load_dataset};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// A study file, or the folder of a study or of a dataset
    path: PathBuf,
}

impl Check {
    /// Checks, and prints a summary.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        if self.path.is_dir() && !self.path.join("study.toml").exists() {
            let dataset = load_dataset(Files::Disk, &self.path)?;
            console.result(&if console.is_json() { dataset_json(&dataset) } else { dataset_text(&dataset) });
            return Ok(());
        }
        let path = if self.path.is_dir() { self.path.join("study.toml") } else { self.path.clone() };
        let study = Study::load(Files::Disk, &path)?;
        let summary = Summary::of(&study);
        console.result(&if console.is_json() { study_json(&study, &summary) } else { study_text(&study, &summary) });
        if !console.is_json() {
            console.say(&format!("next: overtrust serve {0}, or overtrust simulate {0}", path.display()));
        }
        Ok(())
    }
}

fn study_text(study: &Study, summary: &Summary) -> String {
    let share = 100.0 * summary.wrong_advice as f64 / (summary.right_advice + summary.wrong_advice) as f64;
    let rows = [
        ("design", "within participants; advice shown from the start".to_owned()),
        ("trials", format!("{} in {} blocks, half of the blocks with advice", summary.trials, summary.blocks)),
        (
            "arms",
            format!(
                "{} unaided, {} with right advice, {} with wrong advice",
                summary.unaided, summary.right_advice, summary.wrong_advice
            ),
        ),
        ("wrong advice", format!("{share:.0} % of the advice")),
        (
            "besides",
            format!("{} practice alerts, {} attention checks", summary.practice_trials, summary.attention_checks),
        ),
        ("session", format!("about {:.0} minutes", summary.minutes)),
        ("alerts", format!("{} scored, from {}", summary.alerts, study.dataset.title)),
        ("participants", format!("the counterbalancing is complete at {}, and at every multiple", summary.complete_at)),
        ("plan", study.plan.title.clone()),
        ("primary", format!("{}, {:.0} % intervals", study.plan.primary.id(), study.plan.level * 100.0)),
    ];
    let lines: Vec<String> = rows.iter().map(|(name, text)| format!("  {name:<13} {text}")).collect();
    format!("{} is fine: {}\n\n{}", study.id.0, study.title, lines.join("\n"))
}

fn study_json(study: &Study, summary: &Summary) -> String {
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
        "alerts": summary.alerts,
        "expected_minutes": summary.minutes,
        "participants_for_complete_counterbalancing": summary.complete_at,
        "primary": study.plan.primary.id(),
    })
    .to_string()
}

/// Alerts by family: (family, scored, of these needing action).
fn families(dataset: &Dataset) -> Vec<(String, usize, usize)> {
    let mut families: Vec<(String, usize, usize)> = Vec::new();
    for alert in dataset.alerts.iter().filter(|alert| matches!(alert.role, Role::Scored { .. })) {
        let index = families.iter().position(|(name, ..)| *name == alert.family).unwrap_or_else(|| {
            families.push((alert.family.clone(), 0, 0));
            families.len() - 1
        });
        families[index].1 += 1;
        families[index].2 += usize::from(alert.needs_action());
    }
    families
}

fn dataset_text(dataset: &Dataset) -> String {
    let rows: Vec<Vec<String>> = families(dataset)
        .into_iter()
        .map(|(family, scored, action)| vec![family, scored.to_string(), action.to_string()])
        .collect();
    let practice = dataset.with_role(|role| *role == Role::Practice).len();
    let checks = dataset.with_role(|role| *role == Role::AttentionCheck).len();
    format!(
        "{} is fine: forms {}, {practice} practice alerts, {checks} attention checks\nlicence {}; {}\n\n{}\n\n{}",
        dataset.title,
        dataset.forms().join(", "),
        dataset.licence,
        dataset.prevalence,
        dataset.provenance,
        table(&["family", "scored", "need action"], &rows)
    )
}

fn dataset_json(dataset: &Dataset) -> String {
    let families: Vec<_> = families(dataset)
        .into_iter()
        .map(|(family, scored, action)| json!({ "family": family, "scored": scored, "need_action": action }))
        .collect();
    json!({ "schema_version": 1, "title": dataset.title, "forms": dataset.forms(), "families": families }).to_string()
}
