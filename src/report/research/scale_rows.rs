//! What the instruments gave, a row a subscale.

use crate::findings::{Findings, InstrumentFacts};
use crate::report::numbers::{MISSING, finite, fixed};

/// Instrument and subscale, when, arm, mean, standard deviation, people, alpha, omega.
pub fn scale_rows(findings: &Findings) -> Vec<[String; 8]> {
    findings.instruments.iter().map(row).collect()
}

fn row(facts: &InstrumentFacts) -> [String; 8] {
    let number =
        |value: Option<f64>, decimals| finite(value).map_or_else(|| MISSING.to_owned(), |value| fixed(value, decimals));
    [
        if facts.subscale == "total" {
            facts.instrument.clone()
        } else {
            format!("{}: {}", facts.instrument, facts.subscale)
        },
        facts.phase.to_owned(),
        facts.arm.unwrap_or(MISSING).to_owned(),
        number(facts.mean, 2),
        number(facts.sd, 2),
        facts.participants.to_string(),
        number(facts.alpha, 2),
        number(facts.omega, 2),
    ]
}
