//! One row of a table of trials, checked.

use crate::assignment::Arm;
use crate::measures::{TrialCourse, TrialRow};
use crate::study::{Place, Problem};

use super::cells::{number, present, truth_value, whole};
use super::complaints::Complaints;
use super::trial_columns::{Column, Columns};
use super::trial_verdicts::Verdicts;

/// The words for the arms.
const ARMS: [(&str, Arm); 18] = [
    ("unaided", Arm::Unaided),
    ("aided", Arm::Aided),
    ("without advice", Arm::Unaided),
    ("with advice", Arm::Aided),
    ("no advice", Arm::Unaided),
    ("advice", Arm::Aided),
    ("no ai", Arm::Unaided),
    ("ai", Arm::Aided),
    ("control", Arm::Unaided),
    ("treatment", Arm::Aided),
    ("manual", Arm::Unaided),
    ("assisted", Arm::Aided),
    ("unassisted", Arm::Unaided),
    ("human", Arm::Unaided),
    ("false", Arm::Unaided),
    ("true", Arm::Aided),
    ("0", Arm::Unaided),
    ("1", Arm::Aided),
];

/// One record, with the means to say what is wrong with it.
pub struct Row<'r> {
    /// Where the columns stand.
    pub columns: &'r Columns,
    /// The cells.
    pub record: &'r csv::StringRecord,
    /// The line on which it starts.
    pub line: u64,
    /// Whether numbers may have a decimal comma.
    pub decimal_comma: bool,
    /// From which probability on a verdict is that the alert needs action.
    pub threshold: f64,
    /// What is wrong.
    pub complaints: &'r mut Complaints,
}

/// A cell that is wrong, which the complaints know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong;

/// A cell's value; none where it is empty.
pub type Checked<T> = Result<Option<T>, Wrong>;

/// What a row says.
#[derive(Debug)]
pub struct Read {
    /// The trial; participant, item and condition are not numbered yet.
    pub trial: TrialRow,
    /// Whether the truth is known.
    pub truth_is_known: bool,
    /// Whether the participant finished, where that is said.
    pub finished: Option<bool>,
    /// Attention checks that the participant failed.
    pub attention_checks_failed: u32,
}

impl<'r> Row<'r> {
    /// Reads the whole row; none where something is wrong with it, with all of that among the complaints.
    pub fn read(mut self) -> (&'r mut Complaints, Option<Read>) {
        let read = self.gather();
        (self.complaints, read)
    }

    fn gather(&mut self) -> Option<Read> {
        let row = self;
        let arm = row.arm();
        let expired = row.truth_value(Column::Expired);
        let is_expired = expired == Ok(Some(true));
        // With an unknown arm, advice may stand anywhere.
        let verdicts = Verdicts::read(row, arm.unwrap_or(Arm::Aided), is_expired);
        let seconds = row.above_zero(Column::TimeS);
        let milliseconds = row.above_zero(Column::TimeMs);
        let [confidence, stated, initial_confidence] =
            [Column::Confidence, Column::StatedConfidence, Column::InitialConfidence]
                .map(|column| row.percentage(column));
        let [order, block] = [Column::Order, Column::Block].map(|column| row.count(column, 1));
        let [evidence, failed] =
            [Column::EvidenceOpened, Column::AttentionChecksFailed].map(|column| row.count(column, 0));
        let [decisive_opened, decisive_named, wrong_reason, silent, finished] =
            [Column::DecisiveOpened, Column::DecisiveNamed, Column::WrongReason, Column::Silent, Column::Finished]
                .map(|column| row.truth_value(column));
        let [expected, initial_s, advice_at_s, hidden] =
            [Column::ExpectedS, Column::InitialS, Column::AdviceAtS, Column::HiddenS]
                .map(|column| row.duration(column));
        expired.ok()?;
        let verdicts = verdicts?;
        let course = TrialCourse {
            initial: verdicts.initial,
            initial_confidence: initial_confidence.ok()?,
            initial_s: initial_s.ok()?,
            advice_at_s: advice_at_s.ok()?,
            stated_confidence: stated.ok()?.map(|percent| percent.round() as u8),
            wrong_reason: wrong_reason.ok()? == Some(true),
            silent: silent.ok()? == Some(true),
            expired: is_expired,
            chances: verdicts.chances,
            ..TrialCourse::default()
        };
        let trial = TrialRow {
            participant: 0,
            item: 0,
            arm: arm?,
            truth: verdicts.truth,
            advice: verdicts.advice,
            decision: verdicts.decision,
            time_s: seconds.ok()?.or(milliseconds.ok()?.map(|time| time / 1000.0)),
            hidden_s: hidden.ok()?.unwrap_or(0.0),
            confidence: confidence.ok()?,
            order: order.ok()?,
            block: block.ok()?,
            expected_s: expected.ok()?,
            evidence_opened: evidence.ok()?,
            decisive_opened: decisive_opened.ok()?,
            decisive_named: decisive_named.ok()?,
            openings: 1,
            course,
        };
        let attention_checks_failed = failed.ok()?.unwrap_or(0);
        Some(Read { trial, truth_is_known: verdicts.truth_is_known, finished: finished.ok()?, attention_checks_failed })
    }

