//! Importers and exporters for other people's programs.

mod csv_frame;
mod tables;

pub use csv_frame::{CsvFrame, FORMULA, csv_frame};
pub use tables::{TRIAL_COLUMNS, self_reports_csv, trials_csv};
