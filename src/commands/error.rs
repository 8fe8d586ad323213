//! Why a command failed, and the exit code that says who can mend it.

use std::path::Path;

use crate::console::Console;
use crate::journal::JournalError;
use crate::session::Refusal;
use crate::simulation::{LoadError, SimulationError};
use crate::study::Problems;

/// The end of a command that did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Files of the study have problems.
    #[error("{0}")]
    Problems(#[from] Problems),
    /// Something that the user can mend, with advice.
    #[error("{message}")]
    User {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The load test failed.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The simulation failed.
    #[error(transparent)]
    Simulation(SimulationError),
    /// The session refused a synthetic analyst.
    #[error("the session refused a synthetic analyst: {0}")]
    Refused(#[from] Refusal),
    /// Anything that should not happen.
    #[error("{0}")]
    Internal(String),
}

impl CommandError {
    /// Something that the user can mend.
    pub fn user(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::User { message: message.into(), hint: hint.into() }
    }

    /// A file that can't be written.
    pub fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        Self::user(
            format!("{} can't be written: {error}", path.display()),
            "is the folder there, and may you write into it?",
        )
    }

    /// 1 where the user can mend it, 3 where not. (2 is the wrong use of the command line.)
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Problems(_)
            | Self::User { .. }
            | Self::Journal(_)
            | Self::Load(_)
            | Self::Simulation(SimulationError::Occupied) => 1,
            Self::Simulation(_) | Self::Refused(_) | Self::Internal(_) => 3,
        }
    }

    /// Says what went wrong.
    pub fn tell(&self, console: Console) {
        match self {
            Self::Problems(problems) => console.problems(problems),
            other => console.failure(&other.to_string(), other.hint()),
        }
    }

    /// What to do, where that is known.
    fn hint(&self) -> Option<&str> {
        match self {
            Self::User { hint, .. } => Some(hint),
            Self::Simulation(SimulationError::Occupied) => {
                Some("synthetic analysts are kept apart from people: name another journal with --db")
            }
            Self::Load(LoadError::Link(_)) => Some("`overtrust serve` prints it: http://127.0.0.1:7878/j/ABC234"),
            Self::Journal(JournalError::Database(_)) => {
                Some("is the path or the address of --db right, and may it be written?")
            }
            Self::Journal(JournalError::StudyClosed) => {
                Some("it takes nobody else; a new study needs another --db or file name")
            }
            Self::Journal(JournalError::StudyChanged(_)) => {
                Some("undo the change, or start anew: another --db, or another name of the study file")
            }
            Self::Journal(JournalError::Url(_)) => Some("write sqlite://PATH or postgres://USER@HOST/NAME"),
            _ => None,
        }
    }
}

impl From<SimulationError> for CommandError {
    fn from(error: SimulationError) -> Self {
        match error {
            SimulationError::Journal(error) => Self::Journal(error),
            error => Self::Simulation(error),
        }
    }
}
