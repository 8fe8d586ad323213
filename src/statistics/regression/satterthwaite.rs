//! Degrees of freedom of a cluster-robust variance (Satterthwaite 1946, Pustejovsky & Tipton 2018).

use faer::{Col, Mat};

use super::clusters::ClusterShare;
use super::covariance::EXACT;

/// The clusters' shares in the variance of a contrast.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Satterthwaite {
    pub(super) shares: Vec<ClusterShare>,
}

impl Satterthwaite {
    /// The degrees of freedom, and the share of the variance that is found.
    ///
    /// For a contrast with direction d = R⁻ᵀc the variance estimate is a quadratic form in the errors, whose matrix P has a row
    /// and a column for each cluster: `P_ij = [i = j] g_i - h_i'h_j`, where g = d'FF'd and h = Q'F'd. The degrees of freedom are
    /// tr(P)² / tr(P²), at least 1; and `Σ_ij (h_i'h_j)² = |Σ_i h_i h_i'|²` keeps the sums to p x p.
    ///
    /// tr(P) is also the variance that the estimate finds on average if the working covariance is right; it comes as a share of
    /// the true one, d'd. None where that is 0: the contrast rests on clusters that are fitted exactly.
    pub(super) fn of(&self, direction: &Col<f64>) -> Option<(f64, f64)> {
        let columns = direction.nrows();
        let mut cross = Mat::<f64>::zeros(columns, columns);
        let (mut trace, mut squares) = (0.0, 0.0);
        for share in &self.shares {
            let own = direction.transpose() * &share.own * direction;
            let loading = share.shared.transpose() * direction;
            let shared = loading.squared_norm_l2();
            trace += own - shared;
            squares += own * (own - 2.0 * shared);
            cross += &loading * loading.transpose();
        }
        let share = trace / direction.squared_norm_l2();
        (share > EXACT).then(|| (trace.powi(2) / (squares + cross.squared_norm_l2()), share))
    }
}

#[cfg(test)]
mod tests {
    use super::super::covariance::Covariance;
    use super::super::design::Design;
    use super::super::fit::RegressionFit;
    use super::super::sample::Measure::{self, Count, Event, Successes, Time, WeightedTime};
    use super::super::sample::{ARMS, BALANCED, EXACT, Setting, UNBALANCED, assert_close};
    use crate::statistics::Family;

    #[test]
    fn agrees_with_clubsandwich() {
        let check = |setting: Setting, measure: Measure, expect: &[f64]| {
            let fit = RegressionFit::new(&setting.design(measure), measure.family(), Covariance::Cr2).expect("a fit");
            let terms = fit.names.iter().map(|name| fit.coefficient(name).expect("a term"));
            let found: Vec<f64> = terms.map(|term| term.degrees_of_freedom).collect();
            assert_close(&found, expect, &format!("{setting:?} {measure:?}"));
        };
        check(BALANCED, Time, &[3.845_924_977_7, 4.685_056_179_3, 4.637_323_483_6]);
        check(BALANCED, WeightedTime, &[3.689_535_724_6, 4.802_750_328_4, 4.607_269_573_3]);
        check(BALANCED, Event, &[3.735_679_227_1, 4.610_593_912_1, 4.592_856_454_1]);
        check(BALANCED, Successes, &[3.681_897_907_6, 4.799_921_407_4, 4.606_172_911_5]);
        check(BALANCED, Count, &[3.991_613_659_8, 4.709_837_059_6, 4.579_556_003_1]);
        check(UNBALANCED, Time, &[3.218_099_957_4, 4.416_345_191_8, 3.762_744_677_3]);
        check(UNBALANCED, WeightedTime, &[2.950_040_748_9, 4.295_684_325_1, 4.037_477_282_9]);
        check(UNBALANCED, Event, &[3.080_703_414_9, 4.366_961_091_9, 3.678_079_511_1]);
        check(UNBALANCED, Successes, &[2.940_999_595_9, 4.294_877_127_4, 4.031_509_386]);
        check(UNBALANCED, Count, &[3.407_510_937_9, 4.264_619_586_8, 3.925_846_387]);
        check(ARMS, Time, &[2.939_610_662_5, 3.399_267_676_7, 3.732_144_586_4]);
        check(ARMS, WeightedTime, &[2.793_834_128_1, 3.453_213_021_3, 4.039_500_775_4]);
        check(ARMS, Event, &[2.680_644_534_7, 2.885_973_752_1, 3.372_390_332_6]);
        check(ARMS, Successes, &[2.793_385_617_2, 3.458_328_187_4, 4.038_411_984_4]);
        check(ARMS, Count, &[2.984_384_953_7, 3.663_843_009_5, 3.667_598_333_6]);
        check(EXACT, Time, &[2.819_360_818_9, 4.324_128_151_3, 3.700_712_241_7, 3.235_579_373_3]);
        check(EXACT, WeightedTime, &[2.520_673_503_6, 4.213_108_667_1, 4.007_330_682_1, 3.801_882_297_1]);
        check(EXACT, Event, &[2.736_104_701_7, 4.291_015_582_7, 3.624_718_238_8, 3.220_092_394_8]);
        check(EXACT, Successes, &[2.515_298_479_8, 4.213_457_964_1, 4.002_093_267_6, 3.799_456_609_1]);
        check(EXACT, Count, &[3.154_542_701_9, 4.256_911_607_3, 4.012_607_922_4, 4.125_383_651_2]);
    }

