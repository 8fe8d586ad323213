//! Which study, and which journal: the arguments that most commands share.

use std::path::{Path, PathBuf};

use clap::Args;

use super::CommandError;
use crate::journal::{Conduct, Journal};
use crate::study::{Files, Study};

/// A study and its journal.
#[derive(Debug, Args)]
pub struct Place {
    /// The study file (TOML)
    pub study: PathBuf,
    /// The journal: a file as `sqlite://PATH`, or `postgres://USER@HOST/NAME` [default: overtrust.db beside the study]
    #[arg(long, value_name = "URL")]
    pub db: Option<String>,
}

impl Place {
    /// Reads the study.
    pub fn study(&self) -> Result<Study, CommandError> {
        if self.study.is_dir() {
            let message = format!("{} is a folder", self.study.display());
            return Err(CommandError::user(
                message,
                format!("name its study file: {}", self.study.join("study.toml").display()),
            ));
        }
        Ok(Study::load(Files::Disk, &self.study)?)
    }

    /// Where the journal is.
    pub fn url(&self) -> String {
        self.db.clone().unwrap_or_else(|| {
            let folder = self.study.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            format!("sqlite://{}", folder.join("overtrust.db").display())
        })
    }

    /// Opens the study on its journal, making it where it is not there yet.
    pub async fn conduct(&self) -> Result<Conduct, CommandError> {
        self.open(self.study()?).await
    }

    /// Opens the study on a journal that has to be there.
    pub async fn existing(&self) -> Result<Conduct, CommandError> {
        let study = self.study()?;
        let url = self.url();
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
        if let Some(path) = path.and_then(|path| path.split('?').next()).filter(|path| !Path::new(path).exists()) {
            let hint = "name it with --db, or run `overtrust serve` or `overtrust simulate` first";
            return Err(CommandError::user(format!("there is no journal at {path}"), hint));
        }
        self.open(study).await
    }

    async fn open(&self, study: Study) -> Result<Conduct, CommandError> {
        let journal = Journal::open(&self.url()).await?;
        Ok(Conduct::open(study, journal).await?)
    }
}
