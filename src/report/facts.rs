//! Plain facts about the study, as pairs of a name and a text: the head of the page, the flow, the data, the way back.

use crate::findings::{Findings, Quality, TableFacts};
use crate::report::numbers::{MISSING, count, finite, fixed, percent};

/// A name and what belongs to it.
pub type Fact = (&'static str, String);

/// One line each under the title.
pub fn head(findings: &Findings) -> Vec<Fact> {
    let study = &findings.study;
    let days = match (&study.days, &findings.source) {
        (Some((first, last)), _) if first == last => first.clone(),
        (Some((first, last)), _) => format!("{first} to {last}"),
        (None, Some(source)) => format!("not in {}", source.file),
        (None, None) => "no data yet".to_owned(),
    };
    let people = if findings.flow.enrolled == findings.flow.analysed {
        count(findings.flow.analysed, "person", "people")
    } else {
        format!("{} of {} who enrolled", count(findings.flow.analysed, "person", "people"), findings.flow.enrolled)
    };
    let alerts = count(study.items, "alert", "alerts");
    vec![
        ("Study", study.id.clone()),
        ("Dates", days),
        ("People", people),
        (
            "Alerts",
            study.trials_per_participant.map_or(alerts.clone(), |trials| format!("{alerts}, {trials} per person")),
        ),
        (
            "AI",
            study.wrong_advice_share.map_or(study.adviser.clone(), |share| {
                format!("{}; {} of its suggestions made wrong on purpose", study.adviser, percent_or_none(share))
            }),
        ),
    ]
}

/// What the banner of a simulated study says; none where everybody is a person.
pub fn simulated(findings: &Findings) -> Option<String> {
    match (findings.study.simulated, findings.flow.enrolled) {
        (0, _) => None,
        (simulated, enrolled) if simulated >= enrolled => {
            Some("no person took part. Every number below comes from synthetic analysts.".to_owned())
        }
        (simulated, enrolled) => Some(format!(
            "{simulated} of {enrolled} participants who enrolled are synthetic analysts: the numbers below are not about people."
        )),
    }
}

fn percent_or_none(share: f64) -> String {
    if share > 0.0 { percent(100.0 * share) } else { "none".to_owned() }
}

/// From enrolment to analysis: what, how many.
pub fn flow(findings: &Findings) -> Vec<(String, String)> {
    let flow = &findings.flow;
    let mut lines = vec![
        ("People who enrolled".to_owned(), flow.enrolled.to_string()),
        ("\u{2026} finished the last questions, and did not withdraw".to_owned(), flow.finished.to_string()),
        ("\u{2026} withdrew, or did not let the data be kept".to_owned(), flow.withdrew.to_string()),
    ];
    let left_out = |what: &str, reason: &str, number: usize| (format!("{what} left out: {reason}"), number.to_string());
    lines.extend(flow.participants_left_out.iter().map(|(reason, number)| left_out("People", reason, *number)));
    lines.push(("People analysed".to_owned(), flow.analysed.to_string()));
    lines.push(("Their decisions, before exclusions".to_owned(), flow.trials.to_string()));
    lines.extend(flow.trials_left_out.iter().map(|(reason, number)| left_out("Decisions", reason, *number)));
    lines
}

/// How good the data are, and what a table from elsewhere says of itself.
pub fn quality(findings: &Findings) -> Vec<Fact> {
    let measured = findings.quality.as_ref().map_or_else(Vec::new, of_browser);
    measured.into_iter().chain(findings.source.as_ref().map_or_else(Vec::new, of_table)).collect()
}

fn of_table(source: &TableFacts) -> Vec<Fact> {
    let mut facts = vec![("Read from", format!("{}, {}", source.file, count(source.rows, "row", "rows")))];
    if !source.ignored_columns.is_empty() {
        facts.push(("Columns not used", source.ignored_columns.join(", ")));
    }
    facts.extend(source.notes.iter().map(|note| ("Note", note.clone())));
    facts
}

fn of_browser(quality: &Quality) -> Vec<Fact> {
    let measured = |number: Option<f64>, decimals: usize, unit: &str| {
        finite(number).map_or(MISSING.to_owned(), |value| format!("{}{unit}", fixed(value, decimals)))
    };
    let (shown, failed) = quality.attention_checks;
    vec![
        ("Decisions with the page hidden or without focus for a while", quality.hidden_trials.to_string()),
        ("Decisions whose page was loaded again", quality.reopened_trials.to_string()),
        ("Time between frames, median", measured(quality.refresh_ms, 1, "\u{a0}ms")),
        ("Smallest clock step, median", measured(quality.clock_step_ms, 3, "\u{a0}ms")),
        ("Late frames per decision", measured(quality.dropped_frames_per_trial, 2, "")),
        ("Attention checks failed", format!("{failed} of {shown}")),
    ]
}

/// What identifies the study and its data; all of it in monospace.
pub fn provenance(findings: &Findings) -> Vec<Fact> {
    let study = &findings.study;
    let of = |hash: &Option<String>| hash.clone().unwrap_or_else(|| MISSING.to_owned());
    vec![
        ("Program", format!("overtrust {}", study.program)),
        ("Seed of the resampling", study.seed.to_string()),
        ("Replicates", study.replicates.to_string()),
        ("Study file", of(&study.study_hash)),
        ("Dataset", of(&study.dataset_hash)),
        ("Analysis plan", study.plan_hash.clone()),
        ("Data", study.data_hash.clone()),
        ("Schema of the findings", findings.schema_version.to_string()),
    ]
}
