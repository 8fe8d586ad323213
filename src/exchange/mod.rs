//! Importers and exporters for other people's programs.

mod cells;
mod complaints;
mod csv_frame;
mod dataset_writer;
mod delimited;
mod self_reports_reader;
mod single_sheet;
mod tables;
mod trial_columns;
mod trial_conditions;
mod trial_notes;
mod trial_row;
mod trial_verdicts;
mod trials_reader;
mod verdict_words;

pub use csv_frame::{CsvFrame, FORMULA, csv_frame};
pub use dataset_writer::dataset_files;
pub use self_reports_reader::read_self_reports;
pub use single_sheet::{OPTIONAL_COLUMNS, REQUIRED_COLUMNS, SingleSheet, read_single_sheet};
pub use tables::{TRIAL_COLUMNS, participants_csv, scores_csv, self_reports_csv, trials_csv};
pub use trials_reader::{Reading, Trials, read_trials};
