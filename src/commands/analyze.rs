//! `analyze`: the findings, as a table or as JSON.

use clap::Args;

use super::CommandError;
use super::source::Source;
use crate::console::{Console, table};
use crate::findings::{Estimate, Findings, SwitchedOff};
use crate::report::table_cell;

/// Arguments of `analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    #[command(flatten)]
    source: Source,
}

impl Analyze {
    /// Computes and prints the findings.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let findings = self.source.find(console).await?;
        console.result(&if console.is_json() { to_json(&findings)? } else { to_text(&findings) });
        console.say(&format!("next: overtrust report {}", self.source.words()));
        Ok(())
    }
}

/// Findings as JSON.
pub fn to_json(findings: &Findings) -> Result<String, CommandError> {
    serde_json::to_string_pretty(findings).map_err(|error| CommandError::Internal(error.to_string()))
}

fn to_text(findings: &Findings) -> String {
    let row = |estimate: &Estimate| {
        let counts = match (estimate.numerator, estimate.denominator) {
            (Some(numerator), Some(denominator)) => format!("{numerator:.0}/{denominator:.0}"),
            _ => String::new(),
        };
        vec![estimate.id.clone(), table_cell(estimate), counts, estimate.trials.to_string()]
    };
    let rows: Vec<Vec<String>> =
        findings.estimates.iter().filter(|estimate| estimate.value.is_some()).map(row).collect();
    let flow = &findings.flow;
    let banner = if findings.study.simulated > 0 { "SIMULATED: synthetic analysts, not people\n" } else { "" };
    format!(
        "{banner}{}: {} enrolled, {} analysed, primary {}\n\n{}{}",
        findings.study.title,
        flow.enrolled,
        flow.analysed,
        findings.primary,
        table(&["estimate", "value [interval]", "counts", "trials"], &rows),
        switched_off(&findings.switched_off)
    )
}

/// The estimates without a value, a line a reason.
fn switched_off(all: &[SwitchedOff]) -> String {
    let line = |off: &SwitchedOff| format!("\n  {}: {}", off.reason, off.estimates.join(", "));
    let lines: String = all.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("\n\nwithout a value:{lines}") }
}
