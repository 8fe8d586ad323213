//! `init`: a study or a dataset of one's own to start from.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::CommandError;
use crate::console::Console;
use crate::study::Files;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to write into; it must not exist, or be empty
    folder: PathBuf,
    /// What to start from
    #[arg(long, value_enum, default_value_t = Template::Study)]
    template: Template,
}

/// What `init` can write.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Template {
    /// A study with its plan and the alerts of soc-core
    Study,
    /// A set of alerts of your own: two complete ones, and what each column means
    Dataset,
}

/// What is written: (embedded file, place in the folder).
type Parts = &'static [(&'static str, &'static str)];

const STUDY: Parts = &[
    ("experiments/quickstart.toml", "study.toml"),
    ("analysis/default.toml", "plan.toml"),
    ("datasets/soc-core/dataset.toml", "alerts/dataset.toml"),
    ("datasets/soc-core/alerts.csv", "alerts/alerts.csv"),
    ("datasets/soc-core/evidence.csv", "alerts/evidence.csv"),
    ("datasets/soc-core/advice.csv", "alerts/advice.csv"),
];

const DATASET: Parts = &[
    ("datasets/skeleton/README.md", "README.md"),
    ("datasets/skeleton/dataset.toml", "dataset.toml"),
    ("datasets/skeleton/alerts.csv", "alerts.csv"),
    ("datasets/skeleton/evidence.csv", "evidence.csv"),
    ("datasets/skeleton/advice.csv", "advice.csv"),
];

impl Template {
    /// The parts, and the path below the folder to go on with.
    fn parts(self) -> (Parts, &'static str) {
        match self {
            Self::Study => (STUDY, "study.toml"),
            Self::Dataset => (DATASET, ""),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Dataset => "dataset",
        }
    }
}

impl Init {
    /// Writes the files.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let folder = &self.folder;
        empty_folder(folder)?;
        let (parts, main) = self.template.parts();
        for (embedded, name) in parts {
            let text =
                Files::Embedded.read(Path::new(embedded)).map_err(|error| CommandError::Internal(error.to_string()))?;
            let text = text.replace("../datasets/soc-core", "alerts").replace("../analysis/default.toml", "plan.toml");
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).map_err(|error| CommandError::unwritable(parent, &error))?;
            std::fs::write(&path, text).map_err(|error| CommandError::unwritable(&path, &error))?;
        }
        let written = if main.is_empty() { folder.clone() } else { folder.join(main) }.display().to_string();
        let json = json!({ "schema_version": 1, self.template.name(): written });
        console.outcome(&format!("wrote {written}"), &json);
        console.say(&format!("next: overtrust check {written}"));
        Ok(())
    }
}

/// Refuses a folder in which something is already.
pub fn empty_folder(folder: &Path) -> Result<(), CommandError> {
    let occupied = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file();
    if occupied {
        let message = format!("{} is there already", folder.display());
        return Err(CommandError::user(message, "name a folder that does not exist"));
    }
    Ok(())
}
