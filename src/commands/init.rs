//! `init`: a study of one's own to start from, with the alerts and the plan that it needs.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::CommandError;
use crate::console::Console;
use crate::study::Files;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder to write into; it must not exist, or be empty
    folder: PathBuf,
}

/// What is written: (embedded file, place in the folder).
const FILES: [(&str, &str); 6] = [
    ("experiments/quickstart.toml", "study.toml"),
    ("analysis/default.toml", "plan.toml"),
    ("datasets/soc-core/dataset.toml", "alerts/dataset.toml"),
    ("datasets/soc-core/alerts.csv", "alerts/alerts.csv"),
    ("datasets/soc-core/evidence.csv", "alerts/evidence.csv"),
    ("datasets/soc-core/advice.csv", "alerts/advice.csv"),
];

impl Init {
    /// Writes the files.
    pub fn run(&self, console: Console) -> Result<(), CommandError> {
        let folder = &self.folder;
        let occupied = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file();
        if occupied {
            let message = format!("{} is there already", folder.display());
            return Err(CommandError::user(message, "name a folder that does not exist"));
        }
        let alerts = folder.join("alerts");
        std::fs::create_dir_all(&alerts).map_err(|error| CommandError::unwritable(&alerts, &error))?;
        for (embedded, name) in FILES {
            let text =
                Files::Embedded.read(Path::new(embedded)).map_err(|error| CommandError::Internal(error.to_string()))?;
            let text = text.replace("../datasets/soc-core", "alerts").replace("../analysis/default.toml", "plan.toml");
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|error| CommandError::unwritable(&path, &error))?;
        }
        let study = folder.join("study.toml").display().to_string();
        console.outcome(&format!("wrote {study}"), &json!({ "schema_version": 1, "study": study }));
        console.say(&format!("next: overtrust check {}", folder.join("study.toml").display()));
        Ok(())
    }
}
