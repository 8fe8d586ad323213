//! Importers and exporters for other people's programs.

mod csv_frame;
mod dataset_writer;
mod single_sheet;
mod tables;

pub use csv_frame::{CsvFrame, FORMULA, csv_frame};
pub use dataset_writer::dataset_files;
pub use single_sheet::{OPTIONAL_COLUMNS, REQUIRED_COLUMNS, SingleSheet, read_single_sheet};
pub use tables::{TRIAL_COLUMNS, scores_csv, self_reports_csv, trials_csv};
