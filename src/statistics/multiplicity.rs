//! P-values adjusted for how many of them there are.

/// Step-down Bonferroni (Holm 1979): an adjusted p-value of at most alpha rejects with a family-wise error rate of at most alpha,
/// however the tests depend on each other. In the order given; an undefined p-value keeps its place and is no test of the family.
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let ascending = ascending(p_values);
    let not_yet_rejected = (1..=ascending.len()).rev();
    let mut largest: f64 = 0.0;
    let adjusted = ascending.into_iter().zip(not_yet_rejected).map(|((place, p), tests)| {
        largest = largest.max(tests as f64 * p).min(1.0);
        (place, largest)
    });
    in_places(adjusted, p_values.len())
}

/// Step-up control of the false discovery rate (Benjamini & Hochberg 1995) of independent or positively dependent tests. In the
/// order given; an undefined p-value keeps its place and is no test of the family.
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let ascending = ascending(p_values);
    let tests = ascending.len() as f64;
    let mut smallest: f64 = 1.0;
    let adjusted = ascending.into_iter().enumerate().rev().map(|(before, (place, p))| {
        smallest = smallest.min(tests / (before + 1) as f64 * p);
        (place, smallest)
    });
    in_places(adjusted, p_values.len())
}

/// The defined p-values with their places, smallest first.
fn ascending(p_values: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut defined: Vec<(usize, f64)> =
        p_values.iter().enumerate().filter_map(|(place, p)| p.map(|p| (place, p))).collect();
    defined.sort_by(|a, b| a.1.total_cmp(&b.1));
    defined
}

/// The values at their places, and nothing elsewhere.
fn in_places(values: impl Iterator<Item = (usize, f64)>, places: usize) -> Vec<Option<f64>> {
    let mut family = vec![None; places];
    for (place, value) in values {
        family[place] = Some(value);
    }
    family
}

#[cfg(test)]
mod tests {
    use super::*;

    const P_VALUES: [Option<f64>; 9] =
        [Some(0.03), None, Some(0.004), Some(0.2), Some(0.01), Some(0.011), None, Some(0.8), Some(0.004)];

    fn assert_close(adjusted: &[Option<f64>], expect: &[Option<f64>]) {
        let close = |(adjusted, expect): (&Option<f64>, &Option<f64>)| match (adjusted, expect) {
            (Some(adjusted), Some(expect)) => (adjusted - expect).abs() < 1e-14,
            (adjusted, expect) => adjusted == expect,
        };
        assert!(
            adjusted.len() == expect.len() && adjusted.iter().zip(expect).all(close),
            "{adjusted:?} is not {expect:?}"
        );
    }

    /// `p.adjust` of R 4.2.2, which leaves NA out of the family too.
    #[test]
    fn agrees_with_r() {
        let holm_by_r =
            [Some(0.09), None, Some(0.028), Some(0.4), Some(0.05), Some(0.05), None, Some(0.8), Some(0.028)];
        assert_close(&holm(&P_VALUES), &holm_by_r);
        let fdr_by_r = [
            Some(0.042),
            None,
            Some(0.014),
            Some(0.233_333_333_333_333),
            Some(0.01925),
            Some(0.01925),
            None,
            Some(0.8),
            Some(0.014),
        ];
        assert_close(&benjamini_hochberg(&P_VALUES), &fdr_by_r);
    }

    #[test]
    fn one_test_needs_no_adjustment_and_no_p_value_exceeds_one() {
        for adjust in [holm, benjamini_hochberg] {
            assert_eq!(adjust(&[Some(0.04), None]), [Some(0.04), None]);
            assert!(adjust(&[Some(0.9), Some(0.6)]).into_iter().flatten().all(|p| p <= 1.0));
            assert_eq!(adjust(&[]), []);
        }
    }

    #[test]
    fn the_false_discovery_rate_is_the_milder_claim() {
        for (strict, mild) in holm(&P_VALUES).iter().zip(benjamini_hochberg(&P_VALUES)) {
            assert!(*strict >= mild);
        }
    }
}
