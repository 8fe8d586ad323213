//! The bias-reduced cluster-robust covariance, CR2 (Pustejovsky & Tipton 2018).

use faer::{Col, Mat};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::covariance::{EXACT, Standardised};
use super::design::Design;
use super::error::RegressionError;
use super::satterthwaite::Satterthwaite;
use super::sequential::{Eigen, product, transform};

/// What a cluster of m rows brings in, in terms of its rows Q of the basis (m x p) and of F = Q'A, with the adjustment A that
/// makes the variance estimate unbiased if the working covariance is right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClusterShare {
    /// F e with the cluster's residuals e, p values.
    score: Col<f64>,
    /// F F', p x p.
    pub(super) own: Mat<f64>,
    /// F Q, p x p.
    pub(super) shared: Mat<f64>,
}

/// The sum of the clusters' score products (p x p), and what the degrees of freedom need. A cluster whose rows have one variance
/// costs no more than p x p matrices, any other an eigendecomposition of its own size.
pub(super) fn cluster_robust(
    design: &Design,
    fit: &Standardised,
) -> Result<(Mat<f64>, Satterthwaite), RegressionError> {
    let clusters = design.clusters.as_deref().unwrap_or_default();
    if clusters.len() < 2 {
        return Err(RegressionError::TooFewClusters { found: clusters.len() });
    }
    let shares: Option<Vec<ClusterShare>> = clusters.par_iter().map(|rows| share(rows, fit)).collect();
    let shares = shares.ok_or(RegressionError::OutOfRange)?;
    let columns = design.names.len();
    let mut filling = Mat::zeros(columns, columns);
    for share in &shares {
        filling += &share.score * share.score.transpose();
    }
    Ok((filling, Satterthwaite { shares }))
}

fn share(rows: &[usize], fit: &Standardised) -> Option<ClusterShare> {
    let columns = fit.projection.basis.ncols();
    let basis = Mat::from_fn(rows.len(), columns, |row, column| fit.projection.basis[(rows[row], column)]);
    let variances: Vec<f64> = rows.iter().map(|&row| fit.variances[row]).collect();
    let residuals = Col::from_fn(rows.len(), |row| fit.residuals[rows[row]]);
    let adjusted = adjusted(&basis, &variances)?;
    Some(ClusterShare {
        score: transform(adjusted.as_ref(), residuals.as_ref()),
        own: product(adjusted.as_ref(), adjusted.transpose()),
        shared: product(adjusted.as_ref(), basis.as_ref()),
    })
}

/// F = Q'A for a cluster with variances Θ, where A = B^(-1/2) Θ and B = Θ (I - QQ') Θ. The root is the symmetric one, and that of
/// the pseudo-inverse where the cluster fits some of its responses exactly.
fn adjusted(basis: &Mat<f64>, variances: &[f64]) -> Option<Mat<f64>> {
    let overlap = Eigen::of_symmetric(product(basis.transpose(), basis.as_ref()).as_ref())?;
    let left: Vec<f64> = overlap.values.iter().map(|share| 1.0 - share).collect();
    let exact = left.iter().filter(|&&left| left < EXACT).count();
    if variances.iter().all(|variance| (variance - variances[0]).abs() <= f64::EPSILON * variance) {
        // Θ cancels, and Q' (I - QQ')^(-1/2) = (I - Q'Q)^(-1/2) Q'.
        let roots: Vec<f64> = left.iter().map(|&left| if left < EXACT { 0.0 } else { left.sqrt().recip() }).collect();
        return Some(product(overlap.with_values(&roots).as_ref(), basis.transpose()));
    }
    let spread = Eigen::of_symmetric(residual_spread(basis, variances).as_ref())?;
    let roots: Vec<f64> = spread
        .values
        .iter()
        .enumerate()
        .map(|(place, &value)| if place < exact || value <= 0.0 { 0.0 } else { value.sqrt().recip() })
        .collect();
    let adjusted = product(basis.transpose(), spread.with_values(&roots).as_ref());
    Some(Mat::from_fn(basis.ncols(), variances.len(), |column, row| adjusted[(column, row)] * variances[row]))
}

