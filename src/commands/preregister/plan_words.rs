//! The analysis plan in words: who is left out, what is asked, and how many claims are made.

use crate::study::{Asked, Incomplete, Plan, PracticeFailed, PrimaryMeasure, QuestionGroup, Study};

/// Who and what is not analysed, in the order in which reasons are counted.
pub fn exclusions(study: &Study) -> Vec<String> {
    let exclusions = &study.plan.exclusions;
    let leaves_out_incomplete = exclusions.incomplete == Incomplete::Exclude;
    let mut words = vec!["Participants who withdrew, or did not let their data be kept.".to_owned()];
    if study.conduct.practice.is_some_and(|practice| practice.failed == PracticeFailed::End) {
        words.push(
            "Participants whose session ended after practice, since they judged too few alerts rightly.".to_owned(),
        );
    }
    if leaves_out_incomplete && study.conduct.late.is_some() {
        words.push("Participants whose session ended since they came back after too long a break.".to_owned());
    }
    if leaves_out_incomplete {
        words.push("Participants who did not finish.".to_owned());
    }
    words.push(format!(
        "Participants who failed more than {} attention {}.",
        exclusions.attention_checks_failed,
        if exclusions.attention_checks_failed == 1 { "check" } else { "checks" }
    ));
    words.push("Participants without any decided alert.".to_owned());
    if exclusions.fastest_s > 0.0 {
        words.push(format!("Trials decided in less than {} s of active time.", exclusions.fastest_s));
    }
    words.push(format!("Trials during which the page was hidden for more than {} s.", exclusions.longest_hidden_s));
    words.push("Trials without any measured active time.".to_owned());
    words
}

/// Who is analysed though one might think otherwise.
pub fn kept(study: &Study) -> Option<String> {
    (study.plan.exclusions.incomplete == Incomplete::Keep).then(|| {
        let late = if study.conduct.late.is_some() { ", or came back after too long a break," } else { "" };
        format!("Participants who did not finish{late} are kept, with the trials that they decided.")
    })
}

/// Which questions are asked, and when.
pub fn questions(study: &Study) -> Vec<(&'static str, String)> {
    let reports = &study.self_reports;
    let names = |asked: &[Asked]| {
        let names: Vec<&str> = asked.iter().map(name).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    };
    let forecast = if reports.forecast { "minutes, speed-change" } else { "nothing" };
    vec![
        ("before the first alert", forecast.to_owned()),
        ("after each block", names(&reports.per_block)),
        ("at the end", names(&reports.last)),
    ]
}

fn name(asked: &Asked) -> &str {
    match asked {
        Asked::Instrument(instrument) => &instrument.name,
        Asked::Group(group) => {
            QuestionGroup::NAMED.iter().find(|(_, known)| known == group).map_or("", |(name, _)| *name)
        }
    }
}

/// What is claimed, and how the number of estimates is allowed for.
pub fn multiplicity(plan: &Plan) -> String {
    let secondary: Vec<&str> = plan.secondary.iter().map(|measure| measure.id()).collect();
    let secondary = if secondary.is_empty() {
        "No secondary measure is declared.".to_owned()
    } else {
        format!("Secondary measures: {}; their p-values are adjusted together (Holm 1979).", secondary.join(", "))
    };
    format!(
        "There is one primary measure. An effect counts as shown where its {:.0} % interval leaves out zero; its p-value is not adjusted. \
         {secondary} All other estimates are exploratory: their p-values are adjusted for the share of false discoveries (Benjamini & \
         Hochberg 1995), they describe, and they confirm nothing.",
        100.0 * plan.level
    )
}

/// The test beside the interval of the primary measure; none where that compares no arms.
pub fn randomisation(plan: &Plan) -> Option<String> {
    (plan.primary != PrimaryMeasure::SpeedGapRetrospective).then(|| {
        format!(
            "Beside the interval of the primary measure stands a randomisation test: the counterbalancing cells are dealt out anew {} \
             times, as the study itself might have dealt them.",
            plan.replicates
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::study::{Files, LatePolicy, LateReturn, PracticeCriterion};

    #[test]
    fn whoever_is_left_out_is_named_and_whoever_is_kept_is_not_among_them() {
        let mut study = Study::load(Files::Embedded, Path::new("experiments/quickstart.toml")).expect("a study");
        study.conduct.practice = Some(PracticeCriterion { at_least: 2, rounds: 1, failed: PracticeFailed::End });
        study.conduct.late = Some(LateReturn { longest_break_min: 60, policy: LatePolicy::Restart });
        let said = exclusions(&study).join(" ");
        for part in ["ended after practice", "too long a break", "did not finish"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(kept(&study), None);
        study.plan.exclusions.incomplete = Incomplete::Keep;
        let said = exclusions(&study).join(" ");
        assert!(
            said.contains("ended after practice") && !said.contains("are kept") && !said.contains("finish"),
            "{said}"
        );
        assert!(kept(&study).is_some_and(|said| said.contains("too long a break") && said.contains("are kept")));
    }
}
