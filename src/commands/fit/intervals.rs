//! The intervals of a mixed model's parameters, by the kind that was asked for.

use super::arguments::IntervalKind;
use crate::statistics::mixed::{Fit, FitError, Frame, Profiled, Refit, Structure};

/// A parameter's interval; an end is missing where there is none.
pub struct Interval {
    /// The parameter, as lme4 names it.
    pub name: String,
    /// The lower bound.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
}

/// The intervals with a remark about how they were made.
pub struct Intervals {
    /// How they were made.
    pub method: String,
    /// One a parameter.
    pub rows: Vec<Interval>,
}

/// Computes the intervals of a fit.
pub fn intervals(
    fit: &Fit,
    frame: &Frame,
    kind: IntervalKind,
    level: f64,
    (replicates, seed): (usize, u64),
) -> Result<Intervals, FitError> {
    match kind {
        IntervalKind::Wald => Ok(wald(fit, level)),
        IntervalKind::Profile => profile(fit, level),
        IntervalKind::Boot => boot(fit, frame, level, (replicates, seed)),
    }
}

fn wald(fit: &Fit, level: f64) -> Intervals {
    let rows = fit.coefficients.iter().map(|coefficient| {
        let (low, high) = coefficient.interval(level);
        Interval { name: coefficient.name.clone(), low: Some(low), high: Some(high) }
    });
    Intervals { method: "Wald".into(), rows: rows.collect() }
}

fn profile(fit: &Fit, level: f64) -> Result<Intervals, FitError> {
    let rows = fit.profile(level)?.into_iter().map(|interval| Interval {
        name: match &interval.parameter {
            Profiled::Coefficient(name) => name.clone(),
            Profiled::StandardDeviation(group, effect) => format!("sd_{effect}|{group}"),
            Profiled::Correlation(group, one, other) => format!("cor_{other}.{one}|{group}"),
            Profiled::Residual => "sigma".into(),
        },
        low: interval.low,
        high: interval.high,
    });
    Ok(Intervals { method: "profile likelihood".into(), rows: rows.collect() })
}

fn boot(fit: &Fit, frame: &Frame, level: f64, replicates: (usize, u64)) -> Result<Intervals, FitError> {
    let coefficients = fit.coefficients.iter().map(|coefficient| coefficient.name.clone());
    let deviations = fit
        .groupings
        .iter()
        .flat_map(|grouping| grouping.effects.iter().map(move |effect| format!("sd_{effect}|{}", grouping.name)));
    let residual = fit.residual_standard_deviation.map(|_| "sigma".to_owned());
    let names: Vec<String> = coefficients.chain(deviations).chain(residual).collect();
    let refits = fit.parametric_bootstrap(frame, Structure::Fixed, replicates, names, values)?;
    let estimates = &refits.estimates;
    let row = |index: usize| {
        let weights: Vec<f64> = (0..estimates.names.len()).map(|other| f64::from(u8::from(other == index))).collect();
        let estimate = estimates.combination(&weights, level);
        Interval {
            name: estimates.names[index].clone(),
            low: estimate.map(|estimate| estimate.low),
            high: estimate.map(|estimate| estimate.high),
        }
    };
    let method = format!(
        "parametric bootstrap, percentiles of {} refits, seed {}; {} of them singular, {} more did not converge",
        replicates.0 - refits.failed,
        replicates.1,
        refits.singular,
        refits.failed
    );
    Ok(Intervals { method, rows: (0..estimates.names.len()).map(row).collect() })
}

/// Coefficients, standard deviations, residual standard deviation.
fn values(refit: &Refit) -> Vec<f64> {
    let deviations = refit.parameters.covariances.iter().flat_map(|covariance| {
        let width = covariance.len().isqrt();
        (0..width).map(move |index| covariance[index * width + index].sqrt())
    });
    let residual = refit.residual_variance.map(f64::sqrt);
    refit.parameters.coefficients.iter().copied().chain(deviations).chain(residual).collect()
}
