//! A table of trials of any platform, read row by row, with everything that is wrong in it.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use crate::assignment::Arm;
use crate::findings::Detail;
use crate::measures::{Attendance, Collected, TrialRow, TrialTable};
use crate::study::{AdviceTiming, Problems, Verdict};

use super::complaints::Complaints;
use super::delimited::Delimited;
use super::trial_columns::{Column, Columns};
use super::trial_conditions::Conditions;
use super::trial_notes::notes;
use super::trial_row::{Read as ReadRow, Row};

/// How a table is to be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading<'a> {
    /// From which probability on a verdict is that the alert needs action.
    pub threshold: f64,
    /// The one condition whose rows are kept; all where there is none.
    pub condition: Option<&'a str>,
}

/// A table of trials that holds what it has to.
#[derive(Debug)]
pub struct Trials {
    /// The trials and their participants; nobody's answers.
    pub collected: Collected,
    /// What no trial says.
    pub lacking: Vec<Detail>,
    /// Columns that nothing was read from.
    pub ignored_columns: Vec<String>,
    /// What has to be known to read the estimates.
    pub notes: Vec<String>,
}

/// Reads `trials.csv`: commas, semicolons or tabs; names of columns in any case and order. One row a trial; items are sorted by
/// name, so that neither their order in the file nor that in a journal changes a resample.
pub fn read_trials(reader: impl Read, file: &str, reading: Reading<'_>) -> Result<Trials, Problems> {
    let mut complaints = Complaints::about(file);
    match gather(reader, reading, &mut complaints) {
        Some(trials) if complaints.is_empty() => Ok(trials),
        _ => Err(complaints.into_problems()),
    }
}

fn gather(reader: impl Read, reading: Reading<'_>, complaints: &mut Complaints) -> Option<Trials> {
    let mut table = Delimited::open(reader, complaints)?;
    let columns = Columns::find(&table.names, &table.written, complaints);
    if !complaints.is_empty() {
        return None;
    }
    let decimal_comma = table.decimal_comma;
    let mut gathering = Gathering { truth_is_known: true, ..Gathering::default() };
    let mut any = false;
    while let Some((line, record)) = table.next(complaints) {
        any = true;
        let row = Row {
            columns: &columns,
            record,
            line,
            decimal_comma,
            threshold: reading.threshold,
            complaints: &mut *complaints,
        };
        gathering.take(row, reading);
    }
    if !any && complaints.is_empty() {
        complaints.of_file("has no trial", "one row a trial, below the names of the columns");
    }
    Some(gathering.finish(columns, reading, complaints))
}

/// What was read so far.
#[derive(Default)]
struct Gathering {
    participants: Names,
    items: Names,
    conditions: Conditions,
    rows: Vec<TrialRow>,
    attendances: Vec<Attendance>,
    truth_is_known: bool,
    /// For each participant and item, the lines of the unaided and the aided trial; 0 where there is none.
    met: HashMap<(u32, u32), [u32; 2]>,
    /// For each item, what it was said to be, and on which line.
    truths: Vec<(bool, u64)>,
}

impl Gathering {
    fn take(&mut self, mut row: Row<'_>, reading: Reading<'_>) {
        let names = [Column::Participant, Column::Item].map(|column| (column, row.cell(column)));
        let mut is_named = true;
        for (column, name) in names {
            if name.is_empty() {
                is_named = false;
                row.wrong::<()>(column, "is empty", "every trial needs a participant and an item");
            }
        }
        let condition = self.conditions.of(row.columns, row.record);
        let says_truth = !row.cell(Column::Truth).is_empty();
        let (line, columns) = (row.line, row.columns);
        let (complaints, read) = row.read();
        let Some(read) = read.filter(|_| is_named) else { return };
        if reading.condition.is_some_and(|wanted| wanted != self.conditions.all[condition].name) {
            return;
        }
        let [participant, item] = [self.participants.number(names[0].1), self.items.number(names[1].1)];
        if self.attendances.len() <= participant {
            let number = participant as u64;
            self.attendances.push(Attendance { number, finished: true, ..Attendance::default() });
        }
        let ReadRow { mut trial, truth_is_known, finished, attention_checks_failed } = read;
        let attendance = &mut self.attendances[participant];
        attendance.finished &= finished.unwrap_or(true);
        attendance.attention_checks_failed = attendance.attention_checks_failed.max(attention_checks_failed);
        self.truth_is_known &= truth_is_known;
        if let Some(message) = self.met_before(participant, item, trial.arm, line) {
            let hint =
                "one row a trial: a participant meets an item once in an arm; number the items where they repeat";
            complaints.of_row(line, Some(columns.name(Column::Item)), message, hint);
        }
        if says_truth && let Some(message) = self.truth_before(item, &trial, line) {
            let hint = "an item is one alert, and its truth the same for everybody";
            complaints.of_row(line, Some(columns.name(Column::Truth)), message, hint);
        }
        (trial.participant, trial.item, trial.course.condition) = (participant, item, condition);
        self.rows.push(trial);
    }

