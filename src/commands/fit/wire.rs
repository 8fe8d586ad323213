//! A mixed model's fit for other programs.

use serde_json::{Value, json};

use super::summary::{Results, reason};
use crate::statistics::mixed::Method;

/// The whole fit for other programs.
pub fn json(results: &Results) -> Value {
    let Results { fit, r_squared, intervals, level, comparison } = results;
    let finite = |value: f64| value.is_finite().then_some(value);
    let evidence = &fit.evidence;
    let coefficients: Vec<Value> = (fit.coefficients.iter())
        .map(|coefficient| {
            json!({
                "name": coefficient.name,
                "estimate": coefficient.estimate,
                "standard_error": finite(coefficient.standard_error),
                "df": finite(coefficient.degrees_of_freedom),
                "statistic": finite(coefficient.statistic()),
                "p": finite(coefficient.p_value()),
            })
        })
        .collect();
    let groupings: Vec<Value> = (fit.groupings.iter())
        .map(|grouping| {
            json!({
                "name": grouping.name,
                "levels": grouping.levels,
                "effects": grouping.effects,
                "standard_deviations": grouping.standard_deviations,
                "standard_deviation_errors": grouping.standard_deviation_errors.iter().map(|e| finite(*e)).collect::<Vec<_>>(),
                "correlations": grouping.correlations,
            })
        })
        .collect();
    let width = fit.coefficients.len();
    json!({
        "schema_version": 1,
        "formula": evidence.formula.to_string(),
        "family": evidence.family.name(),
        "link": evidence.family.link(),
        "method": match evidence.method {
            Method::Reml => "REML".into(),
            Method::MaximumLikelihood => "ML".into(),
            Method::Laplace => "Laplace".into(),
            Method::AdaptiveQuadrature(nodes) => format!("adaptive quadrature, {nodes} nodes"),
        },
        "observations": evidence.observations,
        "coefficients": coefficients,
        "covariance": fit.covariance.chunks(width.max(1)).collect::<Vec<_>>(),
        "groupings": groupings,
        "residual_standard_deviation": fit.residual_standard_deviation,
        "log_likelihood": finite(fit.log_likelihood),
        "deviance": finite(fit.deviance()),
        "aic": finite(fit.aic()),
        "bic": finite(fit.bic()),
        "parameters": fit.parameters,
        "r_squared": r_squared.map(|(marginal, conditional)| json!({ "marginal": marginal, "conditional": conditional })),
        "converged": evidence.converged,
        "singular": evidence.singular,
        "notes": evidence.notes,
        "intervals": intervals.as_ref().map(|intervals| json!({
            "method": intervals.method,
            "level": level,
            "parameters": intervals.rows.iter().map(|row| json!({ "name": row.name, "low": row.low, "high": row.high }))
                .collect::<Vec<_>>(),
        })),
        "comparison": comparison.as_ref().map(|test| json!({
            "smaller": test.smaller,
            "larger": test.larger,
            "statistic": finite(test.statistic),
            "df": test.degrees_of_freedom,
            "p": finite(test.p),
            "reference": test.reference,
            "notes": test.notes,
        })),
        "steps": evidence.steps.iter().map(|step| json!({
            "from": step.from,
            "reason": reason(&step.reason),
            "dropped": step.dropped,
        })).collect::<Vec<_>>(),
    })
}
