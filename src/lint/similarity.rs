//! Alerts that tell the same story with other names.

use std::collections::{HashMap, HashSet};

use crate::study::{Alert, Dataset, Role};

use super::finding::{Finding, Outcome};
use super::places::Cell;
use super::wording::{has_digit, words};

/// Words in a shingle.
const LENGTH: usize = 5;

/// Words of a shingle that have to be more than a masked name or number.
const TELLING: usize = 3;

/// The share of the smaller alert's shingles that two alerts may have in common.
const SHARED: f64 = 0.15;

/// Compares every pair of alerts by shingles of five words (Broder 1997). Numbers and whatever stands in a single alert, such as
/// its own names, are masked, so that a copy with names exchanged shares all its shingles. Attention checks tell no story.
pub fn near_duplicates(dataset: &Dataset) -> Finding {
    let alerts: Vec<&Alert> = dataset.alerts.iter().filter(|alert| alert.role != Role::AttentionCheck).collect();
    let texts: Vec<Vec<String>> = alerts.iter().map(|alert| text(alert)).collect();
    let own = own_words(&texts);
    let shingles: Vec<HashSet<u64>> = texts.iter().map(|text| shingles(text, &own)).collect();
    let mut pairs = Vec::new();
    let mut largest: f64 = 0.0;
    for later in 0..shingles.len() {
        for earlier in 0..later {
            let share = containment(&shingles[earlier], &shingles[later]);
            largest = largest.max(share);
            if share > SHARED {
                pairs.push((share, earlier, later));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let places = pairs
        .iter()
        .map(|&(share, earlier, later)| {
            let (first, second) = (alerts[earlier], alerts[later]);
            let percent = 100.0 * share;
            let message =
                format!("{} shares {percent:.0} % of its wording with {} (row {})", second.id, first.id, first.row);
            Cell::alert(second.row, "alert_id").problem(message)
        })
        .collect();
    let fine = format!("no two alerts share their wording; the most alike have {:.0} % in common", 100.0 * largest);
    let outcome = Outcome::of_leak(dataset.advice_supply);
    Finding::of_places("near-duplicates", outcome, places, &fine, "alerts share their wording")
        .hint("tell another story in one of the two: who knows the first should not know the second")
}

fn text(alert: &Alert) -> Vec<String> {
    let mut parts = vec![alert.title.as_str(), &alert.summary, &alert.rationale];
    parts.extend(alert.evidence.iter().map(|panel| panel.content.as_str()));
    parts.extend(alert.advice.iter().map(|advice| advice.rationale.as_str()));
    parts.into_iter().flat_map(words).collect()
}

/// The words that stand in one alert alone.
fn own_words(texts: &[Vec<String>]) -> HashSet<&str> {
    let mut alerts_with: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let distinct: HashSet<&str> = text.iter().map(String::as_str).collect();
        for word in distinct {
            *alerts_with.entry(word).or_default() += 1;
        }
    }
    alerts_with.into_iter().filter(|(_, count)| *count == 1).map(|(word, _)| word).collect()
}

fn shingles(text: &[String], own: &HashSet<&str>) -> HashSet<u64> {
    let masked: Vec<Option<&str>> =
        text.iter().map(|word| Some(word.as_str()).filter(|word| !has_digit(word) && !own.contains(word))).collect();
    masked
        .windows(LENGTH)
        .filter(|window| window.iter().flatten().count() >= TELLING)
        .map(|window| {
            let joined: Vec<&str> = window.iter().map(|word| word.unwrap_or("_")).collect();
            let hash = blake3::hash(joined.join(" ").as_bytes());
            let mut first = [0; 8];
            first.copy_from_slice(&hash.as_bytes()[..8]);
            u64::from_le_bytes(first)
        })
        .collect()
}

/// The share of the smaller set that is in the other one.
fn containment(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { a.intersection(b).count() as f64 / smaller as f64 }
}
