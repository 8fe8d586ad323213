//! A fit as a researcher knows it from lme4, and as JSON.

use serde_json::{Value, json};

use crate::console::table;
use crate::statistics::mixed::{Evidence, Fit, Grouping, Method, Reason, Step};
use crate::statistics::Family;

/// The summary for people.
pub fn text(fit: &Fit, file: &str) -> String {
    let evidence = &fit.evidence;
    let mut parts = vec![
        format!("{}\nFormula: {}\n   Data: {file}", title(evidence), evidence.formula),
        criteria(fit),
        format!("Random effects:\n{}\n{}", indented(&random_effects(fit)), counts(fit)),
        format!("Fixed effects:\n{}", indented(&fixed_effects(fit))),
    ];
    let mut last: Vec<String> = evidence.steps.iter().map(step).collect();
    last.push(ending(evidence));
    last.extend(evidence.notes.iter().map(|note| format!("note: {note}")));
    parts.push(last.join("\n"));
    parts.join("\n\n")
}

fn title(evidence: &Evidence) -> String {
    let (family, link) = (evidence.family.name(), evidence.family.link());
    match evidence.method {
        Method::Reml => "Linear mixed model fit by REML; t-tests use Satterthwaite's degrees of freedom".into(),
        Method::MaximumLikelihood => {
            "Linear mixed model fit by maximum likelihood; t-tests use Satterthwaite's degrees of freedom".into()
        }
        Method::Laplace => format!(
            "Generalized linear mixed model fit by maximum likelihood (Laplace approximation)\n Family: {family} ({link})"
        ),
        Method::AdaptiveQuadrature(nodes) => format!(
            "Generalized linear mixed model fit by maximum likelihood (adaptive Gauss-Hermite quadrature, {nodes} nodes)\n \
             Family: {family} ({link})"
        ),
    }
}

fn criteria(fit: &Fit) -> String {
    if fit.evidence.method == Method::Reml {
        return format!("REML criterion at convergence: {:.4}", fit.deviance());
    }
    let row = [fit.aic(), fit.bic(), fit.log_likelihood, fit.deviance()].map(|value| format!("{value:.4}"));
    table(&["AIC", "BIC", "logLik", "deviance"], &[row.to_vec()])
}

fn random_effects(fit: &Fit) -> String {
    let widest = fit.groupings.iter().map(|grouping| grouping.effects.len()).max().unwrap_or(1);
    let mut header = vec!["Groups", "Name", "Variance", "Std.Dev."];
    if widest > 1 {
        header.push("Corr");
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    for grouping in &fit.groupings {
        for effect in 0..grouping.effects.len() {
            let name = if effect == 0 { grouping.name.clone() } else { String::new() };
            let sd = grouping.standard_deviations[effect];
            let mut row = vec![name, grouping.effects[effect].clone(), decimals(sd * sd), decimals(sd)];
            if effect > 0 && widest > 1 {
                row.push(correlations(grouping, effect));
            }
            rows.push(row);
        }
    }
    if let Some(sd) = fit.residual_standard_deviation {
        rows.push(vec!["Residual".into(), String::new(), decimals(sd * sd), decimals(sd)]);
    }
    table(&header, &rows)
}

/// The correlations of an effect with those before it in its term.
fn correlations(grouping: &Grouping, effect: usize) -> String {
    let earlier = (0..effect).filter(|&other| grouping.terms[other] == grouping.terms[effect]);
    earlier.map(|other| format!("{:.2}", grouping.correlations[effect][other])).collect::<Vec<_>>().join(" ")
}

fn counts(fit: &Fit) -> String {
    let groups: Vec<String> =
        fit.groupings.iter().map(|grouping| format!("{}, {}", grouping.name, grouping.levels)).collect();
    format!("Number of obs: {}, groups: {}", fit.evidence.observations, groups.join("; "))
}

fn fixed_effects(fit: &Fit) -> String {
    let with_t = fit.evidence.family == Family::Gaussian;
    let header: &[&str] = if with_t {
        &["", "Estimate", "Std. Error", "df", "t value", "Pr(>|t|)"]
    } else {
        &["", "Estimate", "Std. Error", "z value", "Pr(>|z|)"]
    };
    let rows: Vec<Vec<String>> = (fit.coefficients.iter())
        .map(|coefficient| {
            let mut row = vec![
                coefficient.name.clone(),
                decimals(coefficient.estimate),
                decimals(coefficient.standard_error),
            ];
            if with_t {
                row.push(format!("{:.2}", coefficient.degrees_of_freedom));
            }
            row.push(format!("{:.3}", coefficient.statistic()));
            row.push(probability(coefficient.p_value()));
            row
        })
        .collect();
    table(header, &rows)
}

fn step(step: &Step) -> String {
    let reason = match &step.reason {
        Reason::NoVariationWithin { variable, group } => format!("{variable} does not vary within {group}"),
        Reason::Singular => "singular".into(),
        Reason::NotConverged => "not converged".into(),
    };
    format!("simplified: {} ({reason}): dropped {}", step.from, step.dropped)
}

fn ending(evidence: &Evidence) -> String {
    match (evidence.converged, evidence.singular) {
        (false, _) => "did not converge: do not use these estimates; try --simplify".into(),
        (true, true) => "converged to a singular fit: a variance is zero or a correlation one; see --simplify".into(),
        (true, false) => "converged".into(),
    }
}

/// Six significant digits, as R prints them.
fn decimals(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let digits = (5 - value.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn probability(p: f64) -> String {
    if p < 1e-4 { format!("{p:.2e}") } else { format!("{p:.4}") }
}

fn indented(block: &str) -> String {
    block.lines().map(|line| format!(" {line}")).collect::<Vec<_>>().join("\n")
}

/// The whole fit for other programs.
pub fn json(fit: &Fit) -> Value {
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
        "converged": evidence.converged,
        "singular": evidence.singular,
        "notes": evidence.notes,
        "steps": evidence.steps.iter().map(step).collect::<Vec<_>>(),
    })
}
