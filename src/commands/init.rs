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
    /// Which of the ready-made studies
    #[arg(long, value_name = "NAME", default_value = "quickstart")]
    study: String,
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

const ALERTS: Parts = &[
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
        let mut files: Vec<(PathBuf, String)> = Vec::new();
        let written = match self.template {
            Template::Study => {
                files.extend(self.study()?);
                files.extend(copies(ALERTS)?);
                folder.join("study.toml")
            }
            Template::Dataset => {
                files.extend(copies(DATASET)?);
                folder.clone()
            }
        };
        empty_folder(folder)?;
        for (name, text) in files {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).map_err(|error| CommandError::unwritable(parent, &error))?;
            std::fs::write(&path, text).map_err(|error| CommandError::unwritable(&path, &error))?;
        }
        let written = written.display().to_string();
        let json = json!({ "schema_version": 1, self.template.name(): written });
        console.outcome(&format!("wrote {written}"), &json);
        console.say(&format!("next: overtrust check {written}"));
        Ok(())
    }

    /// A ready-made study and the plan that it names, as they stand beside each other.
    fn study(&self) -> Result<[(PathBuf, String); 2], CommandError> {
        let path = format!("experiments/{}.toml", self.study);
        let Ok(text) = Files::Embedded.read(Path::new(&path)) else {
            let known = Files::ready_made_studies().join(", ");
            return Err(CommandError::user(
                format!("there is no ready-made study `{}`", self.study),
                format!("there are: {known}"),
            ));
        };
        let plan = text.split('"').find(|part| part.starts_with("../analysis/")).unwrap_or("../analysis/default.toml");
        let plan_text = read(&plan.replace("../", ""))?;
        let text = text.replace("../datasets/soc-core", "alerts").replace(plan, "plan.toml");
        Ok([("study.toml".into(), text), ("plan.toml".into(), plan_text)])
    }
}

fn copies(parts: Parts) -> Result<Vec<(PathBuf, String)>, CommandError> {
    parts.iter().map(|(embedded, name)| Ok((PathBuf::from(name), read(embedded)?))).collect()
}

fn read(embedded: &str) -> Result<String, CommandError> {
    Files::Embedded.read(Path::new(embedded)).map_err(|error| CommandError::Internal(format!("{embedded}: {error}")))
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
