//! What a table must hold so that a formula can be fitted to it; all that is missing at once.

use std::collections::BTreeSet;

use super::formula::{Formula, Mention, Response, Use};
use super::frame::{Column, Frame};
use super::problem::{FitProblem, Place};
use crate::statistics::Family;

/// Every problem of a formula with a table.
pub(super) fn problems(formula: &Formula, frame: &Frame, family: Family) -> Vec<FitProblem> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for mention in &formula.mentions {
        if seen.insert((&mention.name, mention.usage)) {
            match frame.column(&mention.name) {
                None => found.push(at(mention, format!("there is no column `{}`", mention.name), &known(frame))),
                Some(column) => found.extend(of_column(formula, mention, column, frame.rows(), family)),
            }
        }
    }
    found.extend(formula.random.iter().filter_map(|term| combination(formula, &term.group, frame, family)));
    if found.is_empty() {
        found.extend(of_response(formula, frame, family));
    }
    found
}

fn at(mention: &Mention, message: String, hint: &str) -> FitProblem {
    FitProblem { message, place: Place::Formula(mention.span.clone()), hint: hint.to_owned() }
}

fn known(frame: &Frame) -> String {
    format!("the table has {}", frame.names().collect::<Vec<_>>().join(", "))
}

fn of_column(formula: &Formula, mention: &Mention, column: &Column, rows: usize, family: Family) -> Option<FitProblem> {
    let name = &mention.name;
    match (mention.usage, column) {
        (Use::Number, Column::Levels { .. }) => {
            Some(at(mention, format!("`{name}` must hold numbers here"), "it holds texts; is it the right column?"))
        }
        (Use::Group, column) => grouping(formula, mention, column, rows, family),
        (Use::Number, _) if matches!(&formula.response, Response::Counts { other, .. } if other == name) => None,
        (Use::Number, column) if column.is_constant() => Some(at(
            mention,
            format!("`{name}` holds the same value in every row"),
            "a response that does not vary has nothing to explain",
        )),
        (Use::Predictor | Use::Factor, column) if column.is_constant() => Some(at(
            mention,
            format!("`{name}` holds the same in every row, so it has no effect that could be estimated"),
            "take it out of the formula, or keep the rows in which it differs",
        )),
        (Use::Predictor | Use::Factor, Column::Levels { levels, .. }) if levels.len() == rows => Some(at(
            mention,
            format!("`{name}` holds {rows} different texts, one a row"),
            "if they are numbers, write them with a decimal point and without units",
        )),
        _ => None,
    }
}

/// A grouping by two factors, `a:b` or `a/b`, whose combinations are as many as the rows.
fn combination(formula: &Formula, group: &str, frame: &Frame, family: Family) -> Option<FitProblem> {
    let (one, other) = group.split_once([':', '/'])?;
    let (one, other) = (frame.column(one.trim())?, frame.column(other.trim())?);
    let key = |row: usize| (one.key(row).to_bits(), other.key(row).to_bits());
    let levels = (0..frame.rows()).map(key).collect::<BTreeSet<_>>().len();
    let start = formula.text().find(group)?;
    (levels == frame.rows() && has_own_error(formula, family)).then(|| FitProblem {
        message: format!("the grouping factor `{group}` has as many levels as there are rows ({levels})"),
        place: Place::Formula(start..start + group.len()),
        hint: "a random effect needs several rows a level; take the term out".into(),
    })
}

/// Whether every row has an error of its own, or a single trial, beside which an effect of the row can't be seen.
fn has_own_error(formula: &Formula, family: Family) -> bool {
    let single_trials = family == Family::Binomial && !matches!(formula.response, Response::Counts { .. });
    family == Family::Gaussian || single_trials
}

fn grouping(formula: &Formula, mention: &Mention, column: &Column, rows: usize, family: Family) -> Option<FitProblem> {
    let levels = (0..rows).map(|row| column.key(row).to_bits()).collect::<BTreeSet<_>>().len();
    let name = &mention.name;
    if levels < 2 {
        let hint = "a grouping factor needs two levels at least, and many more to be worth it; take the term out";
        Some(at(mention, format!("the grouping factor `{name}` has a single level"), hint))
    } else if levels == rows && has_own_error(formula, family) {
        let hint = "a random effect needs several rows a level; is it the right column?";
        Some(at(mention, format!("the grouping factor `{name}` has as many levels as there are rows ({rows})"), hint))
    } else {
        None
    }
}

/// Values of the response that the family or the function can't take.
fn of_response(formula: &Formula, frame: &Frame, family: Family) -> Vec<FitProblem> {
    let numbers = |name: &str| frame.numbers(name).unwrap_or_default();
    let first = |column: &str, bad: &dyn Fn(f64) -> bool, message: &str, hint: &str| {
        let values = numbers(column);
        let wrong: Vec<usize> = (0..values.len()).filter(|row| bad(values[*row])).collect();
        let others = if wrong.len() > 1 { format!(" (and in {} more rows)", wrong.len() - 1) } else { String::new() };
        wrong.first().map(|&row| FitProblem {
            message: format!("{} {message}{others}", values[row]),
            place: Place::Row { row, column: column.to_owned() },
            hint: hint.to_owned(),
        })
    };
    let mut found = Vec::new();
    match &formula.response {
        Response::Transformed { function, column } => {
            let message = format!("has no {function:?}").to_lowercase();
            found.extend(first(
                column,
                &|x| !function.of(x).is_finite(),
                &message,
                "mend the value, or leave the row out",
            ));
        }
        Response::Counts { .. } if family != Family::Binomial => found.push(FitProblem {
            message: "cbind() needs the binomial family".into(),
            place: Place::Formula(0..formula.text().find('~').unwrap_or_default()),
            hint: "add --family binomial".into(),
        }),
        Response::Counts { successes, other, of_trials } => {
            let hint = "counts are whole numbers from 0";
            let count = |x: f64| x < 0.0 || x.fract() != 0.0;
            found.extend(first(successes, &count, "is not a count", hint));
            found.extend(first(other, &count, "is not a count", hint));
            if *of_trials {
                let all = numbers(other);
                let over = numbers(successes).iter().zip(all).position(|(part, whole)| part > whole);
                found.extend(over.map(|row| FitProblem {
                    message: format!("more successes than the {} trials", all[row]),
                    place: Place::Row { row, column: successes.clone() },
                    hint: format!("`{successes}` may be at most `{other}`"),
                }));
            }
        }
        Response::Column(name) => match family {
            Family::Gaussian => {}
            Family::Binomial => {
                let hint = "write 0 and 1 (or false and true), or use cbind(successes, failures)";
                found.extend(first(
                    name,
                    &|x| x.fract() != 0.0 || !(0.0..=1.0).contains(&x),
                    "is neither 0 nor 1",
                    hint,
                ));
            }
            Family::Poisson => {
                let message = "is not a count";
                found.extend(first(name, &|x| x < 0.0 || x.fract() != 0.0, message, "counts are whole numbers from 0"));
            }
        },
    }
    found
}
