//! `power`: how many participants, and how many alerts, give an interval that is narrow enough?

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::CommandError;
use super::outcomes::chosen_condition;
use super::precision_words::{
    either_way, number, precision_json, share_or_none, share_words, team_words, unit_words, width_words,
};
use super::simulate::team;
use crate::assignment::Summary;
use crate::console::{Console, table};
use crate::findings::{Precision, Replication, precision};
use crate::simulation::Team;
use crate::study::{Files, Study};

/// Arguments of `power`.
#[derive(Debug, Args)]
pub struct Power {
    /// The study file (TOML)
    study: PathBuf,
    /// Numbers of participants, in all conditions together
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_values_t = [8, 12, 16, 24, 48], value_parser = clap::value_parser!(u64).range(2..=10_000))]
    participants: Vec<u64>,
    /// Numbers of measured alerts of a participant [default: as the study file says]
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(4..=400))]
    trials: Vec<u64>,
    /// How many studies of each size
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    studies: u64,
    /// The seed of the first study of each size; the others count up
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(..1 << 62))]
    seed: u64,
    /// What the analysts are like: a profile [default: the built-in one with known effects]
    #[arg(long, visible_alias = "team", value_name = "FILE")]
    analyst: Option<PathBuf>,
    /// Analyse the analysts of one condition alone; needed where conditions differ in when advice is shown
    #[arg(long, value_name = "NAME")]
    condition: Option<String>,
    /// Also simulate analysts to whom advice does nothing, and count how often their interval excludes zero all the same
    #[arg(long)]
    null: bool,
}

/// What studies of one size gave.
struct Size {
    participants: u64,
    trials: usize,
    minutes: f64,
    precision: Precision,
    /// Of analysts to whom advice does nothing.
    null: Option<Precision>,
}

impl Power {
    /// Simulates studies of every size, and prints what their intervals are like.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let studies = self.lengths()?;
        let scope = chosen_condition(&studies[0], self.condition.as_deref())?;
        let team = team(self.analyst.as_deref(), "recovery")?;
        let null = self.null.then(|| team.without_effects());
        let runs = studies.len() * self.participants.len() * (1 + usize::from(self.null));
        let progress = console.progress("studies", runs as u64 * self.studies);
        let measure = |study: &Study, team: &Team, participants| {
            let seeds = self.seed..self.seed + self.studies;
            let replication = Replication { study, team, participants, seeds, scopes: &[scope] };
            let ids = [study.plan.primary.id()];
            let measured = tokio::task::block_in_place(|| precision(&replication, &ids, || progress.inc(1)))?;
            measured.concat().pop().ok_or_else(|| CommandError::Internal("nothing was measured".into()))
        };
        let mut sizes = Vec::new();
        for study in &studies {
            for &participants in &self.participants {
                sizes.push(Size {
                    participants,
                    trials: study.design.trials,
                    minutes: Summary::of(study).minutes,
                    precision: measure(study, &team, participants)?,
                    null: null.as_ref().map(|null| measure(study, null, participants)).transpose()?,
                });
            }
        }
        progress.finish_and_clear();
        console.outcome(&self.text(&studies[0], &team, &sizes), &self.json(&studies[0], &team, &sizes));
        Ok(())
    }

    /// The study in every length that is asked for. Lengths that it can't have are all told at once.
    fn lengths(&self) -> Result<Vec<Study>, CommandError> {
        let as_written = Study::load(Files::Disk, &self.study)?;
        if self.trials.is_empty() {
            return Ok(vec![as_written]);
        }
        let mut studies = Vec::new();
        let mut impossible = Vec::new();
        for &trials in &self.trials {
            match Study::load_with_trials(Files::Disk, &self.study, trials) {
                Ok(study) => studies.push(study),
                Err(problems) => {
                    let told = problems.iter().map(|problem| {
                        let hint = problem.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
                        format!("{}{hint}", problem.message)
                    });
                    impossible.push(format!("{trials} trials: {}", told.collect::<Vec<_>>().join("; ")));
                }
            }
        }
        if impossible.is_empty() {
            return Ok(studies);
        }
        let message = format!("the study can't have every length of --trials\n  {}", impossible.join("\n  "));
        Err(CommandError::user(message, "leave these lengths out, or change the study file or its dataset"))
    }

    fn text(&self, study: &Study, team: &Team, sizes: &[Size]) -> String {
        let row = |size: &Size| {
            let [width, range] = width_words(&size.precision);
            let mut row = vec![
                size.participants.to_string(),
                size.trials.to_string(),
                format!("{:.0}", size.minutes),
                width,
                range,
                either_way(&size.precision),
                share_or_none(size.precision.covering),
                share_words(size.precision.excluding_zero),
            ];
            row.extend(size.null.as_ref().map(|null| share_words(null.excluding_zero)));
            row
        };
        let mut header =
            vec!["participants", "trials", "minutes", "mean width", "8 of 10", "either way", "covered", "power"];
        if self.null {
            header.push("false positives");
        }
        let truth = match sizes.first().and_then(|size| size.precision.truth) {
            Some(truth) => format!("an effect of {}", number(truth)),
            None => "an effect that their parameters do not state".into(),
        };
        let condition = self.condition.as_ref().map(|name| format!(", condition {name} alone")).unwrap_or_default();
        format!(
            "{} in {}{condition}: {} simulated studies of each size, seeds from {}\nanalysts: {}, with {truth}\n\n{}\n\n\
             In brackets: the Monte Carlo error. Power: the share of studies whose {:.0} % interval leaves out zero.",
            study.plan.primary.id(),
            unit_words(study.plan.primary),
            self.studies,
            self.seed,
            team_words(team),
            table(&header, &sizes.iter().map(row).collect::<Vec<_>>()),
            100.0 * study.plan.level,
        )
    }

    fn json(&self, study: &Study, team: &Team, sizes: &[Size]) -> Value {
        let size = |size: &Size| {
            json!({
                "participants": size.participants,
                "trials": size.trials,
                "session_minutes": size.minutes,
                "precision": precision_json(&size.precision),
                "null": size.null.as_ref().map(precision_json),
            })
        };
        json!({
            "schema_version": 1,
            "primary": study.plan.primary.id(),
            "level": study.plan.level,
            "condition": self.condition,
            "analysts": team_words(team),
            "studies": self.studies,
            "seed": self.seed,
            "sizes": sizes.iter().map(size).collect::<Vec<_>>(),
        })
    }
}
