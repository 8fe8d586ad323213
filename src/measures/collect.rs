//! From every participant's events to the tidy tables, through the schedule that the participant had.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::assignment::{Counterbalance, Part, Schedule, Stratum, Trial};
use crate::session::{BrowserCheck, Ending, Event, Progress, Timing, cell_of, stratum_of};
use crate::study::{Page, Study};

use super::table::{AskedBlock, Phase, SelfReport, TrialRow, TrialTable};
use super::trial_course::TrialCourse;
use super::trial_record::TrialRecord;

/// One participant's events, in order, under the name that the participant has in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Participation {
    /// The name in the trial table.
    pub name: String,
    /// What happened.
    pub events: Vec<Event>,
}

/// What the events of a study say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collected {
    /// The scored trials of everybody who enrolled.
    pub table: TrialTable,
    /// Every answer.
    pub reports: Vec<SelfReport>,
    /// One entry a participant of the table.
    pub attendances: Vec<Attendance>,
}

/// How one participant took part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attendance {
    /// Counted from 0 in the order of enrolment.
    pub number: u64,
    /// The number of the counterbalancing cell; not known of those who left a stratified study before they got one.
    pub cell: Option<usize>,
    /// The stratum within which the cell was given, where the study has strata.
    pub stratum: Option<Stratum>,
    /// The language that was chosen, or the study's default; not known where the participant withdrew.
    pub language: Option<String>,
    /// What the browser was found to have; none where it was not looked at, or the participant withdrew.
    pub browser: Option<BrowserCheck>,
    /// Whether the last questions were answered; not known where the participant withdrew.
    pub finished: bool,
    /// Why the session ended before its last questions, where a rule of the study ended it.
    pub ended: Option<Ending>,
    /// Whether the participant withdrew or did not let the data be kept.
    pub withdrawn: bool,
    /// Attention checks that were decided.
    pub attention_checks_shown: u32,
    /// Attention checks that were decided otherwise than their text says.
    pub attention_checks_failed: u32,
    /// Scored trials without any active time: they make no row.
    pub unmeasured_trials: usize,
    /// The browser's measurements of the scored trials.
    pub timings: Vec<Timing>,
}

impl Collected {
    /// Reads the events of all participations. Who never enrolled, and trials that are not in a participant's schedule, are
    /// passed over.
    pub fn new(study: &Study, participations: &[Participation]) -> Self {
        let counterbalance = Counterbalance::new(study);
        let mut collected = Self::default();
        collected.table.conditions.clone_from(&study.conditions);
        for participation in participations {
            let enrolled = participation.events.iter().find_map(|event| match event {
                Event::Enrolled { number, .. } => Some(*number),
                _ => None,
            });
            if let Some(number) = enrolled {
                let (cell, stratum) = (cell_of(&participation.events), stratum_of(&participation.events));
                // Who has no cell yet has no trial either, whichever schedule is taken.
                let schedule = Schedule::new(study, &counterbalance, counterbalance.cell(cell.unwrap_or(0)), number);
                let attendance = Attendance { number, cell, stratum, ..Attendance::default() };
                collected.add(study, &schedule, participation, attendance);
            }
        }
        collected.name_items(study);
        collected
    }

    /// Adds one participant; items are still the dataset's indices.
    fn add(&mut self, study: &Study, schedule: &Schedule, participation: &Participation, mut attendance: Attendance) {
        let participant = self.table.participants.len();
        let progress = Progress::after(&participation.events);
        attendance.finished = progress.answered.contains(&Page::Final);
        attendance.ended = progress.ended;
        attendance.withdrawn = progress.is_withdrawn();
        attendance.browser = participation.events.iter().find_map(|event| match event {
            Event::BrowserChecked(check) if !attendance.withdrawn => Some(*check),
            _ => None,
        });
        let language = study.texts.words(progress.language.as_deref()).code().to_owned();
        attendance.language = (!attendance.withdrawn).then_some(language);
        for (place, record) in records(&participation.events) {
            let Some(trial) = schedule.trials().nth(place) else { continue };
            let Some(judgement) = record.judgement() else { continue };
            match trial.part {
                Part::Practice => {}
                Part::AttentionCheck => {
                    attendance.attention_checks_shown += 1;
                    let failed = judgement.verdict != Some(study.dataset.alerts[trial.alert].truth);
                    attendance.attention_checks_failed += u32::from(failed);
                }
                Part::Scored { order } => {
                    attendance.timings.push(judgement.timing);
                    let block = schedule.block_of(place).map(|block| block as u32 + 1);
                    match row(study, schedule.condition, trial, &record) {
                        Some(row) => {
                            self.table.rows.push(TrialRow { participant, order: Some(order as u32), block, ..row });
                        }
                        None => attendance.unmeasured_trials += 1,
                    }
                }
            }
        }
        self.reports.extend(answers(participant, schedule, &participation.events));
        self.table.participants.push(participation.name.clone());
        self.attendances.push(attendance);
    }

