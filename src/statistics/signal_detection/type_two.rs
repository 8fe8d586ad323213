//! Whether confidence tells right from wrong decisions.

/// AUROC2, the area under the type-2 ROC curve (Clarke, Birdsall & Tanner 1959; Galvin et al. 2003): the probability that a correct decision
/// was made with more confidence than a wrong one, ties counted one half. From (confidence, correct) pairs on any ordinal scale;
/// 1/2 is chance. None where all decisions are correct or all are wrong.
pub fn type_two_area(decisions: &[(f64, bool)]) -> Option<f64> {
    let mut ascending = decisions.to_vec();
    ascending.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut correct, mut wrong, mut ordered) = (0.0, 0.0, 0.0);
    for tied in ascending.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let tied_correct = tied.iter().filter(|(_, correct)| *correct).count() as f64;
        let tied_wrong = tied.len() as f64 - tied_correct;
        ordered += tied_correct * (wrong + tied_wrong / 2.0);
        correct += tied_correct;
        wrong += tied_wrong;
    }
    (correct * wrong > 0.0).then(|| ordered / (correct * wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `roc_auc_score` of scikit-learn 1.9.1.
    #[test]
    fn agrees_with_scikit_learn() {
        let confidence = [3.0, 1.0, 4.0, 4.0, 2.0, 3.0, 3.0, 1.0, 2.0, 4.0, 2.0, 3.0];
        let correct = [true, false, true, true, false, true, false, true, true, false, false, true];
        let decisions: Vec<(f64, bool)> = confidence.into_iter().zip(correct).collect();
        let area = type_two_area(&decisions).expect("right and wrong");
        assert!((area - 0.628_571_428_571_429).abs() < 1e-15, "{area}");
    }

    #[test]
    fn it_is_the_share_of_pairs_in_order() {
        for step in 2..30_u32 {
            let decisions: Vec<(f64, bool)> = (0..60).map(|i| (f64::from(i * step % 13), i * i % 7 < 3)).collect();
            let of = |truth: bool| decisions.iter().filter(move |decision| decision.1 == truth);
            let pairs = of(true).flat_map(|correct| of(false).map(|wrong| correct.0.total_cmp(&wrong.0)));
            let order: Vec<f64> = pairs.map(|order| f64::from(order as i8)).collect();
            let expect = f64::midpoint(1.0, order.iter().sum::<f64>() / order.len() as f64);
            let area = type_two_area(&decisions).expect("right and wrong");
            assert!((area - expect).abs() < 1e-12, "{area} is not {expect}");
        }
    }

    #[test]
    fn says_nothing_where_there_is_nothing_to_tell_apart() {
        let check = |decisions: &[(f64, bool)], expect| assert_eq!(type_two_area(decisions), expect);
        check(&[(0.2, true), (0.9, true)], None);
        check(&[(0.2, false)], None);
        check(&[], None);
        check(&[(0.5, true), (0.5, false), (0.5, false)], Some(0.5));
        check(&[(0.9, true), (0.2, false)], Some(1.0));
        check(&[(0.2, true), (0.9, false)], Some(0.0));
    }
}
