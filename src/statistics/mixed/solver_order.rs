//! The order in which the solver gets the random terms.

use std::collections::HashSet;

use super::formula::{Formula, RandomTerm};
use super::frame::{Column, Frame};

/// The random terms as the solver takes them. Where all are crossed intercepts, it puts the factor with most levels first and afterwards
/// sorts its results back; for a search that did not converge it has no random effects to sort, and breaks off. In this order it has
/// nothing to sort.
pub(super) fn solver_order<'f>(formula: &'f Formula, frame: &Frame) -> Vec<&'f RandomTerm> {
    let mut terms: Vec<&RandomTerm> = formula.random.iter().collect();
    let columns: Option<Vec<&Column>> = terms
        .iter()
        .map(|term| frame.column(&term.group).filter(|_| term.intercept && term.slopes.is_empty()))
        .collect();
    let Some(columns) = columns else { return terms };
    let levels: Vec<usize> = columns.iter().map(|column| distinct(&[column])).collect();
    let is_crossed = |place: usize| distinct(&[columns[0], columns[place]]) > levels[place];
    if terms.len() > 1 && (1..terms.len()).all(is_crossed) {
        // Of equal ones the first, as the solver takes it.
        let largest = (0..terms.len()).rev().max_by_key(|&place| levels[place]);
        terms.swap(0, largest.unwrap_or(0));
    }
    terms
}

/// How many different rows some columns have.
fn distinct(columns: &[&Column]) -> usize {
    let row = |row: usize| columns.iter().map(|column| column.key(row).to_bits()).collect::<Vec<u64>>();
    (0..columns.first().map_or(0, |column| column.len())).map(row).collect::<HashSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(formula: &str, frame: &Frame, expect: &[&str]) {
        let formula: Formula = formula.parse().expect("a formula");
        let groups: Vec<&str> = solver_order(&formula, frame).into_iter().map(|term| term.group.as_str()).collect();
        assert_eq!(groups, expect, "{formula}");
    }

    /// Two people on three alerts, in three teams that each hold one alert.
    fn frame() -> Frame {
        let labels = |of: fn(usize) -> usize| (0..6).map(of).map(|label| label.to_string()).collect::<Vec<_>>();
        Frame::new(6)
            .with_labels("person", &labels(|row| row / 3))
            .with_labels("alert", &labels(|row| row % 3))
            .with_labels("answer", &labels(|row| row))
    }

    #[test]
    fn the_largest_of_crossed_intercepts_is_first() {
        check("y ~ 1 + (1 | person) + (1 | alert)", &frame(), &["alert", "person"]);
        check("y ~ 1 + (1 | alert) + (1 | person)", &frame(), &["alert", "person"]);
        check("y ~ 1", &frame(), &[]);
        check("y ~ 1 + (1 + x | person) + (1 | alert)", &frame(), &["person", "alert"]);
        check("y ~ 1 + (1 | person) + (1 | answer)", &frame(), &["person", "answer"]);
    }

    #[test]
    fn a_search_that_does_not_converge_is_told_and_breaks_nothing_off() {
        let rows = 40;
        let labels = |of: fn(usize) -> usize| (0..rows).map(of).map(|label| label.to_string()).collect::<Vec<_>>();
        let frame = Frame::new(rows)
            .with_labels("person", &labels(|row| row / 20))
            .with_labels("alert", &labels(|row| row % 20))
            .with_numbers("aided", (0..rows).map(|row| f64::from(u8::from(row % 2 == 0))).collect())
            .with_numbers("correct", vec![1.0; rows]);
        let formula = "correct ~ aided + (1 | person) + (1 | alert)".parse().expect("a formula");
        let model = super::super::MixedModel::new(formula, crate::statistics::Family::Binomial);
        if let Ok(fit) = model.simplified(&frame) {
            assert!(fit.groupings.iter().all(|grouping| fit.conditional_modes(&grouping.name).is_some()));
        }
    }
}
