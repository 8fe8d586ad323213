//! What an advice looks like, apart from what it says: the features from which style alone could tell right from wrong.

use crate::study::Advice;

use super::wording::{citations, has_digit, hedges, raw_words, sentence_lengths, words};

/// The names of the surface features, in the order of [`surface`].
pub const SURFACE: [&str; 15] = [
    "words",
    "sentences",
    "letters a word",
    "longest sentence",
    "numbers",
    "times of day",
    "commas",
    "other marks",
    "hedges",
    "citations",
    "place of the first citation",
    "confidence",
    "capitalised words",
    "first sentence",
    "words of the action",
];

/// Words that every text has and no topic needs.
pub const FUNCTION_WORDS: [&str; 40] = [
    "the",
    "a",
    "an",
    "and",
    "or",
    "but",
    "of",
    "to",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "as",
    "is",
    "was",
    "were",
    "are",
    "be",
    "been",
    "has",
    "had",
    "not",
    "no",
    "that",
    "this",
    "which",
    "it",
    "its",
    "so",
    "therefore",
    "because",
    "although",
    "may",
    "would",
    "could",
    "only",
    "after",
];

/// The surface features of an advice.
pub fn surface(advice: &Advice) -> Vec<f64> {
    let text = &advice.rationale;
    let raw: Vec<&str> = raw_words(text).collect();
    let sentences = sentence_lengths(text);
    let letters: usize = raw.iter().map(|word| word.chars().count()).sum();
    let count = |counted: &dyn Fn(&str) -> bool| raw.iter().filter(|word| counted(word)).count();
    let first_citation = text.find('[').map_or(0, |at| words(&text[..at]).len());
    [
        raw.len(),
        sentences.len(),
        0,
        sentences.iter().copied().max().unwrap_or(0),
        count(&has_digit),
        count(&|word| word.contains(':') && has_digit(word)),
        text.matches(',').count(),
        text.matches(['"', ';', ':', '(', '-']).count(),
        hedges(text),
        citations(text),
        first_citation,
        advice.confidence.unwrap_or(0).into(),
        count(&|word| word.starts_with(char::is_uppercase)),
        sentences.first().copied().unwrap_or(0),
        words(&advice.action).len(),
    ]
    .into_iter()
    .map(|count| count as f64)
    .enumerate()
    .map(|(feature, value)| if feature == 2 { letters as f64 / raw.len().max(1) as f64 } else { value })
    .collect()
}

/// How often each function word stands in a text.
pub fn function_words(text: &str) -> Vec<f64> {
    let words = words(text);
    FUNCTION_WORDS.iter().map(|wanted| words.iter().filter(|word| word == wanted).count() as f64).collect()
}