/// B = Θ (I - QQ') Θ.
fn residual_spread(basis: &Mat<f64>, variances: &[f64]) -> Mat<f64> {
    let fitted = product(basis.as_ref(), basis.transpose());
    Mat::from_fn(variances.len(), variances.len(), |i, j| {
        let identity = if i == j { 1.0 } else { 0.0 };
        variances[i] * (identity - fitted[(i, j)]) * variances[j]
    })
}

#[cfg(test)]
mod tests {
    use super::super::contrast::Contrast;
    use super::super::covariance::Covariance;
    use super::super::fit::RegressionFit;
    use super::super::sample::Measure::{self, Count, Event, Successes, Time, WeightedTime};
    use super::super::sample::{ARMS, BALANCED, EXACT, Setting, UNBALANCED, assert_close, labels};
    use super::*;

    fn fit(design: &Design, measure: Measure) -> RegressionFit {
        RegressionFit::new(design, measure.family(), Covariance::Cr2).expect("a fit")
    }

    fn terms(design: &Design, measure: Measure) -> Vec<Contrast> {
        let fit = fit(design, measure);
        fit.names.iter().map(|name| fit.coefficient(name).expect("a term")).collect()
    }

    fn errors(terms: &[Contrast]) -> Vec<f64> {
        terms.iter().map(|term| term.standard_error).collect()
    }

    fn freedom(terms: &[Contrast]) -> Vec<f64> {
        terms.iter().map(|term| term.degrees_of_freedom).collect()
    }

    #[test]
    fn agrees_with_clubsandwich() {
        let check = |setting: Setting, measure: Measure, expect: &[f64]| {
            let terms = terms(&setting.design(measure), measure);
            assert_close(&errors(&terms), expect, &format!("{setting:?} {measure:?}"));
        };
        check(BALANCED, Time, &[0.384_313_504_47, 0.455_580_933_72, 0.143_317_494_74]);
        check(BALANCED, WeightedTime, &[0.275_032_780_96, 0.437_305_796_45, 0.149_219_127_82]);
        check(BALANCED, Event, &[0.590_917_215_48, 0.486_655_566_93, 0.273_723_452_55]);
        check(BALANCED, Successes, &[0.181_026_783_42, 0.322_791_902_68, 0.101_192_301_54]);
        check(BALANCED, Count, &[0.316_907_947_52, 0.262_041_391_28, 0.051_950_949_274]);
        check(UNBALANCED, Time, &[0.348_168_623_64, 0.351_017_773_46, 0.156_896_812_96]);
        check(UNBALANCED, WeightedTime, &[0.352_179_282_89, 0.384_274_917_2, 0.167_348_783_33]);
        check(UNBALANCED, Event, &[0.735_500_292_38, 0.505_510_780_92, 0.393_447_065_88]);
        check(UNBALANCED, Successes, &[0.137_661_181_61, 0.270_748_051_05, 0.096_968_718_312]);
        check(UNBALANCED, Count, &[0.327_609_275_1, 0.152_423_984_75, 0.092_569_394_463]);
        check(ARMS, Time, &[0.286_167_786_53, 0.537_084_087_27, 0.066_702_797_901]);
        check(ARMS, WeightedTime, &[0.280_218_411_92, 0.524_130_603_98, 0.101_917_754_46]);
        check(ARMS, Event, &[0.460_071_017_07, 0.967_864_687_26, 0.451_019_754_25]);
        check(ARMS, Successes, &[0.169_399_063_76, 0.323_248_185_42, 0.124_648_106_52]);
        check(ARMS, Count, &[0.287_051_352_16, 0.315_966_950_8, 0.080_591_072_544]);
        check(EXACT, Time, &[0.410_745_416_04, 0.353_619_603_73, 0.148_450_134_46, 0.481_843_384_21]);
        check(EXACT, WeightedTime, &[0.425_196_956_48, 0.389_185_104_06, 0.166_557_010_25, 0.521_358_264_12]);
        check(EXACT, Event, &[0.842_597_154_36, 0.549_971_681_14, 0.387_956_704_76, 0.668_208_713_55]);
        check(EXACT, Successes, &[0.174_827_215_06, 0.285_369_530_92, 0.094_362_248_789, 0.280_672_067_6]);
        check(EXACT, Count, &[0.319_835_270_21, 0.155_542_747_7, 0.085_094_106_462, 0.221_027_164]);
    }

