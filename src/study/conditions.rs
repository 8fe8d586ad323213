//! The groups of participants that a study file names, or crosses from lists.

use super::condition::{AdviceTiming, Condition, ConfidenceShown, Explanation, Feedback, Justification, SourceLabel};
use super::toml_reader::TableReader;

/// The conditions of a study: those of `[[conditions]]`, each the standard with what it changes; the product of the lists in
/// `[crossed]`; else the standard alone.
pub fn read(root: &mut TableReader<'_, '_>, standard: &Condition) -> Vec<Condition> {
    let mut listed = Vec::new();
    let mut names = Vec::new();
    root.each_table("conditions", |mut table| {
        let mut condition = standard.clone();
        if let Some(name) = table.text("name") {
            if names.contains(&name.value) {
                table.problem(name.span, format!("two conditions are called `{}`", name.value), None);
            }
            condition.name.clone_from(&name.value);
            names.push(name.value);
        }
        condition.read_course(&mut table);
        condition.read_look(&mut table);
        condition.read_mitigation(&mut table);
        listed.push(condition);
        table.finish();
    });
    let mut crossed = root.table("crossed");
    let product = product(&mut crossed, standard);
    if !listed.is_empty() && product.len() > 1 {
        let span = crossed.span();
        crossed.problem(span, "a study has [[conditions]] or [crossed], not both", Some("leave one out".into()));
    }
    crossed.finish();
    if listed.is_empty() { product } else { listed }
}

/// Every combination of the listed values.
fn product(reader: &mut TableReader<'_, '_>, standard: &Condition) -> Vec<Condition> {
    let mut all = vec![Condition { name: String::new(), ..standard.clone() }];
    cross(&mut all, reader, "advice_timing", &AdviceTiming::NAMED, |condition, value| condition.timing = value);
    cross(&mut all, reader, "explanation", &Explanation::NAMED, |condition, value| condition.explanation = value);
    cross(&mut all, reader, "confidence", &ConfidenceShown::NAMED, |condition, value| condition.confidence = value);
    cross(&mut all, reader, "source", &SourceLabel::NAMED, |condition, value| condition.source = value);
    cross(&mut all, reader, "feedback", &Feedback::NAMED, |condition, value| condition.feedback = value);
    cross(&mut all, reader, "justification", &Justification::NAMED, |condition, value| {
        condition.justification = value;
    });
    if all.len() == 1 {
        return vec![standard.clone()];
    }
    all
}

/// Replaces each condition by one for each listed value; nothing where the list is absent.
fn cross<T: Copy + PartialEq>(
    all: &mut Vec<Condition>,
    reader: &mut TableReader<'_, '_>,
    key: &str,
    named: &[(&str, T)],
    set: fn(&mut Condition, T),
) {
    let values = reader.choices(key, named);
    if values.is_empty() {
        return;
    }
    let mut crossed = Vec::new();
    for condition in all.iter() {
        for value in &values {
            let mut one = condition.clone();
            set(&mut one, *value);
            let word = named.iter().find(|(_, other)| other == value).map_or("", |(name, _)| name);
            one.name = [condition.name.as_str(), word]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" x ");
            crossed.push(one);
        }
    }
    *all = crossed;
}
