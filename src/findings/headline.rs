//! An estimate by a mixed model, with the two-way bootstrap beside it, and what it means if they disagree.

use serde::Serialize;

use crate::statistics::mixed::{Coefficient, Fit, Step};
use crate::statistics::two_sided_p;

use super::estimate::Estimate;
use super::models::Modelled;

/// The same quantity by another method.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// How it was obtained.
    pub method: String,
    /// The point estimate.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

/// What a model says of a quantity, in the estimate's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    p: f64,
    method: String,
    notes: Vec<String>,
}

/// Puts a model's answer in front of the bootstrap's, which stays beside it. Without an answer the bootstrap's stands, with the
/// reason.
pub fn headline(bootstrap: Estimate, answer: Result<Answer, String>) -> Estimate {
    if bootstrap.value.is_none() {
        return bootstrap;
    }
    match answer {
        Err(reason) => {
            let mut estimate = bootstrap;
            estimate.notes.push(format!("by the bootstrap alone, since there is no mixed model: {reason}"));
            estimate
        }
        Ok(answer) => {
            let beside = Beside {
                method: bootstrap.method.clone(),
                value: bootstrap.value,
                low: bootstrap.low,
                high: bootstrap.high,
            };
            let mut notes = answer.notes.clone();
            notes.extend(disagreement(&answer, &beside));
            notes.extend(bootstrap.notes);
            Estimate {
                value: Some(answer.value),
                low: Some(answer.low),
                high: Some(answer.high),
                p: Some(answer.p),
                method: answer.method,
                notes,
                beside: std::iter::once(beside).chain(bootstrap.beside).collect(),
                ..bootstrap
            }
        }
    }
}

/// Two methods disagree materially where one interval leaves out zero and the other does not, or where one estimate lies outside
/// the other's interval.
fn disagreement(answer: &Answer, beside: &Beside) -> Option<String> {
    let (value, low, high) = (beside.value?, beside.low?, beside.high?);
    let excludes = |low: f64, high: f64| low > 0.0 || high < 0.0;
    let said = match (excludes(answer.low, answer.high), excludes(low, high)) {
        (true, false) => "the two-way bootstrap, whose intervals are mostly wider, does not rule out 0",
        (false, true) => "the two-way bootstrap rules out 0, the model does not",
        _ if !(low..=high).contains(&answer.value) || !(answer.low..=answer.high).contains(&value) => {
            "the two-way bootstrap gives another value"
        }
        _ => return None,
    };
    Some(format!("the methods disagree: {said} ({value:.2}, {low:.2} to {high:.2})"))
}

/// 100 (exp(b) - 1) of a coefficient of a model of log times, with the t interval of Satterthwaite's degrees of freedom.
pub fn change_of_time(modelled: &Modelled, name: &str, level: f64) -> Result<Answer, String> {
    let fit = modelled.fit.as_ref().map_err(Clone::clone)?;
    let coefficient = fit.coefficient(name).ok_or("the model lacks the advice")?;
    if !coefficient.standard_error.is_finite() || coefficient.standard_error <= 0.0 {
        return Err("the advice's effect has no standard error".into());
    }
    let percent = |log_ratio: f64| 100.0 * log_ratio.exp_m1();
    let (low, high) = coefficient.interval(level);
    Ok(Answer {
        value: percent(coefficient.estimate),
        low: percent(low),
        high: percent(high),
        p: coefficient.p_value(),
        method: format!(
            "exp(b) - 1 of {name} in the linear mixed model {}, REML; {:.0} % interval from Satterthwaite's t with {:.1} degrees of freedom",
            fit.evidence.formula,
            100.0 * level,
            coefficient.degrees_of_freedom
        ),
        notes: simplified(fit).into_iter().chain(practice(fit.coefficient("log_order"))).collect(),
    })
}

