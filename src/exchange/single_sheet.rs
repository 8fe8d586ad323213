//! One spreadsheet of past alerts, with what an adviser said of each, as a dataset.

use std::collections::HashSet;

use super::verdict_words::{verdict, verdict_words};
use crate::study::{
    Advice, AdviceSupply, Alert, Dataset, Difficulty, Evidence, Place, Problem, Problems, Role, Severity, Verdict,
};

/// The columns that a sheet must have.
pub const REQUIRED_COLUMNS: [&str; 5] = ["alert", "truth", "ai_verdict", "ai_rationale", "evidence"];

/// The columns that it may have.
pub const OPTIONAL_COLUMNS: [&str; 9] =
    ["alert_id", "title", "severity", "source", "occurred_at", "family", "technique", "ai_confidence", "ai_action"];

/// The longest title that is made from an alert's text, in characters.
const TITLE: usize = 80;

/// What a sheet holds.
#[derive(Debug)]
pub struct SingleSheet {
    /// Its alerts.
    pub dataset: Dataset,
    /// The columns that nothing was read from.
    pub left_out: Vec<String>,
}

/// Reads a sheet (comma, semicolon or tab; names of columns in any case) with one alert a row. Advice is as given: right where its
/// verdict agrees with the truth on the primary axis. Of the rows with right advice, up to `practice` become practice alerts, those
/// that need action and those that do not in turn. Columns that begin with `evidence` are panels. Every problem is told at once.
pub fn read_single_sheet(bytes: &[u8], file: &str, title: &str, practice: usize) -> Result<SingleSheet, Problems> {
    let mut problems = Problems::none();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            let problem = Problem::in_file(file, format!("is not UTF-8 text (line {line})"));
            problems.push(problem.hint("in a spreadsheet, save as \"CSV UTF-8\""));
            return Err(problems);
        }
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(column_name).collect(),
        Err(error) => {
            problems.push(Problem::in_file(file, format!("has no readable header: {error}")));
            return Err(problems);
        }
    };
    let left_out = check_header(&header, file, &mut problems);
    let mut alerts = Vec::new();
    let mut ids = HashSet::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => {
                let row =
                    SheetRow { file, header: &header, line: record.position().map_or(0, csv::Position::line), record };
                alerts.extend(row.alert(alerts.len() + 1, &mut ids, &mut problems));
            }
            Err(error) => problems.push(Problem::in_file(file, format!("can't be read: {error}"))),
        }
    }
    if problems.is_empty() && alerts.is_empty() {
        problems.push(Problem::in_file(file, "has no alert").hint("one alert a row, below the names of the columns"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    assign_roles(&mut alerts, practice);
    let action = alerts.iter().filter(|alert| alert.needs_action()).count();
    let dataset = Dataset {
        title: title.into(),
        licence: "not for publication".into(),
        provenance: format!("Imported from {file}; the advice is what an adviser said of each alert."),
        prevalence: format!("{action} of {} alerts need action", alerts.len()),
        advice_supply: AdviceSupply::AsGiven,
        alerts,
    };
    Ok(SingleSheet { dataset, left_out })
}

/// The separator that the first line has most of.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|&mark| first.bytes().filter(|&byte| byte == mark).count())
        .unwrap_or(b',')
}

/// `AI verdict`, `ai-verdict` and `ai_verdict` are one name.
pub(super) fn column_name(written: &str) -> String {
    let lower = written.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// Reports columns that are missing or there twice; returns those that nothing is read from.
fn check_header(header: &[String], file: &str, problems: &mut Problems) -> Vec<String> {
    let at_header = |message: String| Problem {
        file: file.into(),
        place: Place::Cell { row: 1, column: None },
        message,
        hint: None,
    };
    for column in REQUIRED_COLUMNS.iter().filter(|column| !header.iter().any(|name| is_column(name, column))) {
        let hint = format!("needed: {}; commas, semicolons or tabs between them", REQUIRED_COLUMNS.join(", "));
        problems.push(at_header(format!("column `{column}` is missing")).hint(hint));
    }
    let is_known =
        |name: &String| REQUIRED_COLUMNS.iter().chain(&OPTIONAL_COLUMNS).any(|column| is_column(name, column));
    for (_, name) in header.iter().enumerate().filter(|(place, name)| is_known(name) && header[..*place].contains(name))
    {
        problems.push(at_header(format!("two columns are named `{name}`")).hint("rename one of them"));
    }
    header.iter().filter(|name| !is_known(name) && !name.is_empty()).cloned().collect()
}

fn is_column(name: &str, column: &str) -> bool {
    name == column || column == "evidence" && name.starts_with("evidence_")
}

struct SheetRow<'f> {
    file: &'f str,
    header: &'f [String],
    line: u64,
    record: csv::StringRecord,
}

impl SheetRow<'_> {
    fn text(&self, column: &str) -> &str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| self.record.get(place)).unwrap_or("").trim()
    }

    fn problem(&self, column: &str, message: impl Into<String>) -> Problem {
        let place = Place::Cell { row: self.line, column: Some(column.into()) };
        Problem { file: self.file.into(), place, message: message.into(), hint: None }
    }

    fn required(&self, column: &str, problems: &mut Problems) -> String {
        let text = self.text(column);
        if text.is_empty() && self.header.iter().any(|name| name == column) {
            problems.push(self.problem(column, "is empty"));
        }
        text.to_owned()
    }

    fn verdict(&self, column: &str, problems: &mut Problems) -> Option<Verdict> {
        let written = self.required(column, problems).to_lowercase().replace(['-', '_'], " ");
        let found = verdict(&written);
        if found.is_none() && !written.is_empty() {
            problems.push(
                self.problem(column, format!("`{written}` is no verdict")).did_you_mean(&written, verdict_words()),
            );
        }
        found
    }

    fn severity(&self, problems: &mut Problems) -> Severity {
        let written = self.text("severity").to_lowercase();
        let named = Severity::NAMED.iter().find(|(name, _)| *name == written).map(|(_, severity)| *severity);
        if named.is_none() && !written.is_empty() {
            let problem = self.problem("severity", format!("`{written}` is no severity"));
            problems.push(problem.did_you_mean(&written, Severity::NAMED.map(|(name, _)| name)));
        }
        named.unwrap_or(Severity::Medium)
    }

    fn confidence(&self, problems: &mut Problems) -> Option<u8> {
        let written = self.text("ai_confidence").trim_end_matches('%').trim_end();
        let percent = written.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent));
        if percent.is_none() && !written.is_empty() {
            let problem = self.problem("ai_confidence", format!("`{written}` is no percentage"));
            problems.push(problem.hint("a number from 0 to 100"));
        }
        percent.map(|percent| percent.round() as u8)
    }

    fn time(&self, problems: &mut Problems) -> Option<jiff::Timestamp> {
        let written = self.text("occurred_at");
        let time = written.parse().ok();
        if time.is_none() && !written.is_empty() {
            let problem = self.problem("occurred_at", format!("`{written}` is not a time"));
            problems.push(problem.hint("write it like 2026-03-04T02:17:41Z, or leave the column out"));
        }
        time
    }

    /// The panels: a column each, in the order of the sheet.
    fn evidence(&self, problems: &mut Problems) -> Vec<Evidence> {
        let columns = self.header.iter().filter(|name| is_column(name, "evidence"));
        let filled: Vec<&String> = columns.filter(|name| !self.text(name).is_empty()).collect();
        if filled.is_empty() && self.header.iter().any(|name| is_column(name, "evidence")) {
            problems.push(self.problem("evidence", "is empty").hint("what an analyst would look at, as text"));
        }
        let panel = |(letter, name): (char, &&String)| Evidence {
            row: self.line,
            id: letter.into(),
            panel: "notes".into(),
            title: heading(name.strip_prefix("evidence_").unwrap_or("evidence")),
            content: self.text(name).into(),
            decisive: false,
            open_cost: reading_seconds(self.text(name)),
        };
        ('a'..='z').zip(&filled).map(panel).collect()
    }

    fn alert(&self, number: usize, ids: &mut HashSet<String>, problems: &mut Problems) -> Option<Alert> {
        let summary = self.required("alert", problems);
        let id = match self.text("alert_id") {
            "" => format!("alert-{number:03}"),
            written => written.to_owned(),
        };
        if !ids.insert(id.clone()) {
            problems.push(self.problem("alert_id", format!("`{id}` is used twice")));
        }
        let or = |column: &str, otherwise: String| {
            Some(self.text(column).to_owned()).filter(|t| !t.is_empty()).unwrap_or(otherwise)
        };
        let truth = self.verdict("truth", problems);
        let said = self.verdict("ai_verdict", problems);
        let rationale = self.required("ai_rationale", problems);
        let evidence = self.evidence(problems);
        let (severity, occurred_at, confidence) =
            (self.severity(problems), self.time(problems), self.confidence(problems));
        let (truth, verdict) = (truth?, said?);
        let recorded = format!("Your team recorded this alert as \"{}\".", truth.words());
        let advice = Advice {
            row: self.line,
            id: format!("{id}-1"),
            correct: truth.agrees_with(verdict),
            verdict,
            confidence,
            rationale,
            cites: Vec::new(),
            action: self.text("ai_action").into(),
            failure_mode: String::new(),
            refuted_by: Vec::new(),
            omits: Vec::new(),
        };
        Some(Alert {
            row: self.line,
            family: or("family", "imported".into()),
            role: Role::Practice,
            difficulty: Difficulty::Medium,
            title: or("title", shortened(&summary)),
            severity,
            source: or("source", "Imported alert".into()),
            occurred_at,
            summary,
            entities: Vec::new(),
            technique: self.text("technique").into(),
            truth,
            rationale: recorded.clone(),
            debrief: format!("{recorded} The advice said \"{}\".", verdict.words()),
            evidence,
            advice: vec![advice],
            id,
        })
    }
}

fn heading(name: &str) -> String {
    let words = name.replace('_', " ");
    words
        .chars()
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + &words[first.len_utf8()..])
}

/// Seconds to read a text at 37 characters a second, the average of the judged times of soc-core.
fn reading_seconds(text: &str) -> f64 {
    (text.chars().count() as f64 / 37.0).clamp(5.0, 120.0).round()
}

/// The first line, cut at a word.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let cut: String = line.chars().take(TITLE).collect();
    format!("{} ...", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// Practice alerts first; then forms A and B in turn within each kind, so that they hold alike numbers of each.
fn assign_roles(alerts: &mut [Alert], practice: usize) {
    let mut wanted = [practice.div_ceil(2), practice / 2];
    let mut turns = [0_usize; 4];
    for alert in alerts {
        let (action, right) = (alert.needs_action(), alert.advice[0].correct);
        let left = &mut wanted[usize::from(!action)];
        if right && *left > 0 {
            *left -= 1;
            continue;
        }
        let turn = &mut turns[2 * usize::from(action) + usize::from(right)];
        alert.role = Role::Scored { form: if turn.is_multiple_of(2) { "A" } else { "B" }.into() };
        *turn += 1;
    }
}
