//! The columns of a table of trials: their names, the other names that people give them, and where they stand in a file.

use super::complaints::Complaints;

/// A column that something is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Participant,
    Item,
    Arm,
    Truth,
    Correct,
    Advice,
    AdviceCorrect,
    Initial,
    Final,
    TimeS,
    TimeMs,
    Confidence,
    Order,
    Block,
    ExpectedS,
    EvidenceOpened,
    DecisiveOpened,
    DecisiveNamed,
    Condition,
    AdviceTiming,
    Explanation,
    ConfidenceShown,
    Source,
    Feedback,
    DeadlineS,
    StatedConfidence,
    WrongReason,
    Silent,
    InitialConfidence,
    InitialS,
    AdviceAtS,
    Expired,
    HiddenS,
    Finished,
    AttentionChecksFailed,
}

/// The other names of the participant's column, in every table.
pub const PARTICIPANT: &[&str] = &[
    "participant_id",
    "participantid",
    "participant_code",
    "subject",
    "subject_id",
    "pid",
    "user",
    "user_id",
    "worker_id",
];

/// A column with its name and its other names.
type Named = (Column, &'static str, &'static [&'static str]);

const NAMED: [Named; 35] = [
    (Column::Participant, "participant", PARTICIPANT),
    (Column::Item, "item", &["item_id", "alert", "alert_id", "stimulus", "stimulus_id", "case", "case_id", "task_id"]),
    (Column::Arm, "arm", &["aided", "assisted", "assistance", "ai_shown"]),
    (Column::Truth, "truth", &["ground_truth", "gt", "label", "true_label", "actual"]),
    (Column::Correct, "correct", &["is_correct", "accuracy"]),
    (
        Column::Advice,
        "advice",
        &["ai_verdict", "ai_advice", "ai_prediction", "prediction", "recommendation", "suggestion"],
    ),
    (Column::AdviceCorrect, "advice_correct", &["ai_correct", "advice_is_correct"]),
    (Column::Initial, "initial", &["initial_verdict", "initial_decision", "first_verdict", "first_decision"]),
    (Column::Final, "final", &["final_verdict", "final_decision", "verdict", "decision", "judgement", "judgment"]),
    (Column::TimeS, "time_s", &["time_sec", "seconds", "duration_s", "rt_s", "response_time_s"]),
    (Column::TimeMs, "time_ms", &["rt_ms", "duration_ms", "response_time_ms"]),
    (Column::Confidence, "confidence", &["confidence_percent"]),
    (Column::Order, "order", &["position", "trial_number", "round_number"]),
    (Column::Block, "block", &["block_number"]),
    (Column::ExpectedS, "expected_s", &[]),
    (Column::EvidenceOpened, "evidence_opened", &["panels_opened"]),
    (Column::DecisiveOpened, "decisive_opened", &[]),
    (Column::DecisiveNamed, "decisive_named", &[]),
    (Column::Condition, "condition", &[]),
    (Column::AdviceTiming, "advice_timing", &[]),
    (Column::Explanation, "explanation", &[]),
    (Column::ConfidenceShown, "confidence_shown", &[]),
    (Column::Source, "source", &[]),
    (Column::Feedback, "feedback", &[]),
    (Column::DeadlineS, "deadline_s", &[]),
    (Column::StatedConfidence, "stated_confidence", &["ai_confidence"]),
    (Column::WrongReason, "wrong_reason", &[]),
    (Column::Silent, "silent", &[]),
    (Column::InitialConfidence, "initial_confidence", &[]),
    (Column::InitialS, "initial_s", &[]),
    (Column::AdviceAtS, "advice_at_s", &[]),
    (Column::Expired, "expired", &["timed_out"]),
    (Column::HiddenS, "hidden_s", &[]),
    (Column::Finished, "finished", &[]),
    (Column::AttentionChecksFailed, "attention_checks_failed", &[]),
];

/// Where the columns stand in one file.
#[derive(Debug)]
pub struct Columns {
    places: [Option<usize>; NAMED.len()],
    written: Vec<String>,
    /// Names of the columns that nothing is read from.
    pub ignored: Vec<String>,
    /// What should be said about these.
    pub notes: Vec<String>,
}

impl Columns {
    /// Finds the columns. A column's own name counts more than its other names; what is missing or there twice is among the
    /// complaints.
    pub fn find(names: &[String], written: &[String], complaints: &mut Complaints) -> Self {
        let mut places = [None; NAMED.len()];
        for (column, name, others) in NAMED {
            let at = |wanted: &dyn Fn(&str) -> bool| -> Vec<usize> {
                (0..names.len()).filter(|&place| wanted(&names[place])).collect()
            };
            let own = at(&|written| written == name);
            let found = if own.is_empty() { at(&|written| others.contains(&written)) } else { own };
            if let [first, second, ..] = found[..] {
                let message = format!("columns `{}` and `{}` both mean `{name}`", written[first], written[second]);
                complaints.of_row(1, None, message, "rename or leave out one of them");
            }
            places[column as usize] = found.first().copied();
        }
        let ignored: Vec<usize> =
            (0..names.len()).filter(|place| !places.contains(&Some(*place)) && !names[*place].is_empty()).collect();
        let unclear = ["rt", "time", "duration", "response_time", "reaction_time", "response_rt"];
        let notes = ignored.iter().filter(|&&place| unclear.contains(&names[place].as_str())).map(|&place| {
            format!(
                "`{}` has no unit: call it time_s (seconds) or time_ms (milliseconds) to have it read",
                written[place]
            )
        });
        let notes = notes.collect();
        let ignored = ignored.into_iter().map(|place| written[place].clone()).collect();
        let columns = Self { places, written: written.to_vec(), ignored, notes };
        columns.check(complaints);
        columns
    }

    fn check(&self, complaints: &mut Complaints) {
        let mut missing = |wanted: &[Column]| {
            if wanted.iter().any(|column| self.has(*column)) {
                return;
            }
            let names: Vec<String> = wanted.iter().map(|column| format!("`{}`", NAMED[*column as usize].1)).collect();
            let others: Vec<&str> = wanted.iter().flat_map(|column| NAMED[*column as usize].2).copied().collect();
            let hint = format!("other names for it: {}", others.join(", "));
            complaints.of_row(1, None, format!("column {} is missing", names.join(" or ")), hint);
        };
        missing(&[Column::Participant]);
        missing(&[Column::Item]);
        missing(&[Column::Arm]);
        missing(&[Column::Truth, Column::Correct]);
        missing(&[Column::Final, Column::Correct]);
        if self.has(Column::TimeS) && self.has(Column::TimeMs) {
            let hint = "leave out one of them";
            complaints.of_row(1, None, "the time is there twice, in seconds and in milliseconds", hint);
        }
    }

    /// Whether the file has a column.
    pub fn has(&self, column: Column) -> bool {
        self.places[column as usize].is_some()
    }

    /// A column's cell in a record; empty where there is none.
    pub fn cell<'r>(&self, record: &'r csv::StringRecord, column: Column) -> &'r str {
        self.places[column as usize].and_then(|place| record.get(place)).unwrap_or("")
    }

    /// A column's name as the file writes it.
    pub fn name(&self, column: Column) -> &str {
        self.places[column as usize].map_or(NAMED[column as usize].1, |place| &self.written[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_at_its_number() {
        for (place, (column, ..)) in NAMED.iter().enumerate() {
            assert_eq!(*column as usize, place);
        }
    }

    #[test]
    fn no_name_means_two_columns() {
        let names: Vec<&str> =
            NAMED.iter().flat_map(|(_, name, others)| [*name].into_iter().chain(others.iter().copied())).collect();
        for (place, name) in names.iter().enumerate() {
            assert!(!names[..place].contains(name), "{name}");
        }
    }
}
