//! The report as Markdown: the words and the numbers, for a wiki or a repository.

use std::fmt::Write as _;

use crate::findings::Findings;
use crate::report::estimate_rows;
use crate::report::research::model_rows;
use crate::report::{certainty, facts, next_steps, roll_out, sentences, setting, trilemma};

/// The report in Markdown: the first page, then every estimate, the models, what the design can't say, and the way back.
pub fn markdown(findings: &Findings) -> String {
    let mut text = format!("# {}\n\n", plain(&findings.study.title));
    if let Some(who) = facts::simulated(findings) {
        let _ = writeln!(text, "> **SIMULATED:** {who}\n");
    }
    list(&mut text, facts::head(findings));
    text.push('\n');
    for sentence in sentences::three(findings) {
        let _ = writeln!(text, "1. {}", plain(&sentence));
    }
    let corners = trilemma::corners(findings);
    let _ = writeln!(text, "\n{}\n", plain(&roll_out::break_even(findings)));
    for corner in &corners {
        let measures: Vec<String> = corner.measures.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let _ = writeln!(text, "- **{}**: {} ({})", corner.name, corner.verdict.word(), measures.join("; "));
    }
    let _ = writeln!(text, "\n{}\n", trilemma::sentence(&corners));
    if let Some(said) = roll_out::in_operation(findings) {
        let _ = writeln!(text, "{}\n", plain(&said));
    }
    let setting = setting::sentences(findings);
    if !setting.is_empty() {
        let _ = writeln!(text, "## How it was measured\n\n{}\n", plain(&setting.join(" ")));
    }
    text.push_str("## How sure are we?\n\n");
    for paragraph in certainty::paragraphs(findings) {
        let _ = writeln!(text, "{}\n", plain(&paragraph));
    }
    text.push_str("## What to do next\n\n");
    for step in next_steps::steps(findings) {
        let _ = writeln!(text, "- {}", plain(&step));
    }
    research(&mut text, findings);
    text
}

fn research(text: &mut String, findings: &Findings) {
    text.push_str("\n## Estimates\n\n| estimate | value [low, high] | n / d | people | alerts | decisions | role |\n|---|---|---|---|---|---|---|\n");
    for row in estimate_rows::sections(findings).iter().flat_map(|section| &section.rows) {
        let cells = [
            &row.label,
            &row.value,
            &row.counts,
            &row.participants.to_string(),
            &row.items.to_string(),
            &row.trials.to_string(),
            &row.role,
        ];
        let _ = writeln!(text, "| {} |", cells.map(|cell| plain(cell)).join(" | "));
    }
    text.push_str("\n## Models\n");
    for model in model_rows(findings) {
        let _ = writeln!(text, "\n**{}**: `{}`\n", model.title, model.formula);
        for [name, estimate, error, freedom, p] in &model.coefficients {
            let _ = writeln!(text, "- `{name}` {estimate} (standard error {error}, df {freedom}, p {p})");
        }
        let notes: Vec<String> = std::iter::once(model.random.clone()).chain(model.notes.clone()).collect();
        let _ = writeln!(text, "- {}", notes.join("; "));
    }
    if !findings.switched_off.is_empty() {
        text.push_str("\n## What this design can't say\n\n");
        for off in &findings.switched_off {
            let _ = writeln!(text, "- {}: {}", plain(&off.reason), off.estimates.join(", "));
        }
    }
    text.push_str("\n## Flow\n\n");
    for (name, number) in facts::flow(findings) {
        let _ = writeln!(text, "- {}: {number}", plain(&name));
    }
    text.push_str("\n## Data quality\n\n");
    list(text, facts::quality(findings));
    text.push_str("\n## Deviations\n\n");
    if findings.deviations.is_empty() {
        text.push_str("None that is known.\n");
    }
    for deviation in &findings.deviations {
        let _ = writeln!(text, "- {}", plain(deviation));
    }
    text.push_str("\n## Reproduce\n\n");
    list(text, facts::provenance(findings));
}

fn list(text: &mut String, facts: Vec<facts::Fact>) {
    for (name, value) in facts {
        let _ = writeln!(text, "- {name}: {}", plain(&value));
    }
}

/// Words of users stay words: what Markdown or HTML would read as its own is escaped.
fn plain(words: &str) -> String {
    let mut escaped = String::new();
    for letter in words.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '#' | '\\' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn hostile_words_stay_words() {
        let mut findings = sample::study();
        findings.study.title = "<b>x</b> | [a](b)\n# y".into();
        let text = markdown(&findings);
        assert!(text.starts_with("# &lt;b>x&lt;/b> \\| \\[a\\](b) \\# y\n"), "{}", &text[..60]);
    }

    #[test]
    fn every_estimate_has_a_row() {
        let findings = sample::study();
        let text = markdown(&findings);
        for estimate in findings.estimates.iter().filter(|estimate| estimate.value.is_some()) {
            assert!(text.contains(&plain(&estimate.label)), "{}", estimate.id);
        }
    }
}
