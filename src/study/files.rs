//! Where a study's files come from: the disk, or the copies inside the program.

use std::borrow::Cow;
use std::io;
use std::path::{Component, Path, PathBuf};

use rust_embed::RustEmbed;

use super::problem::{Problem, Problems};

/// A place from which files are read by path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Files of the machine.
    Disk,
    /// The ready-made studies, datasets and analysis plans that the program carries.
    Embedded,
}

#[derive(RustEmbed)]
#[folder = "experiments/"]
#[prefix = "experiments/"]
struct Experiments;

#[derive(RustEmbed)]
#[folder = "datasets/"]
#[prefix = "datasets/"]
struct Datasets;

#[derive(RustEmbed)]
#[folder = "analysis/"]
#[prefix = "analysis/"]
#[exclude = "crosscheck/*"]
struct Analysis;

impl Files {
    /// The names of the ready-made studies that the program carries, sorted.
    pub fn ready_made_studies() -> Vec<String> {
        let mut names: Vec<String> = Experiments::iter()
            .filter_map(|path| Some(path.strip_prefix("experiments/")?.strip_suffix(".toml")?.to_owned()))
            .collect();
        names.sort_unstable();
        names
    }

    /// The codes of the languages whose texts the program carries, sorted.
    pub fn languages() -> Vec<String> {
        let mut codes: Vec<String> = Datasets::iter()
            .filter_map(|path| Some(path.strip_prefix("datasets/texts/")?.strip_suffix(".toml")?.to_owned()))
            .collect();
        codes.sort_unstable();
        codes
    }

    /// The text of a file.
    pub fn read(self, path: &Path) -> io::Result<String> {
        match self {
            Self::Disk => std::fs::read_to_string(path),
            Self::Embedded => read_embedded(path),
        }
    }

    /// The text of a file; where it can't be read, a problem with a hint.
    pub fn text(self, path: &Path, hint: &str, problems: &mut Problems) -> Option<String> {
        let text = self.read(path);
        if let Err(error) = &text {
            problems.push(Problem::in_file(&self.display(path), format!("can't be read: {error}")).hint(hint));
        }
        text.ok()
    }

    /// The path of `relative` as written in the file at `base`.
    pub fn beside(self, base: &Path, relative: &str) -> PathBuf {
        let joined = base.parent().unwrap_or(Path::new("")).join(relative);
        match self {
            Self::Disk => joined,
            Self::Embedded => without_dots(&joined),
        }
    }

    /// The path as messages show it.
    pub fn display(self, path: &Path) -> String {
        match self {
            Self::Disk => path.display().to_string(),
            Self::Embedded => format!("embedded:{}", path.display()),
        }
    }
}

fn read_embedded(path: &Path) -> io::Result<String> {
    let name = path.to_string_lossy();
    let file = Experiments::get(&name).or_else(|| Datasets::get(&name)).or_else(|| Analysis::get(&name));
    let Some(file) = file else { return Err(io::ErrorKind::NotFound.into()) };
    let bytes = match file.data {
        Cow::Borrowed(bytes) => bytes.to_vec(),
        Cow::Owned(bytes) => bytes,
    };
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}
