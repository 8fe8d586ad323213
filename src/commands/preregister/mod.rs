//! `preregister`: a document that says beforehand what a study will do, how it will be analysed, and what it can find out.

mod document;
mod plan_words;
mod sampling;

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::CommandError;
use super::export::wrote;
use super::precision_words::{precision_json, team_words};
use super::simulate::team;
use crate::assignment::{Summary, fingerprint};
use crate::console::Console;
use crate::findings::Estimate;
use crate::simulation::Team;
use crate::study::{Files, Study};
use sampling::Sampling;

/// Arguments of `preregister`.
#[derive(Debug, Args)]
pub struct Preregister {
    /// The study file (TOML)
    study: PathBuf,
    /// How many participants are planned, in all conditions together [default: what makes the counterbalancing complete]
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=10_000))]
    participants: Option<u64>,
    /// How many studies of that size are simulated
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    studies: u64,
    /// The seed of the first of them; the others count up
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(..1 << 62))]
    seed: u64,
    /// What the simulated analysts are like: a profile [default: the built-in one with known effects]
    #[arg(long, visible_alias = "analyst", value_name = "FILE")]
    team: Option<PathBuf>,
    /// A date to put under the title; without it the document has none, and is the same whenever it is written
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Everything that the document says.
struct Registration<'a> {
    study: &'a Study,
    summary: Summary,
    team: &'a Team,
    sampling: Sampling,
    /// What a simulated study found: what each estimate is called, and how it is made.
    specimen: Vec<Estimate>,
    date: Option<&'a str>,
    /// The command that writes the same document again.
    command: String,
}

impl Preregister {
    /// Simulates studies of the planned size, and writes the document.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let study = Study::load(Files::Disk, &self.study)?;
        let team = team(self.team.as_deref(), "recovery")?;
        let summary = Summary::of(&study);
        let participants = self.participants.unwrap_or(summary.complete_at as u64);
        let progress = console.progress("studies", self.studies + 1);
        let seeds = self.seed..self.seed + self.studies;
        let (sampling, specimen) = tokio::task::block_in_place(|| {
            let specimen = sampling::specimen(&study, &team, participants, self.seed)?;
            Ok::<_, CommandError>((Sampling::new(&study, &team, participants, seeds, || progress.inc(1))?, specimen))
        })?;
        progress.finish_and_clear();
        let command = self.command(participants);
        let date = self.date.as_deref();
        let registration = Registration { study: &study, summary, team: &team, sampling, specimen, date, command };
        let document = document::markdown(&registration);
        if let Some(path) = &self.out {
            std::fs::write(path, format!("{document}\n")).map_err(|error| CommandError::unwritable(path, &error))?;
            if !console.is_json() {
                wrote(console, std::slice::from_ref(path));
                return Ok(());
            }
        }
        console.outcome(&document, &to_json(&registration));
        Ok(())
    }

    fn command(&self, participants: u64) -> String {
        let team = self.team.as_ref().map(|path| format!(" --team {}", path.display())).unwrap_or_default();
        format!(
            "overtrust preregister {} --participants {participants} --studies {} --seed {}{team}",
            self.study.display(),
            self.studies,
            self.seed
        )
    }
}

fn to_json(registration: &Registration<'_>) -> Value {
    let Registration { study, summary, team, sampling, .. } = registration;
    let scopes = sampling.scopes.iter().map(|scope| {
        json!({
            "condition": scope.condition.map(|index| study.conditions[index].name.as_str()),
            "precision": scope.precision.iter().map(precision_json).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema_version": 1,
        "program": env!("CARGO_PKG_VERSION"),
        "study": study.id.0,
        "title": study.title,
        "primary": study.plan.primary.id(),
        "level": study.plan.level,
        "participants": sampling.participants,
        "participants_for_complete_counterbalancing": summary.complete_at,
        "analysts": team_words(team),
        "studies": sampling.seeds.end - sampling.seeds.start,
        "seed": sampling.seeds.start,
        "analyses": scopes.collect::<Vec<_>>(),
        "hashes": {
            "study": study.hashes.study.to_string(),
            "dataset": study.hashes.dataset.to_string(),
            "plan": study.hashes.plan.to_string(),
            "assignment": fingerprint(study).to_string(),
        },
        "document": document::markdown(registration),
    })
}
