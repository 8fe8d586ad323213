//! A table of answers of any platform: one row an answer.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use crate::measures::{Beliefs, Phase, SelfReport, TrialTable};
use crate::study::{Place, Problem, Problems};

use super::cells::{number, present};
use super::complaints::Complaints;
use super::delimited::Delimited;
use super::trial_columns::PARTICIPANT;

/// The columns, each with its other names.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("participant", PARTICIPANT),
    ("phase", &["when"]),
    ("question", &["question_id", "item"]),
    ("value", &["answer", "response"]),
];

/// The words for the phases.
const PHASES: [(&str, Phase); 8] = [
    ("background", Phase::Background),
    ("forecast", Phase::Forecast),
    ("block", Phase::Block),
    ("final", Phase::Final),
    ("before", Phase::Forecast),
    ("pre", Phase::Forecast),
    ("after", Phase::Final),
    ("post", Phase::Final),
];

/// So many names of questions are listed.
const LISTED: usize = 8;

/// Reads `self_reports.csv` for the participants of a table, and what has to be said about it.
pub fn read_self_reports(
    reader: impl Read,
    file: &str,
    trials: &TrialTable,
) -> Result<(Vec<SelfReport>, Vec<String>), Problems> {
    let mut complaints = Complaints::about(file);
    match gather(reader, trials, &mut complaints) {
        Some(read) if complaints.is_empty() => Ok(read),
        _ => Err(complaints.into_problems()),
    }
}

fn gather(
    reader: impl Read,
    trials: &TrialTable,
    complaints: &mut Complaints,
) -> Option<(Vec<SelfReport>, Vec<String>)> {
    let mut table = Delimited::open(reader, complaints)?;
    let places = COLUMNS.map(|(name, others)| {
        let own = table.names.iter().position(|written| written == name);
        own.or_else(|| table.names.iter().position(|written| others.contains(&written.as_str())))
    });
    for ((name, others), _) in COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none()) {
        let hint = format!("other names for it: {}", others.join(", "));
        complaints.of_row(1, None, format!("column `{name}` is missing"), hint);
    }
    let [Some(participant), Some(phase), Some(question), Some(value)] = places else { return None };
    let numbers: HashMap<&str, usize> =
        trials.participants.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    let (mut reports, mut strangers, mut unused) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let (decimal_comma, written) = (table.decimal_comma, table.written.clone());
    while let Some((line, record)) = table.next(complaints) {
        let known_phase = PHASES.iter().find(|(word, _)| word.eq_ignore_ascii_case(&record[phase]));
        if known_phase.is_none() {
            let place = Place::Cell { row: line, column: Some(written[phase].clone()) };
            let message = format!("`{}` is no phase", &record[phase]);
            let problem = Problem { file: complaints.file().to_owned(), place, message, hint: None };
            complaints.push(problem.did_you_mean(&record[phase], PHASES.map(|(word, _)| word)));
        }
        let Some(text) = present(&record[value]) else { continue };
        let Some(value) = number(text, decimal_comma) else {
            let hint = "answers are numbers; leave the cell empty where there is none";
            complaints.of_row(line, Some(&written[value]), format!("`{text}` is not a number"), hint);
            continue;
        };
        if !Beliefs::QUESTIONS.contains(&&record[question]) {
            unused.insert(record[question].to_owned());
        }
        match (numbers.get(&record[participant]), known_phase) {
            (Some(&participant), Some((_, phase))) => reports.push(SelfReport {
                participant,
                phase: *phase,
                block: None,
                question: record[question].to_owned(),
                value,
            }),
            (None, _) => {
                strangers.insert(record[participant].to_owned());
            }
            _ => {}
        }
    }
    let mut notes = Vec::new();
    if !strangers.is_empty() {
        notes.push(format!("{} who answered questions have no trial, and are left out", strangers.len()));
    }
    if !unused.is_empty() {
        let listed: Vec<&str> = unused.iter().take(LISTED).map(String::as_str).collect();
        let more = if unused.len() > LISTED { format!(" and {} more", unused.len() - LISTED) } else { String::new() };
        notes.push(format!("questions that no measure reads: {}{more}", listed.join(", ")));
    }
    Some((reports, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_measure_reads_is_not_called_unread_and_names_are_those_of_the_trials() {
        let trials = TrialTable { participants: vec!["w1".into()], ..TrialTable::default() };
        let table = "worker_id,phase,question,value\nw1,final,believed-rank,2\nw1,final,mood,4\n";
        let (reports, notes) = read_self_reports(table.as_bytes(), "self_reports.csv", &trials).expect("reads");
        assert_eq!(reports.len(), 2);
        assert_eq!(notes, ["questions that no measure reads: mood"]);
    }
}
