//! `recovery`: do the estimates find what was put in, and do their intervals cover it as often as they claim?

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::outcomes::chosen_condition;
use super::simulate::team;
use crate::console::{Console, table};
use crate::findings::{Implied, Recovered, Replication, implied, recover};
use crate::study::{Files, Study};

/// Arguments of `recovery`.
#[derive(Debug, Args)]
pub struct Recovery {
    /// The study file (TOML)
    study: PathBuf,
    /// What the analysts are like: a profile [default: the built-in one with known effects]
    #[arg(long, value_name = "FILE")]
    analyst: Option<PathBuf>,
    /// How many studies
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    studies: u64,
    /// Analysts in each
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u64).range(2..))]
    participants: u64,
    /// The seed of the first study; the others count up
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(..1 << 62))]
    seed: u64,
    /// Analyse the analysts of one condition alone; needed where conditions differ in when advice is shown
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
}

impl Recovery {
    /// Simulates, analyses and compares.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let study = Study::load(Files::Disk, &self.study)?;
        let team = team(self.analyst.as_deref(), "recovery")?;
        let scope = chosen_condition(&study, self.condition.as_deref())?;
        let progress = console.progress("studies", self.studies);
        let replication = Replication {
            study: &study,
            team: &team,
            participants: self.participants,
            seeds: self.seed..self.seed + self.studies,
            scopes: &[scope],
        };
        let recovered = tokio::task::block_in_place(|| recover(&replication, || progress.inc(1)))?.concat();
        progress.finish_and_clear();
        let implied = implied(&study, &team, scope);
        let text = if console.is_json() { to_json(&recovered, &implied) } else { self.to_text(&recovered, &implied) };
        console.result(&text);
        Ok(())
    }

    fn to_text(&self, recovered: &[Recovered], implied: &Implied) -> String {
        let rows: Vec<Vec<String>> = recovered
            .iter()
            .map(|row| {
                vec![
                    row.id.to_owned(),
                    format!("{:.3}", row.truth),
                    format!("{:.3}", row.mean),
                    format!("{:.3}", row.error_of_mean),
                    format!("{:.1} %", 100.0 * row.coverage),
                    format!("{:.3}", row.mean_width),
                ]
            })
            .collect();
        let untold: Vec<String> =
            implied.untold.iter().map(|(id, reason)| format!("\nno truth is implied for {id}: {reason}")).collect();
        format!(
            "{} studies of {} analysts, seeds from {}\n\n{}\n{}",
            self.studies,
            self.participants,
            self.seed,
            table(&["estimate", "truth", "mean", "Monte Carlo error", "covered", "mean width"], &rows),
            untold.concat()
        )
        .trim_end()
        .to_owned()
    }
}

fn to_json(recovered: &[Recovered], implied: &Implied) -> String {
    let rows: Vec<_> = recovered
        .iter()
        .map(|row| {
            json!({
                "id": row.id,
                "truth": row.truth,
                "mean": row.mean,
                "monte_carlo_error": row.error_of_mean,
                "coverage": row.coverage,
                "mean_width": row.mean_width,
                "studies": row.studies,
            })
        })
        .collect();
    let untold: Vec<_> = implied.untold.iter().map(|(id, reason)| json!({ "id": id, "reason": reason })).collect();
    json!({ "schema_version": 1, "estimates": rows, "untold": untold }).to_string()
}
