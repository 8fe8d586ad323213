//! An instrument: items that measure one thing together, with their scale, their scoring, and where they come from.

use std::collections::BTreeMap;

use super::questions::{Construct, Question};
use super::scale::Scale;
use super::texts::Words;

/// Items with one scale and one rule of scoring.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// The name in study files and in `scores.csv`: the file's name without the ending.
    pub name: String,
    /// What is measured, in words.
    pub title: String,
    /// Whose construct it is.
    pub citation: String,
    /// The licence of the wording.
    pub licence: String,
    /// Whose sentences the items are.
    pub wording: Wording,
    /// What the items are about.
    pub about: About,
    /// A sentence before the items; empty where there is none.
    pub introduction: String,
    /// The language of the items.
    pub language: String,
    /// What is asked in other languages, by their codes.
    pub translations: BTreeMap<String, Translation>,
    /// The items, in the order in which they are asked.
    pub items: Vec<Item>,
    /// How answers become scores.
    pub scoring: Scoring,
}

/// Whose sentences the items are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// Written anew after a published construct: published norms do not hold without evidence of their own.
    Own,
    /// As published.
    Original,
}

impl Wording {
    /// Both with their names in files.
    pub const NAMED: [(&'static str, Self); 2] = [("own", Self::Own), ("original", Self::Original)];
}

/// What the items are about, which decides who can answer them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The person or the work: everybody can answer.
    Work,
    /// Advice that was seen: not asked of people who never had any.
    Advice,
}

impl About {
    /// Both with their names in files.
    pub const NAMED: [(&'static str, Self); 2] = [("work", Self::Work), ("advice", Self::Advice)];
}

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The name in `self_reports.csv`.
    pub id: String,
    /// What is asked; `{adviser}` stands for the study's adviser.
    pub text: String,
    /// Whether the item is worded against what the score means.
    pub reversed: bool,
    /// The part of the instrument that it belongs to.
    pub subscale: Option<String>,
    /// The instrument's scale, perhaps with other anchors.
    pub scale: Scale,
}

/// An instrument in another language: the words alone, since scales and scoring are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// A sentence before the items; empty where there is none.
    pub introduction: String,
    /// For each item in order: what is asked, and its scale with translated anchors.
    pub items: Vec<(String, Scale)>,
}

/// How answers become scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scoring {
    /// What is computed of the items.
    pub statistic: Statistic,
    /// What becomes of it.
    pub transformation: Transformation,
    /// Share of the items that have to be answered for a score, above 0.
    pub answered: f64,
    /// Whether a score over all items means anything.
    pub total: bool,
}

/// What is computed of the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean of the answered items.
    Mean,
    /// The sum; an item that was not answered counts as the mean of the others.
    Sum,
}

impl Statistic {
    /// Both with their names in files.
    pub const NAMED: [(&'static str, Self); 2] = [("mean", Self::Mean), ("sum", Self::Sum)];
}

/// What becomes of a mean or a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transformation {
    /// Nothing.
    None,
    /// Moved to 0 for the lowest possible answers and 100 for the highest.
    Percent,
}

impl Transformation {
    /// Both with their names in files.
    pub const NAMED: [(&'static str, Self); 2] = [("none", Self::None), ("0-100", Self::Percent)];
}

impl Instrument {
    /// The instruments that the program carries, by the names that a study file can use.
    pub const BUILT_IN: [&'static str; 6] =
        ["raw-tlx", "sus", "trust", "complacency", "ai-attitude", "technology-affinity"];

    /// The name of the score over all items.
    pub const TOTAL: &'static str = "total";

    /// The placeholder for the adviser's name.
    pub const ADVISER: &'static str = "{adviser}";

    /// Whether the items can be asked in a language.
    pub fn speaks(&self, language: &str) -> bool {
        self.language == language || self.translations.contains_key(language)
    }

    /// The items as questions in a language; in the instrument's own where there is no translation.
    pub fn questions(&self, adviser: &str, words: &Words) -> Vec<Question> {
        let fill = |text: &str| text.replace(Self::ADVISER, adviser);
        let translation = self.translations.get(words.code());
        let introduction = translation.map_or(&self.introduction, |translation| &translation.introduction);
        let question = |(index, item): (usize, &Item)| {
            let translated = translation.and_then(|translation| translation.items.get(index));
            let (text, scale) = translated.map_or((&item.text, &item.scale), |(text, scale)| (text, scale));
            Question {
                id: item.id.clone(),
                text: fill(text),
                scale: scale.clone().with_standard_anchors(words),
                introduction: if index == 0 { fill(introduction) } else { String::new() },
                construct: Some(Construct {
                    name: item
                        .subscale
                        .as_ref()
                        .map_or_else(|| self.name.clone(), |subscale| format!("{}: {subscale}", self.name)),
                    about: self.about,
                    reversed: item.reversed,
                }),
            }
        };
        self.items.iter().enumerate().map(question).collect()
    }

    /// What has a score, each with its items: every subscale in the order of its first item, then the total.
    pub fn scored(&self) -> Vec<(&str, Vec<&Item>)> {
        let mut scored: Vec<(&str, Vec<&Item>)> = Vec::new();
        for item in &self.items {
            let Some(subscale) = item.subscale.as_deref() else { continue };
            match scored.iter_mut().find(|(name, _)| *name == subscale) {
                Some((_, items)) => items.push(item),
                None => scored.push((subscale, vec![item])),
            }
        }
        if self.scoring.total {
            scored.push((Self::TOTAL, self.items.iter().collect()));
        }
        scored
    }
}
