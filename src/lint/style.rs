//! Whether right advice can be told from wrong by its style alone.

use crate::statistics::{Discrimination, Labelled, discrimination, feature_weights};
use crate::study::{Advice, AdviceKind, AdviceSupply, Alert, Dataset};

use super::finding::{Finding, Outcome};
use super::places::Cell;
use super::surface::{FUNCTION_WORDS, SURFACE, function_words, surface};

/// An area up to which nothing speaks for a leak.
const PASSES: f64 = 0.55;

/// An area above which a set leaks: the natural texts of seven language models on real alerts have .60.
pub(super) const FAILS: f64 = 0.60;

/// Fewer of a kind say little: with 30 against 60 the standard error is .065.
pub(super) const ENOUGH: usize = 30;

/// The seed of the partitions of all checks.
pub(super) const SEED: u64 = 20_261_125;

/// Tells right from wrong advice of scored alerts.
pub fn style_leak(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    told_by_style("style-leak", "right advice", "wrong advice", alerts, dataset, |kind| match kind {
        AdviceKind::Right => Some(true),
        AdviceKind::Wrong => Some(false),
        AdviceKind::RightForWrongReason => None,
    })
}

/// Tells advice that is right for the wrong reason from the other advice that is right.
pub fn reason_leak(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    let words = ("advice right for the wrong reason", "other advice");
    told_by_style("reason-leak", words.0, words.1, alerts, dataset, |kind| {
        Some(kind == AdviceKind::RightForWrongReason)
    })
}

fn told_by_style(
    check: &'static str,
    this: &str,
    that: &str,
    alerts: &[&Alert],
    dataset: &Dataset,
    class: impl Fn(AdviceKind) -> Option<bool>,
) -> Finding {
    let mut labelled = Labelled::default();
    let mut shown: Vec<&Advice> = Vec::new();
    for (group, alert) in alerts.iter().enumerate() {
        for advice in &alert.advice {
            let Some(is_positive) = class(advice.kind()) else { continue };
            let mut row = surface(advice);
            row.extend(function_words(&format!("{} {}", advice.rationale, advice.action)));
            labelled.rows.push(row);
            labelled.positive.push(is_positive);
            labelled.groups.push(group);
            shown.push(advice);
        }
    }
    let Some(told) = discrimination(&labelled, SEED) else {
        return Finding::new(check, Outcome::NotJudged, format!("too few alerts to tell {this} from {that} by style"));
    };
    let outcome = judge(&told, PASSES, dataset.advice_supply);
    let message = format!("style tells {this} from {that}: {}", area_words(&told));
    let mut finding = Finding::new(check, outcome, message);
    if outcome > Outcome::NotJudged {
        let (hint, places) = tell_tales(&labelled, &shown, this, that);
        finding.places = places;
        return finding.hint(hint);
    }
    finding
}

pub(super) fn judge(told: &Discrimination, passes: f64, supply: AdviceSupply) -> Outcome {
    if told.area <= passes {
        Outcome::Passed
    } else if told.positive.min(told.negative) < ENOUGH {
        Outcome::NotJudged
    } else if told.area <= FAILS {
        Outcome::Warned
    } else {
        Outcome::of_leak(supply)
    }
}

pub(super) fn area_words(told: &Discrimination) -> String {
    let Discrimination { area, standard_error, positive, negative } = told;
    format!("AUC {area:.3} (chance .5, standard error {standard_error:.3}; {positive} against {negative})")
}

/// The features that tell most, and the advice that shows the strongest of them most.
fn tell_tales(labelled: &Labelled, shown: &[&Advice], this: &str, that: &str) -> (String, Vec<crate::study::Problem>) {
    let weights = feature_weights(labelled).unwrap_or_default();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()));
    let name = |feature: usize| match feature.checked_sub(SURFACE.len()) {
        None => SURFACE[feature].to_owned(),
        Some(word) => format!("\"{}\"", FUNCTION_WORDS[word]),
    };
    let side = |feature: usize| if weights[feature] > 0.0 { this } else { that };
    let told: Vec<String> =
        order.iter().take(5).map(|&feature| format!("{} ({})", name(feature), side(feature))).collect();
    let Some(&strongest) = order.first() else { return (String::new(), Vec::new()) };
    let mut rows: Vec<usize> = (0..shown.len()).collect();
    rows.sort_by(|&a, &b| labelled.rows[b][strongest].total_cmp(&labelled.rows[a][strongest]));
    let places = rows
        .iter()
        .take(3)
        .map(|&row| {
            let message = format!("{}: {} = {}", shown[row].id, name(strongest), labelled.rows[row][strongest]);
            Cell::advice(shown[row].row, "rationale").problem(message)
        })
        .collect();
    (format!("what tells most, and which side has more of it: {}", told.join(", ")), places)
}