/// The difference of a condition's share of right decisions from that without advice, in percentage points.
pub fn change_of_share(modelled: &Modelled, predictor: usize, level: f64) -> Result<Answer, String> {
    if let Some(edge) = modelled.difference_at_the_edge(predictor, level) {
        return Ok(Answer {
            value: 100.0 * edge.value,
            low: 100.0 * edge.low,
            high: 100.0 * edge.high,
            p: two_sided_p(edge.value / edge.standard_error, f64::INFINITY),
            method: format!(
                "difference of raw shares, one of which is 0 or 1; {:.0} % score interval (Newcombe 1998) on as many trials as there are \
                 independent people or alerts",
                100.0 * level
            ),
            notes: vec!["a logistic model has no finite estimate where all decisions of a condition are alike".into()],
        });
    }
    let fit = modelled.fit.as_ref().map_err(Clone::clone)?;
    let mut weights = vec![0.0; modelled.model.predictors().len() + 1];
    weights[0] = -1.0;
    weights[predictor + 1] = 1.0;
    let difference = modelled.shares()?.combination(&weights, level).ok_or("too few draws")?;
    if ![difference.value, difference.low, difference.high].iter().all(|number| number.is_finite()) {
        return Err("the marginal difference is not finite".into());
    }
    let name = modelled.model.predictors()[predictor].0;
    let odds = fit.coefficient(name).map(|coefficient| coefficient.ratio(level));
    let odds = odds.map(|odds| format!("odds ratio {:.2} [{:.2}, {:.2}]", odds.value, odds.low, odds.high));
    Ok(Answer {
        value: 100.0 * difference.value,
        low: 100.0 * difference.low,
        high: 100.0 * difference.high,
        p: two_sided_p(difference.value / difference.standard_error, f64::INFINITY),
        method: format!(
            "marginal difference (g-computation over people, alerts and random effects) of {name} in the logistic mixed model {}, Laplace; \
             {:.0} % interval from draws of the estimates, seed {}",
            fit.evidence.formula,
            100.0 * level,
            modelled.seed
        ),
        notes: odds.into_iter().chain(simplified(fit)).collect(),
    })
}

/// The same quantity counted the other way round: wrong decisions for right ones.
pub fn reversed(answer: Answer) -> Answer {
    Answer { value: -answer.value, low: -answer.high, high: -answer.low, ..answer }
}

/// What the declared rule dropped, and whether what is left is at the edge of what can be estimated.
fn simplified(fit: &Fit) -> Vec<String> {
    let dropped: Vec<&str> = fit.evidence.steps.iter().map(|step: &Step| step.dropped.as_str()).collect();
    let mut notes = Vec::new();
    if !dropped.is_empty() {
        notes.push(format!("random effects simplified by the declared rule, without {}", dropped.join(", ")));
    }
    if fit.evidence.singular {
        notes.push("a variance is estimated at zero".into());
    }
    notes
}

fn practice(order: Option<&Coefficient>) -> Option<String> {
    order.map(|order| format!("practice: time changes as order^{:.2}", order.estimate))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(value: f64, low: f64, high: f64) -> Answer {
        Answer { value, low, high, p: 0.5, method: String::new(), notes: Vec::new() }
    }

    /// Expects that a disagreement is said, or none.
    fn check(model: (f64, f64, f64), bootstrap: (f64, f64, f64), expect: Option<&str>) {
        let beside =
            Beside { method: String::new(), value: Some(bootstrap.0), low: Some(bootstrap.1), high: Some(bootstrap.2) };
        let said = disagreement(&answer(model.0, model.1, model.2), &beside);
        match expect {
            Some(part) => assert!(said.as_ref().is_some_and(|said| said.contains(part)), "{said:?}"),
            None => assert_eq!(said, None),
        }
    }

    #[test]
    fn disagreement_is_said_where_it_matters() {
        check((10.0, 2.0, 18.0), (11.0, 1.0, 21.0), None);
        check((10.0, 2.0, 18.0), (11.0, -1.0, 21.0), Some("does not rule out 0"));
        check((10.0, -2.0, 18.0), (11.0, 1.0, 21.0), Some("rules out 0"));
        check((10.0, 2.0, 18.0), (25.0, 20.0, 30.0), Some("another value"));
    }

    #[test]
    fn wrong_decisions_are_right_ones_turned_round() {
        let turned = reversed(answer(10.0, 2.0, 18.0));
        assert_eq!(turned, answer(-10.0, -18.0, -2.0));
    }
}