    /// What is wrong where the participant had the item in this arm before.
    fn met_before(&mut self, participant: usize, item: usize, arm: Arm, line: u64) -> Option<String> {
        let lines = self.met.entry((participant as u32, item as u32)).or_default();
        let before = std::mem::replace(&mut lines[usize::from(arm == Arm::Aided)], line as u32);
        (before > 0).then(|| {
            let (participant, item) = (&self.participants.all[participant], &self.items.all[item]);
            format!("participant `{participant}` had item `{item}` {} on line {before} already", arm.name())
        })
    }

    /// What is wrong where the item was something else before.
    fn truth_before(&mut self, item: usize, trial: &TrialRow, line: u64) -> Option<String> {
        let now = trial.truth.needs_action();
        if self.truths.len() <= item {
            self.truths.resize(item + 1, (now, 0));
        }
        let (before, first) = &mut self.truths[item];
        if *first == 0 {
            (*before, *first) = (now, line);
        }
        (*before != now).then(|| format!("item `{}` was something else on line {first}", self.items.all[item]))
    }

    fn finish(mut self, columns: Columns, reading: Reading<'_>, complaints: &mut Complaints) -> Trials {
        self.check_conditions(&columns, reading, complaints);
        let in_between = |chance: f64| 0.0 < chance && chance < 1.0;
        let is_continuous = self
            .rows
            .iter()
            .filter_map(|row| row.course.chances)
            .any(|chances| [chances.initial, chances.advice, chances.last].into_iter().any(in_between));
        if !is_continuous {
            self.rows.iter_mut().for_each(|row| row.course.chances = None);
        }
        if !columns.has(Column::AdviceTiming) && self.rows.iter().any(|row| row.course.initial.is_some()) {
            self.conditions.all.iter_mut().for_each(|condition| condition.timing = AdviceTiming::Sequential);
        }
        let mut notes = notes(&self.rows, &columns, reading.threshold, self.met.values());
        notes.splice(0..0, columns.notes);
        let lacking = lacking(&self.rows, self.truth_is_known);
        let places = self.items.sort();
        self.rows.iter_mut().for_each(|row| row.item = places[row.item]);
        let table = TrialTable {
            participants: self.participants.all,
            items: self.items.all,
            conditions: self.conditions.all,
            rows: self.rows,
        };
        let collected = Collected { table, reports: Vec::new(), attendances: self.attendances };
        Trials { collected, lacking, ignored_columns: columns.ignored, notes }
    }

    fn check_conditions(&self, columns: &Columns, reading: Reading<'_>, complaints: &mut Complaints) {
        let mut names: Vec<&str> = self.conditions.all.iter().map(|condition| condition.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let known = || format!("the file has: {}", names.join(", "));
        let used: HashSet<usize> = self.rows.iter().map(|row| row.course.condition).collect();
        let timings: HashSet<AdviceTiming> = used.iter().map(|&place| self.conditions.all[place].timing).collect();
        if let Some(wanted) = reading.condition.filter(|wanted| !names.contains(wanted)) {
            complaints.of_file(format!("there is no condition `{wanted}`"), known());
        } else if columns.has(Column::AdviceTiming) && timings.len() > 1 {
            let hint = format!("name one with --condition; {}", known());
            complaints.of_file("conditions that differ in when advice is shown are not pooled", hint);
        }
    }
}

/// The details that no trial has.
fn lacking(rows: &[TrialRow], truth_is_known: bool) -> Vec<Detail> {
    let has = |detail: Detail| match detail {
        Detail::Truth => truth_is_known,
        Detail::Advice => rows.iter().any(|row| row.advice.is_some()),
        Detail::Time => rows.iter().any(|row| row.time_s.is_some()),
        Detail::EvidenceOpened => rows.iter().any(|row| row.evidence_opened.is_some()),
        Detail::DecisiveOpened => rows.iter().any(|row| row.decisive_opened.is_some()),
        Detail::ThreeClasses => rows.iter().any(names_false_positive),
    };
    Detail::ALL.into_iter().filter(|detail| !has(*detail)).collect()
}

/// Whether a row tells the two kinds of harmless alerts apart: words for two classes never stand for a false positive.
fn names_false_positive(row: &TrialRow) -> bool {
    [Some(row.truth), row.decision, row.advice].contains(&Some(Verdict::FalsePositive))
}

/// Names with a number each, in the order in which they were met.
#[derive(Debug, Default)]
struct Names {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        self.numbers.get(name).copied().unwrap_or_else(|| {
            let number = self.all.len();
            self.all.push(name.into());
            self.numbers.insert(name.into(), number);
            number
        })
    }

    /// Sorts the names; the new place of each.
    fn sort(&mut self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&number| &self.all[number]);
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &number)| places[number] = place);
        self.all.sort_unstable();
        places
    }
}
