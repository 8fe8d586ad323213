//! A set of alerts that gives something away is told so, and the project's own gives nothing away.

use std::path::Path;

use overtrust::lint::{Finding, Lint, Outcome};
use overtrust::study::{AdviceKind, Alert, Dataset, Files, load_dataset};
use proptest::prelude::*;

fn soc_core() -> Dataset {
    load_dataset(Files::Embedded, Path::new("datasets/soc-core")).unwrap()
}

/// The set after a change of every wrong advice's text, for which a number counted up from 0 is given.
fn with_wrong_texts(change: impl Fn(usize, &mut String)) -> Dataset {
    let mut dataset = soc_core();
    let wrong = dataset.alerts.iter_mut().flat_map(|alert| &mut alert.advice).filter(|a| a.kind() == AdviceKind::Wrong);
    wrong.enumerate().for_each(|(number, advice)| change(number, &mut advice.rationale));
    dataset
}

/// What a check says of the set.
fn finding(dataset: &Dataset, check: &str) -> Finding {
    Lint::check(dataset, check).unwrap()
}

/// How a check of the set ended.
fn outcome(dataset: &Dataset, check: &str) -> Outcome {
    finding(dataset, check).outcome
}

#[test]
fn the_own_set_passes_every_check() {
    let lint = Lint::of(&soc_core());
    let findings = lint.findings.iter().map(|finding| {
        let places: Vec<String> = finding.places.iter().map(|place| format!("\n    {place}")).collect();
        format!("{} {}: {}{}", finding.check, finding.outcome.word(), finding.message, places.concat())
    });
    insta::assert_snapshot!(findings.collect::<Vec<_>>().join("\n"));
    assert_eq!(lint.count(Outcome::Passed), lint.findings.len());
}

#[test]
fn a_check_alone_says_what_it_says_among_all() {
    let mut dataset = soc_core();
    dataset.alerts.truncate(12);
    for among in Lint::of(&dataset).findings {
        let alone = finding(&dataset, among.check);
        assert_eq!((alone.check, alone.message), (among.check, among.message));
    }
}

#[test]
fn the_own_set_has_what_was_asked_for() {
    let dataset = soc_core();
    let scored: Vec<&Alert> = ["A", "B", "C", "D"]
        .iter()
        .flat_map(|form| {
            let alerts = dataset.of_form(form);
            assert_eq!(alerts.len(), 30, "form {form}");
            alerts
        })
        .map(|index| &dataset.alerts[index])
        .collect();
    let wrong_reasons = scored.iter().flat_map(|alert| &alert.advice);
    assert_eq!(wrong_reasons.filter(|advice| advice.kind() == AdviceKind::RightForWrongReason).count(), 30);
    assert_eq!(scored.iter().filter(|alert| alert.needs_action()).count(), 60);
    assert_eq!(dataset.alerts.len(), 120 + 8 + 4);
}

#[test]
fn a_copy_with_other_names_is_found() {
    let mut dataset = soc_core();
    let mut copy = dataset.alerts[0].clone();
    copy.id = "copied-01".into();
    for text in
        [&mut copy.summary, &mut copy.rationale].into_iter().chain(copy.evidence.iter_mut().map(|p| &mut p.content))
    {
        *text = text.replace("Calder", "Morrow").replace("20", "31");
    }
    dataset.alerts.push(copy);
    assert_eq!(outcome(&dataset, "near-duplicates"), Outcome::Failed);
}

#[test]
fn an_address_that_belongs_to_somebody_is_found_with_its_row() {
    let mut dataset = soc_core();
    dataset.alerts[3].evidence[1].content.push_str("\nto 8.8.8.8 and www.bank.com");
    let row = dataset.alerts[3].evidence[1].row;
    let finding = finding(&dataset, "reserved-names");
    let places: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
    assert_eq!(
        places,
        ["`8.8.8.8` is no reserved address", "`www.bank.com` is no reserved name"]
            .map(|message| format!("evidence.csv, row {row}, column content: {message}"))
    );
}

#[test]
fn a_title_that_tells_the_truth_is_found() {
    let mut dataset = soc_core();
    for alert in &mut dataset.alerts {
        let word = if alert.needs_action() { "hostile" } else { "routine" };
        alert.title = format!("{} by a {word} actor", alert.title);
    }
    assert_eq!(outcome(&dataset, "content-leak"), Outcome::Failed);
}

#[test]
fn verdicts_that_are_mostly_wrong_are_found() {
    let mut dataset = soc_core();
    dataset.alerts.retain(|alert| alert.needs_action() || alert.id.ends_with('1'));
    assert_eq!(outcome(&dataset, "verdict-leak"), Outcome::Failed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// Whatever the words: wrong texts that are a fifth longer are told by their length.
    #[test]
    fn longer_wrong_texts_are_caught(words in proptest::collection::vec("[a-z]{3,9}", 12..14)) {
        let more = words.join(" ");
        let dataset = with_wrong_texts(|_, text| text.extend([" ", more.as_str(), "."]));
        prop_assert_eq!(outcome(&dataset, "matched"), Outcome::Failed);
        prop_assert_eq!(outcome(&dataset, "style-leak"), Outcome::Failed);
    }

    /// Whatever the word: one that stands in every `every`-th wrong text alone is named.
    #[test]
    fn a_tell_tale_word_is_caught(word in "zz[a-z]{3,9}", every in 1_usize..4) {
        let dataset = with_wrong_texts(|number, text| {
            if number % every == 0 {
                text.extend([" ", word.as_str()]);
            }
        });
        let finding = finding(&dataset, "tell-tale-words");
        prop_assert_eq!(finding.outcome, Outcome::Failed);
        prop_assert!(finding.places.iter().any(|place| place.message.contains(&word)));
    }
}
