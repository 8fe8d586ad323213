//! A mixed model's fit as a researcher knows it from lme4.

use super::intervals::Intervals;
use crate::console::table;
use crate::statistics::Family;
use crate::statistics::mixed::{Comparison, Evidence, Fit, Grouping, Method, Reason, Step};

/// A fit with everything that was asked about it.
pub struct Results {
    /// The fit.
    pub fit: Fit,
    /// The shares of variance explained, marginal and conditional.
    pub r_squared: Option<(f64, f64)>,
    /// The intervals.
    pub intervals: Option<Intervals>,
    /// Their level.
    pub level: f64,
    /// The test against another model.
    pub comparison: Option<Comparison>,
}

/// The summary for people.
pub fn text(results: &Results, file: &str) -> String {
    let Results { fit, r_squared, intervals, level, comparison } = results;
    let evidence = &fit.evidence;
    let mut parts = vec![
        format!("{}\nFormula: {}\n   Data: {file}", title(evidence), evidence.formula),
        criteria(fit),
        format!("Random effects:\n{}\n{}", indented(&random_effects(fit)), counts(fit)),
        format!("Fixed effects:\n{}{}", indented(&fixed_effects(fit)), explained(*r_squared)),
    ];
    parts.extend(intervals.as_ref().map(|intervals| intervals_text(intervals, *level)));
    parts.extend(comparison.as_ref().map(comparison_text));
    let mut last: Vec<String> = evidence.steps.iter().map(step).collect();
    last.push(ending(fit));
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
    let groups = fit.groupings.iter().map(|grouping| grouping.name.as_str()).chain(["Residual"]);
    let width = groups.map(|name| name.chars().count()).max().unwrap_or(0);
    let title = format!("{:width$}  Name", "Groups");
    let mut rows: Vec<Vec<String>> = Vec::new();
    for grouping in &fit.groupings {
        for (index, effect) in grouping.effects.iter().enumerate() {
            let group = if index == 0 { grouping.name.as_str() } else { "" };
            let sd = grouping.standard_deviations[index];
            let mut row = vec![format!("{group:width$}  {effect}"), decimals(sd * sd), decimals(sd)];
            row.extend(correlations(grouping, index));
            rows.push(row);
        }
    }
    if let Some(sd) = fit.residual_standard_deviation {
        rows.push(vec!["Residual".into(), decimals(sd * sd), decimals(sd)]);
    }
    let mut header = vec![title.as_str(), "Variance", "Std.Dev."];
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    header.extend((header.len()..widest).map(|column| if column == 3 { "Corr" } else { "" }));
    table(&header, &rows)
}

/// The correlations of an effect with each one before it; none with those of other terms.
fn correlations(grouping: &Grouping, effect: usize) -> Vec<String> {
    let text = |other: usize| match grouping.correlations[effect][other] {
        _ if grouping.terms[other] != grouping.terms[effect] => String::new(),
        value if value.is_nan() => "-".to_owned(),
        value => format!("{value:.2}"),
    };
    let mut cells: Vec<String> = (0..effect).map(text).collect();
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells
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
            let mut row =
                vec![coefficient.name.clone(), decimals(coefficient.estimate), decimals(coefficient.standard_error)];
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

fn explained(r_squared: Option<(f64, f64)>) -> String {
    r_squared.map_or_else(String::new, |(marginal, conditional)| {
        format!("\n\nR squared: marginal {marginal:.4}, conditional {conditional:.4}")
    })
}

fn step(step: &Step) -> String {
    format!("simplified: {} ({}): dropped {}", step.from, reason(&step.reason), step.dropped)
}

/// Why a structure was left, in words.
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::NoVariationWithin { variable, group } => format!("{variable} does not vary within {group}"),
        Reason::Singular => "singular".into(),
        Reason::NotConverged => "not converged".into(),
    }
}

fn ending(fit: &Fit) -> String {
    if !fit.evidence.singular {
        return "converged".into();
    }
    let all = fit.groupings.iter().flat_map(|grouping| {
        let effects = grouping.effects.iter().zip(&grouping.standard_deviations);
        effects.map(move |(effect, sd)| (format!("{effect} by {}", grouping.name), *sd))
    });
    let largest = all.clone().map(|(_, sd)| sd).fold(0.0, f64::max);
    let zero: Vec<String> = all.filter(|(_, sd)| *sd <= NEGLIGIBLE * largest).map(|(name, _)| name).collect();
    let what =
        if zero.is_empty() { "a correlation is one".into() } else { format!("no variance of {}", zero.join(", ")) };
    let simpler = fit.evidence.formula.random.iter().any(|term| !term.slopes.is_empty());
    let next =
        if simpler && fit.evidence.steps.is_empty() { "; --simplify drops what the data don't support" } else { "" };
    format!("converged to a singular fit: {what}{next}")
}

/// A standard deviation this small beside the largest one is told as none.
const NEGLIGIBLE: f64 = 1e-3;

fn intervals_text(intervals: &Intervals, level: f64) -> String {
    let bound = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), decimals);
    let rows: Vec<Vec<String>> =
        intervals.rows.iter().map(|row| vec![row.name.clone(), bound(row.low), bound(row.high)]).collect();
    let ends = ends(level);
    format!("Intervals ({}):\n{}", intervals.method, indented(&table(&["", &ends[0], &ends[1]], &rows)))
}

fn comparison_text(comparison: &Comparison) -> String {
    let Comparison { smaller, larger, statistic, degrees_of_freedom, p, reference, notes } = comparison;
    let notes: Vec<String> = notes.iter().map(|note| format!("\n note: {note}")).collect();
    format!(
        "Likelihood-ratio test:\n smaller: {smaller}\n larger:  {larger}\n \
         Chisq {statistic:.4}, df {degrees_of_freedom}, p {} ({reference}){}",
        probability(*p),
        notes.concat()
    )
}

/// The names of an interval's two ends: the shares below them.
pub fn ends(level: f64) -> [String; 2] {
    let tail = (1.0 - level) / 2.0;
    [tail, 1.0 - tail].map(|share| format!("{} %", decimals(100.0 * share)))
}

/// Six significant digits, as R prints them.
pub fn decimals(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let digits = (5 - value.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

pub fn probability(p: f64) -> String {
    match p {
        p if p < 1e-300 => "<1e-300".into(),
        p if p < 1e-4 => format!("{p:.2e}"),
        p => format!("{p:.4}"),
    }
}

pub fn indented(block: &str) -> String {
    block.lines().map(|line| format!(" {line}")).collect::<Vec<_>>().join("\n")
}
