//! Whether a class can be told from features of rows that were never seen.

use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::resampling::stream;
use super::ridge::RidgeLogistic;
use super::signal_detection::type_two_area;

/// Rows to be told apart: features, class, and the group that stays together when rows are held out.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// n rows of p features.
    pub rows: Vec<Vec<f64>>,
    /// The class of each row.
    pub positive: Vec<bool>,
    /// The group of each row.
    pub groups: Vec<usize>,
}

/// How well a class was told, by chance 1/2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discrimination {
    /// The area under the ROC curve of rows held out, averaged over the partitions.
    pub area: f64,
    /// Its standard error where nothing can be told (Hanley & `McNeil` 1982), rows taken as independent.
    pub standard_error: f64,
    /// Rows of the class.
    pub positive: usize,
    /// Rows not of the class.
    pub negative: usize,
}

const FOLDS: usize = 10;
const PARTITIONS: u64 = 10;
const PENALTY: f64 = 1.0;

/// Ten-fold cross-validation of a ridge-penalised logistic regression, whole groups held out, for ten random partitions. None
/// with fewer than ten groups, or where a class is missing from what is left.
pub fn discrimination(labelled: &Labelled, seed: u64) -> Option<Discrimination> {
    let mut groups = labelled.groups.clone();
    groups.sort_unstable();
    groups.dedup();
    if groups.len() < FOLDS {
        return None;
    }
    let areas: Option<Vec<f64>> = (0..PARTITIONS)
        .into_par_iter()
        .map(|partition| {
            let mut shuffled = groups.clone();
            shuffled.shuffle(&mut stream(seed, partition));
            held_out_area(labelled, &shuffled)
        })
        .collect();
    let area = areas?.iter().sum::<f64>() / PARTITIONS as f64;
    let positive = labelled.positive.iter().filter(|&&is| is).count();
    let negative = labelled.positive.len() - positive;
    let standard_error = ((positive + negative + 1) as f64 / (12 * positive * negative) as f64).sqrt();
    Some(Discrimination { area, standard_error, positive, negative })
}

/// What each feature adds to the log odds of the class a standard deviation, from all rows.
pub fn feature_weights(labelled: &Labelled) -> Option<Vec<f64>> {
    Some(RidgeLogistic::fit(&labelled.rows, &labelled.positive, PENALTY)?.coefficients)
}

/// The area for one partition: every tenth of the shuffled groups is held out in turn.
fn held_out_area(labelled: &Labelled, shuffled: &[usize]) -> Option<f64> {
    let fold_of = |group: usize| shuffled.iter().position(|&other| other == group).map(|place| place % FOLDS);
    let folds: Vec<Option<usize>> = labelled.groups.iter().map(|&group| fold_of(group)).collect();
    let mut scored = Vec::with_capacity(labelled.rows.len());
    for fold in 0..FOLDS {
        let (held_out, kept): (Vec<usize>, Vec<usize>) =
            (0..labelled.rows.len()).partition(|&row| folds[row] == Some(fold));
        let rows: Vec<Vec<f64>> = kept.iter().map(|&row| labelled.rows[row].clone()).collect();
        let positive: Vec<bool> = kept.iter().map(|&row| labelled.positive[row]).collect();
        let fit = RidgeLogistic::fit(&rows, &positive, PENALTY)?;
        scored.extend(held_out.iter().map(|&row| (fit.log_odds(&labelled.rows[row]), labelled.positive[row])));
    }
    type_two_area(&scored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// 60 groups of one row of the class and two others, with a feature that is `shift` higher in the class, and noise.
    fn labelled(shift: f64, seed: u64) -> Labelled {
        let mut rng = stream(seed, 99);
        let mut labelled = Labelled::default();
        for group in 0..60 {
            for member in 0..3 {
                let mut row: Vec<f64> = (0..8).map(|_| rng.random::<f64>() - 0.5).collect();
                row[0] += if member == 0 { shift } else { 0.0 };
                labelled.rows.push(row);
                labelled.positive.push(member == 0);
                labelled.groups.push(group);
            }
        }
        labelled
    }

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_not() {
        let area = |shift: f64, seed: u64| discrimination(&labelled(shift, seed), 1).expect("enough").area;
        let nothing: f64 = (0..20).map(|seed| area(0.0, seed)).sum::<f64>() / 20.0;
        assert!((0.44..0.53).contains(&nothing), "{nothing}");
        assert!(area(0.4, 1) > 0.7);
        assert!(area(2.0, 1) > 0.99);
    }

    #[test]
    fn the_seed_alone_decides_and_few_groups_say_nothing() {
        let table = labelled(0.2, 3);
        assert_eq!(discrimination(&table, 5), discrimination(&table, 5));
        let few = Labelled {
            rows: table.rows[..27].to_vec(),
            positive: table.positive[..27].to_vec(),
            groups: table.groups[..27].to_vec(),
        };
        assert_eq!(discrimination(&few, 5), None);
    }

    /// A group's class must not be learned from its other rows: features that only name the group lead nowhere, and below chance, since
    /// what is left has more of the other class.
    #[test]
    fn groups_stay_together() {
        let mut table = labelled(0.0, 4);
        for (row, group) in table.groups.iter().enumerate() {
            table.rows[row] = (0..60).map(|other| f64::from(u8::from(other == *group))).collect();
            table.positive[row] = group % 2 == 0;
        }
        let area = discrimination(&table, 1).expect("enough").area;
        assert!(area < 0.55, "{area}");
    }
}