    #[test]
    fn a_cluster_for_each_row_makes_it_hc2() {
        let check = |measure: Measure, expect: [f64; 3]| {
            let rows: Vec<usize> = (0..36).collect();
            let design = measure.design(&["arm", "order"]).clustered(&rows).expect("labels");
            assert_close(&errors(&terms(&design, measure)), &expect, &format!("{measure:?}"));
        };
        check(Time, [0.356_691_488_89, 0.344_341_524_38, 0.143_139_018_52]);
        check(WeightedTime, [0.359_729_368_13, 0.364_217_022_8, 0.155_505_371_78]);
        check(Event, [0.859_741_542_57, 0.791_864_442_82, 0.324_076_940_46]);
        check(Successes, [0.373_677_971_7, 0.329_943_069_91, 0.136_043_698_48]);
        check(Count, [0.275_155_288_32, 0.240_843_670_2, 0.088_637_843_138]);
    }

    #[test]
    fn neither_the_order_of_rows_nor_the_labels_matter() {
        for measure in [Time, WeightedTime, Event, Successes, Count] {
            let design = UNBALANCED.design(measure);
            let place = |row: usize| (row * 13 + 5) % 36;
            let shuffled = |values: &[f64]| -> Vec<f64> { (0..36).map(|row| values[place(row)]).collect() };
            let matrix: Vec<f64> =
                (0..36).flat_map(|row| design.matrix.row(place(row)).iter().copied().collect::<Vec<_>>()).collect();
            let sites = labels("site");
            let renamed: Vec<usize> = (0..36).map(|row| 1000 - 7 * sites[place(row)]).collect();
            let other = Design::new(design.names.clone(), &matrix, shuffled(&design.response)).expect("a design");
            let other = other.weighted(shuffled(&design.weights)).expect("weights").clustered(&renamed);
            let (terms, others) = (terms(&design, measure), terms(&other.expect("labels"), measure));
            assert_close(&errors(&others), &errors(&terms), "errors");
            assert_close(&freedom(&others), &freedom(&terms), "freedom");
        }
    }

    #[test]
    fn finds_the_whole_variance_unless_a_cluster_is_fitted_exactly() {
        for measure in [Time, WeightedTime, Event, Successes, Count] {
            for setting in [BALANCED, UNBALANCED, ARMS] {
                for term in terms(&setting.design(measure), measure) {
                    assert!((term.variance_share - 1.0).abs() < 1e-9, "{measure:?} {setting:?} {term:?}");
                }
            }
            let third = terms(&EXACT.design(measure), measure)[3];
            assert!(third.variance_share < 0.9, "{measure:?}: {third:?}");
        }
    }

    #[test]
    fn says_nothing_of_what_one_cluster_alone_decides() {
        let clusters = labels("third").into_iter().zip(0..).map(|(third, row)| if third == 1 { 2 } else { row % 2 });
        let design = Time.design(&["third"]).clustered(&clusters.collect::<Vec<_>>()).expect("labels");
        let fit = fit(&design, Time);
        assert_eq!(fit.contrast(&[1.0, 1.0]), None, "the mean of a cluster with a column of its own");
        assert!(fit.coefficient("constant").is_some());
    }

    #[test]
    fn needs_clusters() {
        let check = |design: &Design, found| {
            let error = RegressionFit::new(design, Measure::Time.family(), Covariance::Cr2).expect_err("too few");
            assert_eq!(error, RegressionError::TooFewClusters { found });
        };
        check(&Time.design(&["arm"]), 0);
        check(&Time.design(&["arm"]).clustered(&[4; 36]).expect("labels"), 1);
    }
}
