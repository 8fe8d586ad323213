//! Words, sentences and marks of a text, as the style of an advice is counted.

/// Words that concede or weaken.
pub const HEDGES: [&str; 20] = [
    "although", "though", "but", "while", "whereas", "however", "yet", "even", "might", "may", "could", "would",
    "probably", "likely", "perhaps", "possibly", "usually", "unusual", "seems", "appears",
];

/// The words of a text in lower case, citations left out; a word begins with a letter or a digit.
pub fn words(text: &str) -> Vec<String> {
    raw_words(text).map(str::to_lowercase).collect()
}

/// The words as written.
pub fn raw_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "\"()|=<>{},;".contains(c))
        .filter(|word| !is_citation(word.trim_end_matches(['.', ':'])))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// The panels that a text cites as `[a]`, once for each citation.
pub fn citations(text: &str) -> usize {
    text.match_indices('[').filter(|(start, _)| text.get(*start..start + 3).is_some_and(is_citation)).count()
}

fn is_citation(word: &str) -> bool {
    matches!(word.as_bytes(), [b'[', letter, b']'] if letter.is_ascii_lowercase())
}

/// The words of each sentence: a sentence ends with a mark before white space or the end.
pub fn sentence_lengths(text: &str) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .match_indices(['.', '!', '?'])
            .map(|(at, mark)| at + mark.len())
            .find(|&after| rest[after..].chars().next().is_none_or(char::is_whitespace))
            .unwrap_or(rest.len());
        lengths.push(words(&rest[..end]).len());
        rest = rest[end..].trim_start();
    }
    lengths
}

/// How many of a text's words hedge. The month of May does not.
pub fn hedges(text: &str) -> usize {
    raw_words(text).filter(|word| *word != "May" && HEDGES.contains(&word.to_lowercase().as_str())).count()
}

/// Whether a word looks like a name of a machine, a number or an id.
pub fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADVICE: &str =
        "Since 03:58 the address 198.51.100.212 was attached [e]. Although \"it\" moved, the host FIN-04 kept it [a].";

    #[test]
    fn words_leave_citations_and_marks_out() {
        assert_eq!(
            words("The host [b] FIN-04, (10.2.3.4) said: no."),
            ["the", "host", "fin-04", "10.2.3.4", "said", "no"]
        );
        assert_eq!(words(ADVICE).len(), 15);
        assert_eq!(words(" ... - "), Vec::<String>::new());
    }

    #[test]
    fn counts_sentences_citations_and_hedges() {
        assert_eq!(sentence_lengths(ADVICE), [7, 8]);
        assert_eq!(sentence_lengths("One. Two at 3.5 parts"), [1, 4]);
        assert_eq!(sentence_lengths(""), Vec::<usize>::new());
        assert_eq!(citations(ADVICE), 2);
        assert_eq!(citations("[ab] [1] [c"), 0);
        assert_eq!(hedges(ADVICE), 1);
        assert_eq!(hedges("Though it may be, on 10 May it was not."), 2);
    }
}
