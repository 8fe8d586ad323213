//! What holds for the advice of an alert, by where a set's advice comes from.

use super::alert::{Advice, AdviceKind, FAILURE_MODES, Role, Verdict};
use super::dataset::AdviceSupply;
use super::problem::Problems;
use super::sheet::Row;

/// How much advice of which kind an alert has.
pub fn check_advice_counts(
    advice: &[Advice],
    supply: AdviceSupply,
    role: &Role,
    row: Row<'_>,
    problems: &mut Problems,
) {
    let count = |kind: AdviceKind| advice.iter().filter(|advice| advice.kind() == kind).count();
    let (right, wrong) = (count(AdviceKind::Right), count(AdviceKind::Wrong));
    let (fits, hint) = match (role, supply) {
        (Role::AttentionCheck, _) => (advice.is_empty(), "an attention check is shown without advice"),
        (Role::Practice, AdviceSupply::AsGiven) => {
            (advice.len() == 1 && right == 1, "a practice alert shows right advice: one, and it is right")
        }
        (_, AdviceSupply::AsGiven) => (advice.len() == 1, "where `advice` is \"as-given\", an alert has one advice"),
        (_, AdviceSupply::Written) => {
            (right == 1 && wrong >= 2, "an alert needs one right advice and at least two wrong ones")
        }
    };
    if !fits {
        problems.push(row.problem("alert_id", format!("has {right} right and {wrong} wrong advices")).hint(hint));
    }
    let mut modes: Vec<&str> = advice
        .iter()
        .filter(|advice| advice.kind() == AdviceKind::Wrong)
        .map(|advice| advice.failure_mode.as_str())
        .collect();
    modes.sort_unstable();
    if modes.windows(2).any(|pair| pair[0] == pair[1]) {
        problems.push(row.problem("alert_id", "has two wrong advices of the same failure mode"));
    }
}

/// The failure mode is a known one; only advice as given may be wrong without one.
pub fn check_failure_mode(advice: &Advice, supply: AdviceSupply, row: Row<'_>, problems: &mut Problems) {
    let mode = advice.failure_mode.as_str();
    if mode.is_empty() {
        if !advice.correct && supply == AdviceSupply::Written {
            let problem = row.problem("failure_mode", "a wrong advice needs a failure mode");
            problems.push(problem.hint(format!("known here: {}", FAILURE_MODES.join(", "))));
        }
    } else if !FAILURE_MODES.contains(&mode) {
        let problem = row.problem("failure_mode", format!("`{mode}` is not known"));
        problems.push(problem.did_you_mean(mode, FAILURE_MODES));
    }
}

/// References exist, the verdict stands to the truth as `correct` says, and a wrong reason has a panel that refutes it.
pub fn check_advice(
    advice: &Advice,
    supply: AdviceSupply,
    truth: Option<Verdict>,
    letters: &[&str],
    row: Row<'_>,
    problems: &mut Problems,
) {
    let lists = [("cites", &advice.cites), ("refuted_by", &advice.refuted_by), ("omits", &advice.omits)];
    for (column, list) in lists {
        for id in list.iter().filter(|id| !letters.contains(&id.as_str())) {
            problems.push(row.problem(column, format!("`{id}` is no evidence of this alert")));
        }
    }
    if truth.is_some_and(|truth| truth.agrees_with(advice.verdict) != advice.correct) {
        let message = if advice.correct { "contradicts the alert's truth" } else { "agrees with the alert's truth" };
        problems.push(row.problem("verdict", message).hint("what counts is the primary axis: needs action, or close"));
    }
    if advice.kind() != AdviceKind::Right && supply == AdviceSupply::Written && advice.refuted_by.is_empty() {
        problems.push(row.problem("refuted_by", "a wrong reason needs a panel that refutes it"));
    }
}
