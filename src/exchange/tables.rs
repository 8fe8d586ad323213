//! The open formats: `trials.csv` and `self_reports.csv`, as any other program reads them.

use crate::measures::{SelfReport, TrialTable};

/// The columns of `trials.csv`.
pub const TRIAL_COLUMNS: [&str; 16] = [
    "participant",
    "item",
    "arm",
    "truth",
    "advice",
    "advice_correct",
    "final",
    "correct",
    "time_s",
    "confidence",
    "order",
    "block",
    "expected_s",
    "evidence_opened",
    "decisive_opened",
    "decisive_named",
];

/// The scored trials as CSV. Verdicts are on the primary axis: malicious (needs action) or benign.
pub fn trials_csv(table: &TrialTable) -> Result<Vec<u8>, csv::Error> {
    let axis = |needs_action: bool| if needs_action { "malicious" } else { "benign" };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TRIAL_COLUMNS)?;
    for row in &table.rows {
        writer.write_record([
            table.participants[row.participant].as_str(),
            &table.items[row.item],
            row.arm.name(),
            axis(row.truth.needs_action()),
            row.advice.map_or("", |advice| axis(advice.needs_action())),
            &answer(row.advice_correct()),
            axis(row.decision.needs_action()),
            &row.correct().to_string(),
            &row.time_s.to_string(),
            &row.confidence.to_string(),
            &row.order.to_string(),
            &row.block.to_string(),
            &row.expected_s.to_string(),
            &row.evidence_opened.to_string(),
            &answer(row.decisive_opened),
            &answer(row.decisive_named),
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A yes or no; empty where there is none.
fn answer(yes: Option<bool>) -> String {
    yes.map_or_else(String::new, |yes| yes.to_string())
}

/// The answers as CSV.
pub fn self_reports_csv(table: &TrialTable, reports: &[SelfReport]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["participant", "phase", "question", "value"])?;
    for report in reports {
        let value = report.value.to_string();
        writer.write_record([
            &table.participants[report.participant],
            report.phase.name(),
            &report.question,
            &value,
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
