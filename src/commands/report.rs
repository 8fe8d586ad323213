//! `report`: the findings as one HTML file.

use std::path::PathBuf;

use clap::Args;

use super::CommandError;
use super::export::wrote;
use super::source::Source;
use crate::console::Console;
use crate::report::html;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    source: Source,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
}

impl Report {
    /// Writes the report.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let findings = self.source.find(console).await?;
        std::fs::write(&self.out, html(&findings)).map_err(|error| CommandError::unwritable(&self.out, &error))?;
        wrote(console, std::slice::from_ref(&self.out));
        Ok(())
    }
}
