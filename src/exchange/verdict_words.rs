//! How people write verdicts.

use crate::study::Verdict;

const VERDICT_WORDS: [(Verdict, &[&str]); 3] = [
    (
        Verdict::TruePositive,
        &["true positive", "tp", "malicious", "attack", "incident", "needs action", "escalate", "escalated"],
    ),
    (Verdict::BenignPositive, &["benign positive", "bp", "benign", "expected", "close", "closed", "btp"]),
    (Verdict::FalsePositive, &["false positive", "fp", "false alarm"]),
];

/// The verdict that a word in lower case stands for, with spaces between its parts.
pub fn verdict(word: &str) -> Option<Verdict> {
    VERDICT_WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(verdict, _)| *verdict)
}

/// Every word that is known.
pub fn verdict_words() -> impl Iterator<Item = &'static str> {
    VERDICT_WORDS.iter().flat_map(|(_, words)| words.iter().copied())
}
