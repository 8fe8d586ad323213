//! Whether what everybody sees first gives the truth away, and whether an advice's verdict tells that it is wrong.

use std::collections::{HashMap, HashSet};

use crate::statistics::{Labelled, discrimination, feature_weights};
use crate::study::{AdviceKind, Alert, Dataset, Severity, Verdict};

use super::finding::{Finding, Outcome};
use super::style::{ENOUGH, FAILS, SEED, area_words, judge};
use super::surface::FUNCTION_WORDS;
use super::wording::{has_digit, raw_words, sentence_lengths, words};

/// How many of the frequent words of titles and summaries are features.
const OWN_WORDS: usize = 40;

/// How many of the frequent words of panels are features.
const PANEL_WORDS: usize = 120;

/// Tells alerts that need action from the others by title, summary, severity and family.
pub fn content_leak(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    let texts: Vec<String> = alerts.iter().map(|alert| format!("{}. {}", alert.title, alert.summary)).collect();
    let mut features = Features::of_words(&texts, OWN_WORDS);
    let severities = Severity::NAMED.map(|(name, severity)| (format!("severity {name}"), severity));
    for (name, severity) in severities {
        features.add(name, alerts.iter().map(|alert| f64::from(u8::from(alert.severity == severity))));
    }
    for family in families(alerts) {
        features
            .add(format!("family {family}"), alerts.iter().map(|alert| f64::from(u8::from(alert.family == family))));
    }
    let what = "title, summary, severity and family tell";
    told_by(features, "content-leak", what, alerts, dataset, Outcome::Failed)
}

/// Tells them by the words of the panels that decide nothing: distractors have to point both ways.
pub fn distractor_leak(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    let mut texts: Vec<String> = Vec::new();
    for alert in alerts {
        let panels = alert.evidence.iter().filter(|panel| !panel.decisive);
        texts.push(panels.flat_map(|panel| [panel.title.as_str(), ". ", &panel.content, "\n"]).collect());
    }
    if alerts.iter().any(|alert| alert.evidence.iter().all(|panel| !panel.decisive)) {
        return Finding::new("distractor-leak", Outcome::NotJudged, "which panels are decisive is not known");
    }
    let features = Features::of_words(&texts, PANEL_WORDS);
    let what = "the words of the panels that decide nothing tell";
    told_by(features, "distractor-leak", what, alerts, dataset, Outcome::Warned)
}

fn told_by(
    features: Features,
    check: &'static str,
    what: &str,
    alerts: &[&Alert],
    dataset: &Dataset,
    worst: Outcome,
) -> Finding {
    let Features { names, rows } = features;
    let positive = alerts.iter().map(|alert| alert.needs_action()).collect();
    let labelled = Labelled { rows, positive, groups: (0..alerts.len()).collect() };
    let Some(told) = discrimination(&labelled, SEED) else {
        let message = format!("too few alerts to say whether {what} which need action");
        return Finding::new(check, Outcome::NotJudged, message);
    };
    let outcome = judge(&told, FAILS, dataset.advice_supply).min(worst);
    let message = format!("{what} alerts that need action from the others: {}", area_words(&told));
    let weights = feature_weights(&labelled).unwrap_or_default();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()));
    let side = |feature: usize| if weights[feature] > 0.0 { "needs action" } else { "close" };
    let most: Vec<String> =
        order.iter().take(8).map(|&feature| format!("{} ({})", names[feature], side(feature))).collect();
    Finding::new(check, outcome, message).hint(format!("what tells most: {}", most.join(", ")))
}

/// Named columns over the alerts.
struct Features {
    names: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl Features {
    /// Function words, the texts' own frequent words (present or not), and counts.
    fn of_words(texts: &[String], own: usize) -> Self {
        let said: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
        let mut features = Self { names: Vec::new(), rows: vec![Vec::new(); texts.len()] };
        for word in FUNCTION_WORDS {
            let share = |text: &Vec<String>| {
                text.iter().filter(|other| *other == word).count() as f64 / text.len().max(1) as f64
            };
            features.add(format!("\"{word}\""), said.iter().map(share));
        }
        for word in own_words(&said, own) {
            let holds = |text: &Vec<String>| f64::from(u8::from(text.contains(&word)));
            features.add(format!("\"{word}\""), said.iter().map(holds));
        }
        let count = |counted: fn(&str) -> usize| texts.iter().map(move |text| counted(text) as f64);
        features.add("words".into(), count(|text| words(text).len()));
        features.add("sentences".into(), count(|text| sentence_lengths(text).len()));
        features.add("numbers".into(), count(|text| raw_words(text).filter(|word| has_digit(word)).count()));
        features.add("commas".into(), count(|text| text.matches(',').count()));
        features.add(
            "capitalised words".into(),
            count(|text| raw_words(text).filter(|word| word.starts_with(char::is_uppercase)).count()),
        );
        features
    }

    fn add(&mut self, name: String, column: impl Iterator<Item = f64>) {
        self.names.push(name);
        self.rows.iter_mut().zip(column).for_each(|(row, value)| row.push(value));
    }
}

fn families<'a>(alerts: &[&'a Alert]) -> Vec<&'a str> {
    let mut families: Vec<&str> = alerts.iter().map(|alert| alert.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    families
}

