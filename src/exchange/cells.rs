//! What is written in a cell: nothing, a number, yes or no.

/// The texts that stand for a missing value, in lower case.
const MISSING: [&str; 7] = ["", "na", "n/a", "nan", ".", "null", "none"];

/// A cell's text; none where its value is missing.
pub fn present(text: &str) -> Option<&str> {
    let is_missing = text.len() <= 4 && MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(text));
    (!is_missing).then_some(text)
}

/// A finite number, with a decimal comma where that is meant.
pub fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let parsed = match text.parse() {
        Err(_) if decimal_comma && !text.contains('.') => text.replacen(',', ".", 1).parse().ok(),
        parsed => parsed.ok(),
    };
    parsed.filter(|value: &f64| value.is_finite())
}

/// A whole number, also where it was written as `3.0`.
pub fn whole(text: &str, decimal_comma: bool) -> Option<u32> {
    number(text, decimal_comma)
        .filter(|value| value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(value))
        .map(|value| value as u32)
}

/// Yes or no.
pub fn truth_value(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match () {
        () if is(&["true", "1", "1.0", "yes", "t", "y"]) => Some(true),
        () if is(&["false", "0", "0.0", "no", "f", "n"]) => Some(false),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_people_write_them() {
        assert_eq!(
            ["", "NA", "null", "None", "0", "nano"].map(|text| present(text).is_some()),
            [false, false, false, false, true, true]
        );
        assert_eq!(
            [number("1.5", false), number("1,5", true), number("1,5", false), number("inf", true)],
            [Some(1.5), Some(1.5), None, None]
        );
        assert_eq!(
            [whole("3", false), whole("3.0", false), whole("3.5", false), whole("-1", false)],
            [Some(3), Some(3), None, None]
        );
        assert_eq!([truth_value("TRUE"), truth_value("0"), truth_value("maybe")], [Some(true), Some(false), None]);
    }
}
