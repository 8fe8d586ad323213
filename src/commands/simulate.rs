//! `simulate`: synthetic analysts into a journal, or load against a running server.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;
use crate::simulation::{Cohort, LoadReport, LoadSettings, Team, run, run_load};
use crate::study::Files;

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    place: Place,
    /// How many synthetic analysts
    #[arg(long, default_value_t = 24)]
    participants: u64,
    /// The seed of what they are like and do
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What they are like: a profile, or a mixture of profiles [default: a mixed team]
    #[arg(long, value_name = "FILE")]
    analyst: Option<PathBuf>,
    /// Play over HTTP without thinking time against the server behind this join link, deciding at random
    #[arg(long, value_name = "JOIN LINK", conflicts_with_all = ["db", "analyst"])]
    against: Option<String>,
    /// With --against: how many take part at the same time
    #[arg(long, default_value_t = 50, requires = "against")]
    concurrent: u64,
}

impl Simulate {
    /// Runs the simulation.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        match &self.against {
            Some(link) => self.load(link, console).await,
            None => self.write(console).await,
        }
    }

    async fn write(&self, console: Console) -> Result<(), CommandError> {
        let team = team(self.analyst.as_deref(), "mixed")?;
        let conduct = self.place.conduct().await?;
        let cohort = Cohort::new(&conduct.study, team, self.seed);
        let started = Instant::now();
        let progress = console.progress("analysts", self.participants);
        run(&conduct, &cohort, self.participants, &progress).await?;
        progress.finish_and_clear();
        let seconds = started.elapsed().as_secs_f64();
        console.result(&if console.is_json() {
            json!({ "schema_version": 1, "participants": self.participants, "seed": self.seed, "seconds": seconds })
                .to_string()
        } else {
            format!(
                "{} synthetic analysts took part in {seconds:.1} s; every event is marked as simulated",
                self.participants
            )
        });
        console.say(&format!("next: overtrust report {} --db {}", self.place.study.display(), self.place.url()));
        Ok(())
    }

    async fn load(&self, link: &str, console: Console) -> Result<(), CommandError> {
        const PATIENCE: Duration = Duration::from_secs(5);
        let study = Arc::new(self.place.study()?);
        let settings = LoadSettings {
            link: link.into(),
            participants: self.participants,
            concurrent: self.concurrent,
            seed: self.seed,
            patience: PATIENCE,
        };
        let progress = console.progress("sessions", self.participants);
        let report = run_load(study, settings, progress.clone()).await?;
        progress.finish_and_clear();
        console.result(&if console.is_json() { load_json(&report) } else { load_text(&report) });
        if report.errors.is_empty() {
            return Ok(());
        }
        let first = report.errors[0].clone();
        Err(CommandError::user(
            format!("{} sessions failed, the first: {first}", report.errors.len()),
            "is the server up?",
        ))
    }
}

/// The team of a file, or a built-in one by name.
pub fn team(file: Option<&Path>, built_in: &str) -> Result<Team, CommandError> {
    Ok(match file {
        Some(path) => Team::load(Files::Disk, path)?,
        None => Team::load(Files::Embedded, Path::new(&format!("analysis/analysts/{built_in}.toml")))?,
    })
}

fn load_text(report: &LoadReport) -> String {
    format!(
        "{} submits in {:.1} s: {:.0}/s, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, {} retries, {} errors",
        report.latencies_ms.len(),
        report.seconds,
        report.submits_per_second(),
        report.latency_ms(0.5),
        report.latency_ms(0.95),
        report.latency_ms(0.99),
        report.retries,
        report.errors.len()
    )
}

fn load_json(report: &LoadReport) -> String {
    json!({
        "schema_version": 1,
        "submits": report.latencies_ms.len(),
        "seconds": report.seconds,
        "submits_per_second": report.submits_per_second(),
        "p50_ms": report.latency_ms(0.5),
        "p95_ms": report.latency_ms(0.95),
        "p99_ms": report.latency_ms(0.99),
        "retries": report.retries,
        "errors": report.errors.len(),
    })
    .to_string()
}