/// The words that stand in most texts but not in nearly all, besides function words and numbers.
fn own_words(texts: &[Vec<String>], most: usize) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let distinct: HashSet<&str> = text.iter().map(String::as_str).collect();
        for word in distinct.into_iter().filter(|word| !has_digit(word) && !FUNCTION_WORDS.contains(word)) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut ranked: Vec<(&str, usize)> =
        counts.into_iter().filter(|&(_, count)| count > 1 && 10 * count < 9 * texts.len()).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.into_iter().take(most).map(|(word, _)| word.to_owned()).collect()
}

/// Tells wrong advice by its verdict alone. Each alert's wrong texts count one together, as a participant meets one of them.
pub fn verdict_leak(alerts: &[&Alert], dataset: &Dataset) -> Finding {
    let mut right = [0.0; 3];
    let mut wrong = [0.0; 3];
    for alert in alerts {
        let texts = alert.wrong_advice().len().max(1) as f64;
        for advice in &alert.advice {
            match advice.kind() {
                AdviceKind::Right => right[advice.verdict as usize] += 1.0,
                AdviceKind::Wrong => wrong[advice.verdict as usize] += 1.0 / texts,
                AdviceKind::RightForWrongReason => {}
            }
        }
    }
    let (rights, wrongs) = (right.iter().sum::<f64>(), wrong.iter().sum::<f64>());
    if rights.min(wrongs) < 1.0 {
        return Finding::new("verdict-leak", Outcome::NotJudged, "right or wrong advice is missing");
    }
    let area = area_by_class(&right, &wrong);
    let outcome = if area <= FAILS {
        Outcome::Passed
    } else if rights.min(wrongs) < ENOUGH as f64 {
        Outcome::NotJudged
    } else {
        Outcome::of_leak(dataset.advice_supply)
    };
    let shares: Vec<String> = Verdict::NAMED
        .iter()
        .map(|(name, verdict)| {
            let index = *verdict as usize;
            format!(
                "{name} {:.0} % of right and {:.0} % of wrong",
                100.0 * right[index] / rights,
                100.0 * wrong[index] / wrongs
            )
        })
        .collect();
    let message =
        format!("the verdict tells right from wrong advice: AUC {area:.3} (chance .5); {}", shares.join(", "));
    Finding::new("verdict-leak", outcome, message)
        .hint("a verdict given more often wrongly than rightly warns by itself: balance truths and the verdicts of wrong advice")
}

/// The area under the ROC curve where the score is the class's own share of the first kind: the best that the class can tell.
fn area_by_class(first: &[f64], second: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..first.len()).collect();
    let share = |class: usize| first[class] / (first[class] + second[class]).max(f64::MIN_POSITIVE);
    order.sort_by(|&a, &b| share(a).total_cmp(&share(b)));
    let mut below = 0.0;
    let mut ordered = 0.0;
    for class in order {
        ordered += first[class] * (below + second[class] / 2.0);
        below += second[class];
    }
    ordered / (first.iter().sum::<f64>() * second.iter().sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_tells_what_its_shares_tell() {
        assert!((area_by_class(&[5.0, 5.0], &[10.0, 10.0]) - 0.5).abs() < 1e-12);
        assert!((area_by_class(&[5.0, 0.0], &[0.0, 7.0]) - 1.0).abs() < 1e-12);
        // 1 - (.5 of the ties) by hand: P(first > second) with shares 3:1 and 1:3 is .75.
        assert!((area_by_class(&[3.0, 1.0], &[1.0, 3.0]) - 0.75).abs() < 1e-12);
    }
}
