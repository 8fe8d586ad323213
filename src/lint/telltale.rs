//! Single words that tell right advice from wrong.

use std::collections::{BTreeMap, HashSet};

use crate::statistics::critical_value;
use crate::study::{Advice, AdviceKind, Alert, Dataset};

use super::finding::{Finding, Outcome};
use super::places::Cell;
use super::style::ENOUGH;
use super::wording::{has_digit, words};

/// Words in fewer texts say nothing.
const RARE: usize = 5;

/// Compares the share of right and of wrong texts that hold a word, for every word that is not rare: a z of two proportions beyond
/// the 5 % limit, divided by the number of words (Bonferroni).
pub fn telltale_words(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    const CHECK: &str = "tell-tale-words";
    let of_kind = |kind: AdviceKind| -> Vec<(&Advice, HashSet<String>)> {
        let advice = alerts.iter().flat_map(|alert| &alert.advice).filter(|advice| advice.kind() == kind);
        advice.map(|advice| (advice, distinct(advice))).collect()
    };
    let (right, wrong) = (of_kind(AdviceKind::Right), of_kind(AdviceKind::Wrong));
    if right.len().min(wrong.len()) < ENOUGH {
        return Finding::new(CHECK, Outcome::NotJudged, "too few advices to tell a word's habit from chance");
    }
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (side, texts) in [&right, &wrong].into_iter().enumerate() {
        for word in texts.iter().flat_map(|(_, words)| words) {
            counts.entry(word).or_default()[side] += 1;
        }
    }
    counts.retain(|_, [right, wrong]| *right + *wrong >= RARE);
    let limit = critical_value(1.0 - 0.05 / counts.len().max(1) as f64, f64::INFINITY);
    let mut told: Vec<(f64, &str, [usize; 2])> = counts
        .iter()
        .map(|(word, &held)| (z_of_proportions(held, [right.len(), wrong.len()]), *word, held))
        .filter(|(z, ..)| z.abs() > limit)
        .collect();
    told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let places = told
        .iter()
        .map(|(z, word, [in_right, in_wrong])| {
            let texts = if *z > 0.0 { &right } else { &wrong };
            let row = texts.iter().find(|(_, words)| words.contains(*word)).map_or(0, |(advice, _)| advice.row);
            let message = format!(
                "\"{word}\" stands in {in_right} of {} right and {in_wrong} of {} wrong advices, first here",
                right.len(),
                wrong.len()
            );
            Cell::advice(row, "rationale").problem(message)
        })
        .collect();
    let outcome = Outcome::of_leak(dataset.advice_supply);
    let fine = format!("of {} words, none tells right advice from wrong", counts.len());
    Finding::of_places(CHECK, outcome, places, &fine, "single words tell right advice from wrong")
        .hint("use the word on both sides, or on neither")
}

fn distinct(advice: &Advice) -> HashSet<String> {
    words(&format!("{} {}", advice.rationale, advice.action)).into_iter().filter(|word| !has_digit(word)).collect()
}

/// The difference of two shares over its standard error under one common share.
fn z_of_proportions([first, second]: [usize; 2], [of_first, of_second]: [usize; 2]) -> f64 {
    let (n, m) = (of_first as f64, of_second as f64);
    let common = (first + second) as f64 / (n + m);
    (first as f64 / n - second as f64 / m) / (common * (1.0 - common) * (1.0 / n + 1.0 / m)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z_is_that_of_a_chi_square() {
        // 2 x 2 table 30/70 and 15/85: chi-square by hand 200 (30*85 - 70*15)^2 / (45 * 155 * 100 * 100) = 6.4516.
        let z = z_of_proportions([30, 15], [100, 100]);
        assert!((z * z - 6.451_612_903_225_8).abs() < 1e-9, "{z}");
    }
}
