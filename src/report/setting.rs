//! How it was measured, in a few plain sentences: what was compared with what, and how to read a range.

use crate::findings::Findings;
use crate::report::numbers::{count, percent};

/// A sentence each; none where there are no decisions.
pub fn sentences(findings: &Findings) -> Vec<String> {
    let paths = &findings.paths;
    let advised = paths.right_followed + paths.right_overridden + paths.wrong_followed + paths.wrong_overridden;
    let alone = paths.unaided_right + paths.unaided_wrong;
    if advised + alone == 0 {
        return Vec::new();
    }
    let each = findings.study.trials_per_participant.map_or_else(String::new, |trials| {
        format!("Each judged {} and met none twice. ", count(trials, "alert", "alerts"))
    });
    let mut sentences = vec![format!(
        "{each}{} were made with a suggestion of the AI, {alone} without; a decision is right if it is on whether the alert needs action.",
        count(advised, "decision", "decisions"),
    )];
    if findings.source.is_none() {
        sentences.push("Time runs from the alert on the screen to the decision, without pauses.".to_owned());
    }
    if let Some(share) = findings.study.wrong_advice_share.filter(|share| *share > 0.0) {
        sentences.push(format!(
            "{} of the suggestions were wrong on purpose, to see what that does. Sums over all suggestions hold for that share, not for your \
             AI's own.",
            percent(100.0 * share)
        ));
    }
    sentences.push(
        "\u{201c}Between\u{201d} and brackets give the values that fit the data: the truth can be anywhere in them."
            .to_owned(),
    );
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{empty, study};

    #[test]
    fn what_was_compared_is_said_with_its_counts() {
        let said = sentences(&study()).join(" ").replace('\u{a0}', " ");
        assert!(
            said.contains("Each judged 24 alerts") && said.contains("288 decisions") && said.contains("288 without"),
            "{said}"
        );
        assert!(said.contains("25 % of the suggestions were wrong on purpose"), "{said}");
        assert!(sentences(&empty()).is_empty());
        let mut table = study();
        table.source = Some(crate::findings::TableFacts::default());
        assert!(!sentences(&table).join(" ").contains("Time runs"), "nobody knows what a table's times are");
    }
}
