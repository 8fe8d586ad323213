//! The open formats: `trials.csv`, `participants.csv`, `self_reports.csv` and `scores.csv`, as any other program reads them.

use crate::measures::{Attendance, Collected, Score, SelfReport, TrialCourse, TrialTable};
use crate::study::{Condition, Verdict};

/// The columns of `trials.csv`.
pub const TRIAL_COLUMNS: [&str; 34] = [
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
    "condition",
    "advice_timing",
    "explanation",
    "confidence_shown",
    "source",
    "feedback",
    "deadline_s",
    "stated_confidence",
    "wrong_reason",
    "silent",
    "initial",
    "initial_confidence",
    "initial_s",
    "advice_at_s",
    "expired",
    "hidden_s",
    "finished",
    "attention_checks_failed",
];

/// The scored trials as CSV. Verdicts are on the primary axis: malicious (needs action) or benign.
pub fn trials_csv(collected: &Collected) -> Result<Vec<u8>, csv::Error> {
    let table = &collected.table;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TRIAL_COLUMNS)?;
    let mut cells = Vec::new();
    for row in &table.rows {
        cells.clear();
        cells.extend([
            table.participants[row.participant].clone(),
            table.items[row.item].clone(),
            row.arm.name().into(),
            axis(row.truth).into(),
            of(row.advice.map(axis)),
            of(row.advice_correct()),
            of(row.decision.map(axis)),
            row.correct().to_string(),
            of(row.time_s),
            of(row.confidence),
            of(row.order),
            of(row.block),
            of(row.expected_s),
            of(row.evidence_opened),
            of(row.decisive_opened),
            of(row.decisive_named),
        ]);
        cells.extend(course_cells(table, &row.course));
        cells.push(row.hidden_s.to_string());
        cells.extend(attendance_cells(&collected.attendances[row.participant]));
        writer.write_record(&cells)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// How a trial went, with what its condition was.
fn course_cells(table: &TrialTable, course: &TrialCourse) -> [String; 15] {
    let condition = table.conditions.get(course.condition);
    let named =
        |name: fn(&Condition) -> &str| condition.map_or_else(String::new, |condition| name(condition).to_owned());
    [
        named(|condition| &condition.name),
        named(|condition| condition.timing.name()),
        named(|condition| condition.explanation.name()),
        named(|condition| condition.confidence.name()),
        named(|condition| condition.source.name()),
        named(|condition| condition.feedback.name()),
        of(condition.and_then(|condition| condition.deadline).map(|deadline| deadline.seconds)),
        of(course.stated_confidence),
        course.wrong_reason.to_string(),
        course.silent.to_string(),
        of(course.initial.map(axis)),
        of(course.initial_confidence),
        of(course.initial_s),
        of(course.advice_at_s),
        course.expired.to_string(),
    ]
}

/// What the participant's exclusion may depend on, the same in each of their rows.
fn attendance_cells(attendance: &Attendance) -> [String; 2] {
    [attendance.finished.to_string(), attendance.attention_checks_failed.to_string()]
}

/// The primary axis.
fn axis(verdict: Verdict) -> &'static str {
    if verdict.needs_action() { "malicious" } else { "benign" }
}

/// A value; empty where there is none.
fn of(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Everybody who took part as CSV.
pub fn participants_csv(collected: &Collected) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["participant", "language", "finished"])?;
    for (name, attendance) in collected.table.participants.iter().zip(&collected.attendances) {
        let language = attendance.language.clone().unwrap_or_default();
        writer.write_record([name, &language, &attendance.finished.to_string()])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
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

/// The scores of the instruments as CSV; a score is empty where too few items were answered.
pub fn scores_csv(table: &TrialTable, scores: &[Score]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "participant",
        "phase",
        "block",
        "arm",
        "instrument",
        "subscale",
        "score",
        "items_answered",
        "items",
    ])?;
    for score in scores {
        writer.write_record([
            table.participants[score.participant].as_str(),
            score.phase.name(),
            &of(score.block.map(|block| block.number)),
            score.block.map_or("", |block| block.arm.name()),
            &score.instrument,
            &score.subscale,
            &of(score.score),
            &score.items_answered.to_string(),
            &score.items.to_string(),
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
