//! Tables of any platform: which files, and how they are read.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::CommandError;
use crate::console::Console;
use crate::exchange::{Reading, Trials, read_self_reports, read_trials};
use crate::findings::{About, Findings, StudyFacts, TableFacts, of_tables};
use crate::study::{Exclusions, Files, Incomplete, Plan, load_plan};

/// Arguments about tables.
#[derive(Debug, Args)]
pub struct Tables {
    /// Analyse this table of trials instead of a study: participant, item, arm, truth and final (or correct), and what else there is
    #[arg(long, value_name = "FILE")]
    trials: Option<PathBuf>,
    /// With --trials: the participants' answers, with the columns participant, phase, question and value
    #[arg(long, value_name = "FILE", requires = "trials", conflicts_with = "study")]
    self_reports: Option<PathBuf>,
    /// With --trials: the analysis plan (TOML) [default: that of the ready-made studies, with nobody and nothing left out]
    #[arg(long, value_name = "FILE", requires = "trials", conflicts_with = "study")]
    plan: Option<PathBuf>,
    /// With --trials: from which probability on a verdict that is a number counts as malicious
    #[arg(long, value_name = "SHARE", requires = "trials", default_value_t = 0.5)]
    threshold: f64,
    /// With --trials: what the adviser is called
    #[arg(long, value_name = "NAME", requires = "trials", default_value = "AI")]
    adviser: String,
    /// With --trials: the title of the findings [default: the name of the file]
    #[arg(long, value_name = "TEXT", requires = "trials", conflicts_with = "study")]
    title: Option<String>,
}

impl Tables {
    /// Reads the tables, and analyses them.
    pub fn find(&self, condition: Option<&str>, console: Console) -> Result<Findings, CommandError> {
        let path = self.trials.as_deref().ok_or_else(|| CommandError::Internal("neither study nor trials".into()))?;
        if !(self.threshold > 0.0 && self.threshold <= 1.0) {
            return Err(CommandError::user("--threshold is out of range", "a probability above 0, up to 1"));
        }
        let (plan, plan_hash) = self.plan()?;
        let started = Instant::now();
        let mut data = Hashed { reader: open(path)?, hasher: blake3::Hasher::new() };
        let reading = Reading { threshold: self.threshold, condition };
        let Trials { mut collected, lacking, ignored_columns, mut notes } =
            read_trials(&mut data, &path.display().to_string(), reading)?;
        if let Some(path) = &self.self_reports {
            data.reader = open(path)?;
            let (reports, more) = read_self_reports(&mut data, &path.display().to_string(), &collected.table)?;
            collected.reports = reports;
            notes.extend(more);
        }
        let (rows, people) = (collected.table.rows.len(), collected.table.participants.len());
        let read_s = started.elapsed().as_secs_f64();
        tell(console, &ignored_columns, &notes);
        let source = TableFacts { file: path.display().to_string(), rows, ignored_columns, notes };
        let facts = self.facts(path, &plan, plan_hash, &data.hasher);
        let about = About { plan: &plan, facts, source: Some(source), lacking, deviations: Vec::new() };
        let findings = of_tables(about, collected);
        let total_s = started.elapsed().as_secs_f64();
        console.say(&format!(
            "{rows} trials of {people} participants: read in {read_s:.1} s, analysed in {:.1} s",
            total_s - read_s
        ));
        Ok(findings)
    }

    /// The same tables as arguments of another verb.
    pub fn words(&self) -> String {
        let files = [("trials", &self.trials), ("self-reports", &self.self_reports), ("plan", &self.plan)];
        let given = files.iter().filter_map(|(name, path)| Some(format!("--{name} {}", path.as_ref()?.display())));
        given.collect::<Vec<_>>().join(" ")
    }

    /// The plan with its hash, or the default without exclusions: a stranger's table has its own pace.
    fn plan(&self) -> Result<(Plan, String), CommandError> {
        if let Some(path) = &self.plan {
            let (plan, hash) = load_plan(Files::Disk, path)?;
            return Ok((plan, hash.to_string()));
        }
        let (mut plan, _) = load_plan(Files::Embedded, Path::new("analysis/default.toml"))?;
        plan.exclusions = Exclusions {
            fastest_s: 0.0,
            longest_hidden_s: f64::INFINITY,
            attention_checks_failed: u32::MAX,
            incomplete: Incomplete::Keep,
        };
        Ok((plan, "none: the default without exclusions".into()))
    }

    fn facts(&self, path: &Path, plan: &Plan, plan_hash: String, data: &blake3::Hasher) -> StudyFacts {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        StudyFacts {
            title: self.title.clone().unwrap_or_else(|| name.clone()),
            id: name,
            adviser: self.adviser.clone(),
            simulated: 0,
            days: None,
            items: 0,
            trials_per_participant: None,
            wrong_advice_share: None,
            seed: plan.seed,
            replicates: plan.replicates,
            program: env!("CARGO_PKG_VERSION").into(),
            study_hash: None,
            dataset_hash: None,
            plan_hash,
            data_hash: data.finalize().to_hex().to_string(),
        }
    }
}

fn open(path: &Path) -> Result<File, CommandError> {
    let unreadable = |error: io::Error| {
        CommandError::user(
            format!("{} can't be read: {error}", path.display()),
            "name a CSV file; docs/bring-your-own-data.md has its columns",
        )
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

fn tell(console: Console, ignored: &[String], notes: &[String]) {
    if !ignored.is_empty() {
        console.say(&format!("columns that nothing is read from: {}", ignored.join(", ")));
    }
    for note in notes {
        console.say(&format!("note: {note}"));
    }
}

/// Files, one after the other, with the hash over all that was read of them.
struct Hashed {
    reader: File,
    hasher: blake3::Hasher,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.hasher.update(&buffer[..length]);
        Ok(length)
    }
}
