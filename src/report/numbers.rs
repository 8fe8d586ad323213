//! How numbers are written: rounded for reading in sentences, with fixed decimals in tables, always with a true minus sign.

use crate::findings::{Estimate, Unit};

/// Stands where a number is missing.
pub const MISSING: &str = "\u{2013}";

/// Fixed decimals with U+2212 for the minus; never a negative zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|character| matches!(character, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("\u{2212}{digits}"),
        None => text,
    }
}

/// As [`fixed`], with a plus sign above zero, for axes on which zero means no change.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let is_zero = text.chars().all(|character| matches!(character, '0' | '.'));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// A whole number as text with a comma between thousands, as the page's script writes it: `12,000`.
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number.split_at(number.find(|letter: char| letter.is_ascii_digit()).unwrap_or_default());
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size in percent, rounded to the whole: `19 %`; the sign is left to the words around it.
pub fn percent(value: f64) -> String {
    if rounds_to_nothing(value) { "less than 1\u{a0}%".to_owned() } else { format!("{:.0}\u{a0}%", value.abs()) }
}

/// A size in percentage points, rounded to the whole: `21 percentage points`; the sign is left to the words around it.
pub fn points(value: f64) -> String {
    match value.abs().round() {
        _ if rounds_to_nothing(value) => "less than 1 percentage point".to_owned(),
        1.0 => "1 percentage point".to_owned(),
        size => format!("{size:.0} percentage points"),
    }
}

/// As [`points`], where the unit stands beside it already.
pub fn points_number(value: f64) -> String {
    format!("{:.0}", value.abs())
}

/// Whether a size is nothing once it is rounded to the whole.
pub fn rounds_to_nothing(value: f64) -> bool {
    value.abs() < 0.5
}

/// A count with its noun: `1 alert`, `24 people`.
pub fn count(number: usize, singular: &str, plural: &str) -> String {
    format!("{number}\u{a0}{}", if number == 1 { singular } else { plural })
}

/// A share as a whole percent, or the dash for 0/0.
pub fn share(part: usize, whole: usize) -> String {
    if whole == 0 { MISSING.to_owned() } else { format!("{:.0}\u{a0}%", 100.0 * part as f64 / whole as f64) }
}

/// Seconds as a clock reader would say them: `7.5 s`, `45 s`, `2 min`, `1 min 30 s`.
pub fn duration(seconds: f64) -> String {
    if seconds < 9.95 {
        let text = fixed(seconds, 1);
        return format!("{}\u{a0}s", text.strip_suffix(".0").unwrap_or(&text));
    }
    let whole = seconds.round() as u64;
    match (whole / 60, whole % 60) {
        (0, rest) => format!("{rest}\u{a0}s"),
        (minutes, 0) => format!("{minutes}\u{a0}min"),
        (minutes, rest) => format!("{minutes}\u{a0}min {rest}\u{a0}s"),
    }
}

/// An estimate for a table: `12.4 [3.1, 22.0]` in the unit that its label names, with `%` where the unit is percent.
pub fn table_cell(estimate: &Estimate) -> String {
    let Some(value) = finite(estimate.value) else { return MISSING.to_owned() };
    let write = |number: f64| number_in(estimate.unit, number);
    let unit = match estimate.unit {
        Unit::Proportion | Unit::PercentChange => "\u{a0}%",
        _ => "",
    };
    match (finite(estimate.low), finite(estimate.high)) {
        (Some(low), Some(high)) => format!("{}{unit} [{}, {}]", write(value), write(low), write(high)),
        _ => format!("{}{unit}", write(value)),
    }
}

/// One number of an estimate with the decimals that suit its unit; shares are written in percent.
pub fn number_in(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Proportion => fixed(100.0 * number, 1),
        Unit::Points | Unit::PercentChange | Unit::Seconds => fixed(number, 1),
        Unit::Factor | Unit::Count | Unit::PerHour | Unit::PerMinute | Unit::Correlation | Unit::Deviations => {
            fixed(number, 2)
        }
        Unit::Log | Unit::Score => fixed(number, 3),
    }
}

/// One number of an estimate, rounded for reading; shares and changes with their percent sign.
pub fn rounded_in(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Proportion => format!("{}\u{a0}%", fixed(100.0 * number, 0)),
        Unit::PercentChange => format!("{}\u{a0}%", fixed(number, 0)),
        Unit::Points => fixed(number, 0),
        Unit::Factor | Unit::Count | Unit::PerHour | Unit::PerMinute | Unit::Seconds => fixed(number, 1),
        Unit::Log | Unit::Correlation | Unit::Score | Unit::Deviations => fixed(number, 2),
    }
}

/// The number, unless it is missing or not a number.
pub fn finite(number: Option<f64>) -> Option<f64> {
    number.filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (written, expected) in [
            (fixed(-7.83, 1), "\u{2212}7.8"),
            (fixed(-0.04, 1), "0.0"),
            (signed(12.0, 0), "+12"),
            (signed(0.2, 0), "0"),
            (signed(-12.0, 0), "\u{2212}12"),
            (grouped("+1234567"), "+1,234,567"),
            (grouped("\u{2212}999"), "\u{2212}999"),
            (percent(-7.83), "8\u{a0}%"),
            (percent(0.3), "less than 1\u{a0}%"),
            (points(1.2), "1 percentage point"),
            (points(-20.7), "21 percentage points"),
            (count(1, "person", "people"), "1\u{a0}person"),
            (share(1, 3), "33\u{a0}%"),
            (share(0, 0), MISSING),
            (duration(7.5), "7.5\u{a0}s"),
            (duration(8.0), "8\u{a0}s"),
            (duration(45.2), "45\u{a0}s"),
            (duration(120.0), "2\u{a0}min"),
            (duration(90.0), "1\u{a0}min 30\u{a0}s"),
        ] {
            assert_eq!(written, expected);
        }
    }
}
