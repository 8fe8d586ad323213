//! Importers and exporters for other people's programs.

mod tables;

pub use tables::{TRIAL_COLUMNS, self_reports_csv, trials_csv};