    #[test]
    fn a_contrast_has_degrees_of_its_own() {
        let check = |measure: Measure, expect: [f64; 5]| {
            let design = UNBALANCED.design(measure);
            let fit = RegressionFit::new(&design, measure.family(), Covariance::Cr2).expect("a fit");
            let sum = fit.contrast(&[1.0, 1.0, 2.0]).expect("a contrast");
            let (low, high) = sum.interval(0.9);
            let found = [sum.estimate, sum.standard_error, sum.degrees_of_freedom, low, high];
            assert_close(&found, &expect, &format!("{measure:?}"));
        };
        check(Time, [2.854_024_205_1, 0.489_659_874_73, 4.271_870_005_5, 1.828_942_996_7, 3.879_105_413_6]);
        check(WeightedTime, [2.904_618_754_2, 0.487_972_254_07, 4.033_359_409_6, 1.866_803_877_7, 3.942_433_630_6]);
        check(Event, [0.813_466_323_7, 0.372_433_248_34, 4.287_121_801, 0.034_530_263_798, 1.592_402_383_6]);
        check(Successes, [-0.200_425_446_93, 0.105_093_757_71, 4.033_512_528_4, -0.423_935_464_94, 0.023_084_571_088]);
        check(Count, [0.999_512_022_77, 0.176_082_284_77, 4.272_397_893_4, 0.630_903_678_56, 1.368_120_367]);
    }

    /// Clusters of four rows, each row with the cluster's value and a little of its own.
    fn fit(columns: &[&dyn Fn(usize) -> f64], clusters: usize) -> RegressionFit {
        let labels: Vec<usize> = (0..4 * clusters).map(|row| row / 4).collect();
        let matrix: Vec<f64> =
            labels.iter().flat_map(|&label| columns.iter().map(move |column| column(label))).collect();
        let response = labels.iter().enumerate().map(|(row, label)| ((label * 37) % 11) as f64 + (row % 3) as f64);
        let names = (0..columns.len()).map(|column| column.to_string()).collect();
        let design = Design::new(names, &matrix, response.collect()).expect("a design").clustered(&labels);
        RegressionFit::new(&design.expect("labels"), Family::Gaussian, Covariance::Cr2).expect("a fit")
    }

    #[test]
    fn equal_clusters_count_as_one_observation_each() {
        let mean = fit(&[&|_| 1.0], 9).coefficient("0").expect("a mean");
        assert!((mean.degrees_of_freedom - 8.0).abs() < 1e-9, "{mean:?}");
        let arm = fit(&[&|_| 1.0, &|label| (label % 2) as f64], 10).coefficient("1").expect("an arm");
        assert!((arm.degrees_of_freedom - 8.0).abs() < 1e-9, "{arm:?}");
    }

    #[test]
    fn there_is_at_least_one() {
        let one = fit(&[&|_| 1.0, &|label| if label < 1 { 50.0 } else { label as f64 }], 4);
        for name in ["0", "1"] {
            let term = one.coefficient(name).expect("a term");
            assert!((1.0..3.0).contains(&term.degrees_of_freedom), "{term:?}");
        }
    }
}
