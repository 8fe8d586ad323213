//! What holds for every estimate, whatever it measures.

use super::*;
use Shown::{Nothing, Right, Wrong};

/// Trials without a pattern, with own verdicts, confidence and times.
fn mixed(seed: usize) -> TrialTable {
    let rows = (0..96).map(|index| {
        let mixed = ((index + 1) * 7919 + seed * 104_729) % 1009;
        let (participant, item) = (index / 12, (index * 5 + index / 12) % 12);
        let shown = [Nothing, Right, Right, Wrong, Nothing][mixed % 5];
        let row = trial(participant, item, shown, !(mixed / 4).is_multiple_of(3), (mixed % 3) as u32);
        let own = trial(participant, item, shown, !(mixed / 7).is_multiple_of(2), 0).decision;
        let course = TrialCourse {
            initial: own.filter(|_| shown != Nothing),
            initial_confidence: Some(50.0 + 10.0 * (mixed / 3 % 5) as f64),
            expired: mixed.is_multiple_of(41),
            ..TrialCourse::default()
        };
        TrialRow {
            time_s: Some(20.0 + (mixed % 97) as f64),
            confidence: Some(50.0 + 10.0 * (mixed / 11 % 6) as f64),
            order: Some(index as u32 % 12 + 1),
            block: Some(1 + index as u32 % 12 / 6),
            decisive_named: Some(mixed % 7 > 3),
            course,
            ..row
        }
    });
    table(rows.collect())
}

fn believed() -> Vec<SelfReport> {
    let answers = |participant: usize| {
        let value = |step: usize| ((participant * step) % 5 + 1) as f64;
        let answer = |(question, value): (&str, f64)| report(participant, Phase::Final, question, value);
        let asked = [
            ("number-correct-unaided", value(3)),
            ("number-correct-aided", value(2)),
            ("advice-wrong", value(4)),
            ("advice-followed", value(3)),
            ("speed-change", -10.0 * value(1)),
            ("minutes-unaided", 60.0),
            ("minutes-aided", 20.0 * value(2)),
        ];
        asked.map(answer)
    };
    (0..8).flat_map(answers).collect()
}

/// The rows in another order, and participants and alerts by other numbers: alerts keep their parity, which says what they are.
#[test]
fn neither_order_nor_names_change_a_value() {
    for seed in 0..3 {
        let (before, reports) = (mixed(seed), believed());
        let mut after = before.clone();
        after.rows.reverse();
        for row in &mut after.rows {
            (row.participant, row.item) = (7 - row.participant, (row.item + 4) % 12);
        }
        let renamed: Vec<SelfReport> =
            reports.iter().map(|one| SelfReport { participant: 7 - one.participant, ..one.clone() }).collect();
        let (before, after) = (all(&before, &reports), all(&after, &renamed));
        assert!(before.iter().filter(|estimate| estimate.value.is_some()).count() > 100);
        for (before, after) in before.iter().zip(&after) {
            expect_value(std::slice::from_ref(after), &before.id, before.value);
        }
    }
}

#[test]
fn every_estimate_stands_in_the_glossary_and_the_methods() {
    let documents = [include_str!("../../../docs/glossary.md"), include_str!("../../../docs/methods.md")];
    for estimate in all(&mixed(1), &[]) {
        for document in documents {
            // Variants of a measure are named by what they end on.
            let id = estimate.id.trim_end_matches("-per-participant");
            let stem = ["unaided", "aided", "right-advice", "wrong-advice", "factor", "points", "slope"]
                .iter()
                .find_map(|end| id.strip_suffix(end));
            let stands = |text: &str| document.contains(&format!("`{text}`"));
            let by_stem =
                stem.is_some_and(|stem| stands(&format!("{stem}...")) || stands(&format!("...-{}", &id[stem.len()..])));
            let listed = stands(id) || by_stem;
            assert!(listed, "{} is not explained", estimate.id);
        }
    }
}

#[test]
fn ids_are_unique_and_fit_into_a_link() {
    let mut ids: Vec<String> = all(&mixed(2), &believed()).into_iter().map(|estimate| estimate.id).collect();
    let plain =
        |id: &String| id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    assert!(ids.iter().all(plain));
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