    /// Whether the file has a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.has(column)
    }

    /// The text of a cell.
    pub fn cell(&self, column: Column) -> &'r str {
        self.columns.cell(self.record, column)
    }

    /// Complains about a cell.
    pub fn wrong<T>(&mut self, column: Column, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.complaints.of_row(self.line, Some(self.columns.name(column)), message, hint);
        None
    }

    /// Complains about a word that is not one of the known ones.
    pub fn unknown_word(
        &mut self,
        column: Column,
        message: &str,
        word: &str,
        known: impl IntoIterator<Item = &'static str>,
    ) {
        let place = Place::Cell { row: self.line, column: Some(self.columns.name(column).to_owned()) };
        let problem = Problem { file: self.complaints.file().to_owned(), place, message: message.into(), hint: None };
        self.complaints.push(problem.did_you_mean(word, known));
    }

    fn arm(&mut self) -> Option<Arm> {
        let text = self.cell(Column::Arm);
        let lower = text.to_lowercase().replace(['-', '_'], " ");
        let found = ARMS.iter().find(|(word, _)| *word == lower).map(|(_, arm)| *arm);
        if found.is_none() {
            let message = if text.is_empty() { "is empty".to_owned() } else { format!("`{text}` is no arm") };
            self.unknown_word(Column::Arm, &message, &lower, ARMS.map(|(word, _)| word));
        }
        found
    }

    fn above_zero(&mut self, column: Column) -> Checked<f64> {
        let hint = "a time above 0; leave it empty where it was not measured";
        self.number(column, hint, |value| value > 0.0)
    }

    fn duration(&mut self, column: Column) -> Checked<f64> {
        self.number(column, "a number of seconds, 0 or more", |value| value >= 0.0)
    }

    fn percentage(&mut self, column: Column) -> Checked<f64> {
        self.number(column, "a percentage from 0 to 100", |value| (0.0..=100.0).contains(&value))
    }

    /// A cell's number; none in it where it is empty, none at all where it is wrong.
    fn number(&mut self, column: Column, hint: &str, fits: fn(f64) -> bool) -> Checked<f64> {
        let Some(text) = present(self.cell(column)) else { return Ok(None) };
        match number(text, self.decimal_comma) {
            Some(value) if fits(value) => Ok(Some(value)),
            Some(_) => self.wrong(column, format!("{text} is out of range"), hint).ok_or(Wrong),
            None => self.wrong(column, format!("`{text}` is not a number"), hint).ok_or(Wrong),
        }
    }

    fn count(&mut self, column: Column, least: u32) -> Checked<u32> {
        let Some(text) = present(self.cell(column)) else { return Ok(None) };
        match whole(text, self.decimal_comma).filter(|value| *value >= least) {
            Some(value) => Ok(Some(value)),
            None => {
                self.wrong(column, format!("`{text}` is no count"), format!("a whole number from {least}")).ok_or(Wrong)
            }
        }
    }

    /// Yes or no; none in it where the cell is empty, none at all where it is wrong.
    pub fn truth_value(&mut self, column: Column) -> Checked<bool> {
        let Some(text) = present(self.cell(column)) else { return Ok(None) };
        match truth_value(text) {
            Some(value) => Ok(Some(value)),
            None => self
                .wrong(column, format!("`{text}` is neither true nor false"), "write true or false, or 1 or 0")
                .ok_or(Wrong),
        }
    }
}