    /// Replaces the dataset's indices by those of the alerts that were met, in the order of their names: a table that is read
    /// from a file has the same order, and with it the same resamples.
    fn name_items(&mut self, study: &Study) {
        let met: BTreeSet<usize> = self.table.rows.iter().map(|row| row.item).collect();
        let mut met: Vec<usize> = met.into_iter().collect();
        met.sort_by_key(|&alert| &study.dataset.alerts[alert].id);
        let places: BTreeMap<usize, usize> = met.iter().enumerate().map(|(place, &alert)| (alert, place)).collect();
        self.table.items = met.iter().map(|&alert| study.dataset.alerts[alert].id.clone()).collect();
        for row in &mut self.table.rows {
            row.item = places[&row.item];
        }
    }
}

/// The record of each trial by its place.
fn records(events: &[Event]) -> BTreeMap<usize, TrialRecord<'_>> {
    let mut records: BTreeMap<usize, TrialRecord<'_>> = BTreeMap::new();
    for event in events {
        let trial = match event {
            Event::TrialOpened { trial, .. }
            | Event::EvidenceOpened { trial, .. }
            | Event::EvidenceClosed { trial, .. }
            | Event::AdviceOpened { trial, .. }
            | Event::Visibility { trial, .. } => *trial,
            Event::Judged(judgement) => judgement.trial,
            _ => continue,
        };
        records.entry(trial).or_default().apply(event);
    }
    records
}

/// The row of a scored trial, without its participant and place; none without a verdict or active time.
fn row(study: &Study, condition: usize, trial: &Trial, record: &TrialRecord<'_>) -> Option<TrialRow> {
    let alert = &study.dataset.alerts[trial.alert];
    let judgement = record.judgement()?;
    let time_s = record.active_ms() / 1000.0;
    let decisive: Vec<&str> =
        alert.evidence.iter().filter(|panel| panel.decisive).map(|panel| panel.id.as_str()).collect();
    (time_s > 0.0).then(|| TrialRow {
        participant: 0,
        item: trial.alert,
        arm: trial.arm,
        truth: alert.truth,
        advice: trial.advice.and_then(|advice| alert.advice.get(advice)).map(|advice| advice.verdict),
        decision: judgement.verdict,
        time_s: Some(time_s),
        hidden_s: record.hidden_ms() / 1000.0,
        confidence: judgement.confidence.map(f64::from),
        order: None,
        block: None,
        expected_s: Some(alert.expected_seconds()),
        evidence_opened: Some(record.panels().len() as u32),
        decisive_opened: any_of(&decisive, record.panels().iter().map(AsRef::as_ref)),
        decisive_named: any_of(&decisive, judgement.decisive.iter().map(String::as_str)),
        openings: record.openings(),
        course: TrialCourse::of(condition, alert, trial, record),
    })
}

/// Whether one of the decisive panels is among the letters; none where no panel is known to be decisive.
fn any_of<'a>(decisive: &[&str], mut letters: impl Iterator<Item = &'a str>) -> Option<bool> {
    (!decisive.is_empty()).then(|| letters.any(|letter| decisive.contains(&letter)))
}

/// Every answer of a participant; answering a page twice is answering it once.
fn answers(participant: usize, schedule: &Schedule, events: &[Event]) -> Vec<SelfReport> {
    let mut answered = HashSet::new();
    let mut reports = Vec::new();
    for event in events {
        let Event::Answered { page, answers } = event else { continue };
        let phase = match page {
            Page::Background => Phase::Background,
            Page::Forecast => Phase::Forecast,
            Page::Block(_) => Phase::Block,
            Page::Final => Phase::Final,
            Page::Instructions | Page::Feedback(_) | Page::BlockFeedback(_) | Page::Break(_) => continue,
        };
        let block = match page {
            Page::Block(block) => {
                schedule.blocks.get(*block).map(|asked| AskedBlock { number: block + 1, arm: asked.arm })
            }
            _ => None,
        };
        if answered.insert(*page) {
            let report = |(question, value): (&String, &f64)| SelfReport {
                participant,
                phase,
                block,
                question: question.clone(),
                value: *value,
            };
            reports.extend(answers.iter().map(report));
        }
    }
    reports
}

