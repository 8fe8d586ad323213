//! The analysis plan in words: who is left out, what is asked, and how many claims are made.

use crate::study::{Asked, Incomplete, Plan, PrimaryMeasure, QuestionGroup, Study};

/// Who and what is not analysed.
pub fn exclusions(plan: &Plan) -> Vec<String> {
    let exclusions = &plan.exclusions;
    let unfinished = match exclusions.incomplete {
        Incomplete::Exclude => "Participants who did not finish.",
        Incomplete::Keep => "Participants who did not finish are kept, with the trials that they decided.",
    };
    let mut words = vec![
        "Participants who withdrew, or did not let their data be kept.".to_owned(),
        unfinished.to_owned(),
        format!(
            "Participants who failed more than {} attention {}.",
            exclusions.attention_checks_failed,
            if exclusions.attention_checks_failed == 1 { "check" } else { "checks" }
        ),
        "Participants without any decided alert.".to_owned(),
    ];
    if exclusions.fastest_s > 0.0 {
        words.push(format!("Trials decided in less than {} s of active time.", exclusions.fastest_s));
    }
    words.push(format!("Trials during which the page was hidden for more than {} s.", exclusions.longest_hidden_s));
    words.push("Trials without any measured active time.".to_owned());
    words
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
