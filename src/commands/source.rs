//! What is analysed: a study's journal, or tables that another program wrote.

use std::path::PathBuf;

use clap::Args;

use super::CommandError;
use super::outcomes::Outcomes;
use super::place::Place;
use super::tables::Tables;
use crate::console::Console;
use crate::findings::Findings;

/// A study, or a table of trials.
#[derive(Debug, Args)]
pub struct Source {
    /// The study file (TOML)
    #[arg(required_unless_present = "trials", conflicts_with = "trials")]
    study: Option<PathBuf>,
    /// The journal: a file as `sqlite://PATH`, or `postgres://USER@HOST/NAME` [default: overtrust.db beside the study]
    #[arg(long, value_name = "URL", conflicts_with = "trials")]
    db: Option<String>,
    #[command(flatten)]
    outcomes: Outcomes,
    #[command(flatten)]
    tables: Tables,
}

impl Source {
    /// The findings.
    pub async fn find(&self, console: Console) -> Result<Findings, CommandError> {
        if let Some(study) = &self.study {
            let place = Place { study: study.clone(), db: self.db.clone() };
            return self.outcomes.find(&place.existing().await?).await;
        }
        tokio::task::block_in_place(|| self.tables.find(self.outcomes.condition(), console))
    }

    /// The same source as arguments of another verb.
    pub fn words(&self) -> String {
        let Some(study) = &self.study else { return self.tables.words() };
        let place = Place { study: study.clone(), db: self.db.clone() };
        format!("{} --db {}", study.display(), place.url())
    }
}
