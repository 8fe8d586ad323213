//! What a loaded set can still have wrong in its rows.

use crate::study::{AdviceSupply, Alert, Dataset, Role};

use super::finding::{Finding, Outcome};
use super::places::Cell;

/// Says what loading has already made sure of.
pub fn references(dataset: &Dataset) -> Finding {
    let message = match dataset.advice_supply {
        AdviceSupply::Written => {
            "ids are unique, references exist, every alert has decisive evidence, one right and two or more wrong advices, and every wrong reason a panel that refutes it"
        }
        AdviceSupply::AsGiven => "ids are unique, references exist, every alert has evidence and one advice",
    };
    Finding::new("structure", Outcome::Passed, message)
}

/// Technique ids look like `T1059` or `T1059.001`.
pub fn techniques(dataset: &Dataset) -> Finding {
    let wrong = dataset
        .alerts
        .iter()
        .filter(|alert| !is_technique(&alert.technique) && !alert.technique.is_empty())
        .map(|alert| Cell::alert(alert.row, "technique").problem(format!("`{}` is no technique id", alert.technique)))
        .collect();
    Finding::of_places(
        "techniques",
        Outcome::Warned,
        wrong,
        "technique ids are well formed",
        "technique ids are not well formed",
    )
    .hint("write them like T1059 or T1059.001")
}

fn is_technique(id: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    id.strip_prefix('T').is_some_and(|rest| match rest.split_once('.') {
        Some((technique, part)) => digits(technique, 4) && digits(part, 3),
        None => digits(rest, 4),
    })
}

/// Every panel that an advice's text cites is among its `cites`, and the other way round.
pub fn cited(dataset: &Dataset) -> Finding {
    let mut wrong = Vec::new();
    for advice in dataset.alerts.iter().flat_map(|alert| &alert.advice) {
        let in_text: Vec<String> =
            ('a'..='z').filter(|l| advice.rationale.contains(&format!("[{l}]"))).map(String::from).collect();
        let mut listed = advice.cites.clone();
        listed.sort();
        if in_text != listed {
            let message = format!("{}: cites `{}`, its text `{}`", advice.id, listed.join(" "), in_text.join(" "));
            wrong.push(Cell::advice(advice.row, "cites").problem(message));
        }
    }
    Finding::of_places(
        "citations",
        Outcome::Warned,
        wrong,
        "the citations of every text are its `cites`",
        "the citations of a text are not its `cites`",
    )
    .hint("an advice cites panel a as [a] in its rationale, and names it in `cites`")
}

/// The letter of the decisive panels must not be a habit.
pub fn decisive_places(alerts: &[&Alert]) -> Finding {
    let mut counts = [0_usize; 26];
    let letters = alerts.iter().flat_map(|alert| &alert.evidence).filter(|panel| panel.decisive).map(|panel| &panel.id);
    letters.filter_map(|id| id.bytes().next()).for_each(|letter| counts[usize::from(letter - b'a')] += 1);
    let all: usize = counts.iter().sum();
    if all < 20 {
        return Finding::new(
            "decisive-places",
            Outcome::NotJudged,
            "too few decisive panels to see a habit in their places",
        );
    }
    let (place, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
    let share = 100.0 * *most as f64 / all as f64;
    let letter = char::from(b'a' + place as u8);
    let outcome = if share > 33.0 { Outcome::Warned } else { Outcome::Passed };
    let message = format!("of {all} decisive panels, {share:.0} % stand at the commonest place, {letter}");
    Finding::new("decisive-places", outcome, message)
        .hint("move panels: who opens one place first should not find more than others")
}

/// The alerts that are measured.
pub fn scored(dataset: &Dataset) -> Vec<&Alert> {
    dataset.alerts.iter().filter(|alert| matches!(alert.role, Role::Scored { .. })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_technique_id() {
        for good in ["T1059", "T1059.001"] {
            assert!(is_technique(good), "{good}");
        }
        for wrong in ["", "T105", "T1059.1", "t1059", "T1059.0012", "TA0001", "T1059."] {
            assert!(!is_technique(wrong), "{wrong}");
        }
    }
}
