//! The stratum that a participant belongs to: what they answered to the questions by which a study stratifies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::study::{Stratifier, Study};

/// The answers that make a stratum, in the order of the study's `stratify`; each is the index of an option.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stratum(pub Vec<usize>);

impl Stratum {
    /// The stratum of somebody who gave some answers to the background questions. None where one of them is not answered.
    pub fn of(study: &Study, answers: &BTreeMap<String, f64>) -> Option<Self> {
        let option = |by: &Stratifier| answers.get(by.question()).map(|value| *value as usize);
        study.stratify.iter().map(option).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The stratum that a text from `to_text` means. None where it is no list of numbers.
    pub fn from_text(text: &str) -> Option<Self> {
        text.split(',').map(|part| part.parse().ok()).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The numbers with commas between them.
    pub fn to_text(&self) -> String {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        numbers.join(",")
    }

    /// The stratum in the words of the answers, in the study's default language.
    pub fn words(&self, study: &Study) -> String {
        let options = |by: &Stratifier| study.texts.default_words().list(by.question());
        let word = |(by, &chosen): (&Stratifier, &usize)| options(by).get(chosen).cloned().unwrap_or_default();
        let words: Vec<String> =
            study.stratify.iter().zip(&self.0).map(|pair| format!("{}: {}", pair.0.question(), word(pair))).collect();
        words.join("; ")
    }
}
