//! Quantiles of a sample.

/// The quantile at a `share` from 0 to 1 of values in ascending order, with linear interpolation between the order statistics
/// at 1 + (n - 1) share: type 7 of Hyndman & Fan (1996), the default of R. None without values.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * share.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

/// The median of values in any order; none without values.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_r() {
        let check = |sorted: &[f64], share, expect: Option<f64>| assert_eq!(quantile(sorted, share), expect);
        check(&[1.0, 2.0, 3.0, 4.0], 0.25, Some(1.75));
        check(&[1.0, 2.0, 3.0, 4.0], 0.0, Some(1.0));
        check(&[1.0, 2.0, 3.0, 4.0], 1.0, Some(4.0));
        check(&[1.0, 10.0], 0.975, Some(9.775));
        check(&[7.0], 0.3, Some(7.0));
        check(&[], 0.5, None);
    }

    #[test]
    fn the_median_needs_no_order() {
        assert_eq!(median(vec![9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
    }
}
