//! `report`: the findings as one HTML file, or as Markdown.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::CommandError;
use super::export::wrote;
use super::source::Source;
use crate::console::Console;
use crate::report::{html, markdown};

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    source: Source,
    /// HTML to read and print, or Markdown for a wiki
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// The file to write [default: report.html or report.md]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Markdown,
}

impl Report {
    /// Writes the report.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let findings = self.source.find(console).await?;
        let (text, usual) = match self.format {
            Format::Html => (html(&findings), "report.html"),
            Format::Markdown => (markdown(&findings), "report.md"),
        };
        let out = self.out.clone().unwrap_or_else(|| usual.into());
        std::fs::write(&out, text).map_err(|error| CommandError::unwritable(&out, &error))?;
        wrote(console, std::slice::from_ref(&out));
        Ok(())
    }
}