#[cfg(test)]
mod tests {
    use crate::assignment::Arm;
    use crate::measures::example::{Act, Session, study};
    use crate::study::Verdict;

    use super::*;

    #[test]
    fn scored_trials_become_rows() {
        let study = study(16);
        let collected = Collected::new(&study, &[Session::new(&study, 0).play(|_| Act::default()).finish(&[])]);
        let table = &collected.table;
        assert_eq!((table.rows.len(), table.items.len()), (16, 16));
        assert_eq!(table.rows.iter().map(|row| row.order).collect::<Vec<_>>(), (1..=16).map(Some).collect::<Vec<_>>());
        assert_eq!(table.rows.iter().filter(|row| row.arm == Arm::Aided).count(), 8);
        assert_eq!(table.rows.iter().filter(|row| row.advice_correct() == Some(false)).count(), 2);
        assert!(table.rows.iter().all(|row| row.advice.is_some() == (row.arm == Arm::Aided)));
        assert!(table.rows.iter().all(|row| row.block == Some(1 + u32::from(row.order > Some(8)))));
        assert!(collected.attendances[0].finished && !collected.attendances[0].withdrawn);
    }

    #[test]
    fn what_was_looked_at_is_kept() {
        let study = study(16);
        let check = |opened: &'static [&'static str], named: &'static [&'static str], expect: (u32, bool, bool)| {
            let act = move |_: &TrialRow| Act { opened, named, ..Act::default() };
            let collected = Collected::new(&study, &[Session::new(&study, 3).play(act).finish(&[])]);
            for row in &collected.table.rows {
                assert_eq!(
                    (row.evidence_opened, row.decisive_opened, row.decisive_named),
                    (Some(expect.0), Some(expect.1), Some(expect.2))
                );
            }
        };
        check(&[], &[], (0, false, false));
        check(&["B", "B", "C"], &["C"], (2, false, false));
        check(&["B", "A"], &["C", "A"], (2, true, true));
    }

    #[test]
    fn answers_keep_their_phase() {
        let study = study(16);
        let session = Session::new(&study, 0)
            .answer(Page::Forecast, &[("minutes-aided", 60.0)])
            .answer(Page::Forecast, &[("minutes-aided", 99.0)])
            .answer(Page::Block(1), &[("minutes-aided", 50.0)]);
        let collected = Collected::new(&study, &[session.finish(&[("speed-change", -20.0)])]);
        let read: Vec<_> = collected.reports.iter().map(|report| (report.phase, report.value)).collect();
        assert_eq!(read, [(Phase::Forecast, 60.0), (Phase::Block, 50.0), (Phase::Final, -20.0)]);
    }

    #[test]
    fn attention_checks_are_counted_apart() {
        let study = study(16);
        let act = |_: &TrialRow| Act { check: Some(Verdict::BenignPositive), ..Act::default() };
        let failed = Session::new(&study, 0).play(act).finish(&[]);
        let passed = Session::new(&study, 1).play(|_| Act::default()).finish(&[]);
        let collected = Collected::new(&study, &[failed, passed]);
        let counts: Vec<_> = collected
            .attendances
            .iter()
            .map(|attendance| (attendance.attention_checks_shown, attendance.attention_checks_failed))
            .collect();
        assert_eq!(counts, [(1, 1), (1, 0)]);
    }

    #[test]
    fn what_does_not_fit_is_passed_over() {
        let study = study(16);
        let mut strange = Session::new(&study, 0).play(|_| Act::default()).finish(&[]);
        for event in &mut strange.events {
            if let Event::Judged(judgement) = event {
                judgement.trial += 1000;
            }
        }
        let opened = Event::BlockEnded { block: 0 };
        let about_the_study = Participation { name: "study".into(), events: vec![opened] };
        let collected = Collected::new(&study, &[about_the_study, strange]);
        assert_eq!((collected.table.rows.len(), collected.table.participants.len()), (0, 1));
    }

    #[test]
    fn a_trial_without_active_time_is_counted_and_makes_no_row() {
        let study = study(16);
        let act = |row: &TrialRow| Act { seconds: if row.order == Some(4) { 0.0 } else { 30.0 }, ..Act::default() };
        let collected = Collected::new(&study, &[Session::new(&study, 0).play(act).finish(&[])]);
        assert_eq!((collected.table.rows.len(), collected.attendances[0].unmeasured_trials), (15, 1));
    }
}
