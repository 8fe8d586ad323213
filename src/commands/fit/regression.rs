//! A regression as R prints it, and for other programs.

use serde_json::{Value, json};

use super::summary::{decimals, ends, indented, probability};
use crate::console::table;
use crate::statistics::Family;
use crate::statistics::regression::{Contrast, Covariance, RegressionFit};

/// The summary for people.
pub fn text(fit: &RegressionFit, formula: &str, file: &str, level: f64) -> String {
    let title = match fit.family {
        Family::Gaussian => "Linear regression".to_owned(),
        family => format!("Generalized linear regression\n Family: {} ({})", family.name(), family.link()),
    };
    let ends = ends(level);
    let header = ["", "Estimate", "Std. Error", "df", "statistic", "p", &ends[0], &ends[1]];
    let rows: Vec<Vec<String>> =
        fit.names.iter().map(|name| row(name, fit.coefficient(name).as_ref(), level)).collect();
    let goodness = &fit.goodness;
    let mut last = vec![format!("Number of obs: {}", fit.fitted.len())];
    last.extend(goodness.residual_sd.map(|sd| format!("Residual standard deviation: {}", decimals(sd))));
    last.extend(goodness.r_squared.map(|share| format!("R squared: {}", decimals(share))));
    last.push(format!(
        "AIC {:.4}, BIC {:.4}, logLik {:.4}, deviance {:.4}",
        goodness.aic, goodness.bic, goodness.log_likelihood, goodness.deviance
    ));
    if !fit.converged {
        last.push("did not converge: do not use these estimates".into());
    }
    format!(
        "{title}\nFormula: {formula}\n   Data: {file}\n\nCoefficients, {}:\n{}\n\n{}",
        errors(fit),
        indented(&table(&header, &rows)),
        last.join("\n")
    )
}

fn errors(fit: &RegressionFit) -> String {
    match (fit.covariance_estimator, fit.clusters) {
        (Covariance::Model, _) => "standard errors of the model".into(),
        (Covariance::Hc3, _) => "standard errors robust to unequal variances (HC3)".into(),
        (Covariance::Cr2, clusters) => format!(
            "standard errors robust to dependence within {} clusters (CR2), Satterthwaite's degrees of freedom",
            clusters.unwrap_or_default()
        ),
    }
}

fn row(name: &str, contrast: Option<&Contrast>, level: f64) -> Vec<String> {
    let Some(contrast) = contrast else { return vec![name.to_owned(), "no estimate".into()] };
    let (low, high) = contrast.interval(level);
    let freedom = contrast.degrees_of_freedom;
    vec![
        name.to_owned(),
        decimals(contrast.estimate),
        decimals(contrast.standard_error),
        if freedom.is_finite() { format!("{freedom:.2}") } else { "normal".into() },
        format!("{:.3}", contrast.statistic()),
        probability(contrast.p_value()),
        decimals(low),
        decimals(high),
    ]
}

/// The whole fit for other programs.
pub fn json(fit: &RegressionFit, formula: &str, level: f64) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let coefficient = |name: &String| {
        let contrast = fit.coefficient(name);
        let interval = contrast.as_ref().map(|contrast| contrast.interval(level));
        json!({
            "name": name,
            "estimate": contrast.map(|contrast| contrast.estimate),
            "standard_error": contrast.map(|contrast| contrast.standard_error),
            "df": contrast.and_then(|contrast| finite(contrast.degrees_of_freedom)),
            "statistic": contrast.map(|contrast| contrast.statistic()),
            "p": contrast.map(|contrast| contrast.p_value()),
            "low": interval.map(|(low, _)| low),
            "high": interval.map(|(_, high)| high),
        })
    };
    let goodness = &fit.goodness;
    json!({
        "schema_version": 1,
        "formula": formula,
        "family": fit.family.name(),
        "link": fit.family.link(),
        "standard_errors": errors(fit),
        "observations": fit.fitted.len(),
        "clusters": fit.clusters,
        "level": level,
        "coefficients": fit.names.iter().map(coefficient).collect::<Vec<_>>(),
        "covariance": fit.covariance.chunks(fit.names.len().max(1)).collect::<Vec<_>>(),
        "residual_standard_deviation": goodness.residual_sd,
        "r_squared": goodness.r_squared,
        "log_likelihood": goodness.log_likelihood,
        "deviance": goodness.deviance,
        "aic": goodness.aic,
        "bic": goodness.bic,
        "converged": fit.converged,
    })
}
