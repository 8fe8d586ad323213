//! `export`: trials, self-reports and scores as CSV, for any other program.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::outcomes::outcomes;
use super::place::Place;
use crate::console::Console;
use crate::exchange::{participants_csv, scores_csv, self_reports_csv, trials_csv};
use crate::measures::{Collected, Participation, scores};
use crate::session::Progress;
use crate::study::Study;

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// The folder to write `trials.csv`, `participants.csv`, `self_reports.csv` and `scores.csv` into
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

impl Export {
    /// Writes the files.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let conduct = self.place.existing().await?;
        let gathered = outcomes(&conduct).await?;
        wrote(console, &write_tables(&conduct.study, &gathered.participations, &self.out)?);
        console.say("whoever withdrew is left out; all the others are in, also those whom the plan excludes");
        Ok(())
    }
}

/// Says which files were written.
pub fn wrote(console: Console, paths: &[PathBuf]) {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let lines: Vec<String> = names.iter().map(|name| format!("wrote {name}")).collect();
    console.outcome(&lines.join("\n"), &json!({ "schema_version": 1, "wrote": names }));
}

/// Writes `trials.csv`, `participants.csv`, `self_reports.csv` and `scores.csv` into a folder, and says where.
pub fn write_tables(
    study: &Study,
    participations: &[Participation],
    folder: &Path,
) -> Result<[PathBuf; 4], CommandError> {
    let stayed = |participation: &&Participation| !Progress::after(&participation.events).is_withdrawn();
    let stayed: Vec<Participation> = participations.iter().filter(stayed).cloned().collect();
    let collected = Collected::new(study, &stayed);
    let scores = scores(&study.self_reports.instruments(), &collected.reports);
    let internal = |error: csv::Error| CommandError::Internal(error.to_string());
    let files = [
        ("trials.csv", trials_csv(&collected).map_err(internal)?),
        ("participants.csv", participants_csv(&collected).map_err(internal)?),
        ("self_reports.csv", self_reports_csv(&collected.table, &collected.reports).map_err(internal)?),
        ("scores.csv", scores_csv(&collected.table, &scores).map_err(internal)?),
    ];
    std::fs::create_dir_all(folder).map_err(|error| CommandError::unwritable(folder, &error))?;
    let paths = files.each_ref().map(|(name, _)| folder.join(name));
    for ((_, bytes), path) in files.iter().zip(&paths) {
        std::fs::write(path, bytes).map_err(|error| CommandError::unwritable(path, &error))?;
    }
    Ok(paths)
}
