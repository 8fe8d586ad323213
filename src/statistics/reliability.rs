//! How consistently several items measure one thing: Cronbach's alpha and McDonald's omega.

/// Answers of people to items, a row each: complete, and all rows of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemTable {
    covariance: Vec<Vec<f64>>,
}

impl ItemTable {
    /// None where there are fewer than two items or three people.
    pub fn new(rows: &[Vec<f64>]) -> Option<Self> {
        let items = rows.first()?.len();
        if items < 2 || rows.len() < 3 || rows.iter().any(|row| row.len() != items) {
            return None;
        }
        let people = rows.len() as f64;
        let mean = |item: usize| rows.iter().map(|row| row[item]).sum::<f64>() / people;
        let means: Vec<f64> = (0..items).map(mean).collect();
        let covariance = |one: usize, other: usize| {
            let products = rows.iter().map(|row| (row[one] - means[one]) * (row[other] - means[other]));
            products.sum::<f64>() / (people - 1.0)
        };
        let row = |one| (0..items).map(|other| covariance(one, other)).collect();
        Some(Self { covariance: (0..items).map(row).collect() })
    }

    /// Cronbach's alpha (Cronbach 1951): k / (k - 1) times 1 minus the sum of the items' variances over the variance of their
    /// sum. It is at most 1, and negative where items contradict each other. None where the sum does not vary.
    pub fn alpha(&self) -> Option<f64> {
        let items = self.covariance.len() as f64;
        let of_items: f64 = self.covariance.iter().enumerate().map(|(item, row)| row[item]).sum();
        let of_sum: f64 = self.covariance.iter().flatten().sum();
        (of_sum > 0.0).then(|| items / (items - 1.0) * (1.0 - of_items / of_sum))
    }

    /// McDonald's omega (McDonald 1999, omega total of one factor): the share of the variance of the items' sum that one common factor explains, by
    /// the covariances that a one-factor model implies, fitted by maximum likelihood. None for two items, whose covariance does not
    /// determine a factor; where an item does not vary; and where the fit is improper, which small samples often give: a factor that
    /// is one item alone (Heywood case), or no convergence.
    pub fn omega(&self) -> Option<f64> {
        const MOST_STEPS: usize = 20_000;
        if self.covariance.len() < 3 {
            return None;
        }
        let mut factor = Factor::start(&self.covariance)?;
        for _ in 0..MOST_STEPS {
            let next = factor.step(&self.covariance);
            let is_done = factor.distance(&next) < 1e-10;
            factor = next;
            if is_done {
                return factor.omega(&self.covariance);
            }
        }
        None
    }
}

/// A one-factor model: the covariance of two items is the product of their loadings, and each has a variance of its own.
struct Factor {
    loadings: Vec<f64>,
    unique: Vec<f64>,
}

impl Factor {
    /// Half of each item's variance is common. The sign of a loading is that of the item's covariance with the sum.
    fn start(covariance: &[Vec<f64>]) -> Option<Self> {
        let variances: Vec<f64> = covariance.iter().enumerate().map(|(item, row)| row[item]).collect();
        if variances.iter().any(|variance| *variance <= 0.0) {
            return None;
        }
        let sign = |row: &Vec<f64>| if row.iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
        let loading = |(row, variance): (&Vec<f64>, &f64)| sign(row) * (variance / 2.0).sqrt();
        let loadings = covariance.iter().zip(&variances).map(loading).collect();
        Some(Self { loadings, unique: variances.iter().map(|variance| variance / 2.0).collect() })
    }

    /// One step of the EM algorithm for factor analysis (Rubin & Thayer 1982).
    fn step(&self, covariance: &[Vec<f64>]) -> Self {
        let weights: Vec<f64> = self.loadings.iter().zip(&self.unique).map(|(loading, own)| loading / own).collect();
        let information = 1.0 + dot(&self.loadings, &weights);
        let regression: Vec<f64> = weights.iter().map(|weight| weight / information).collect();
        let with_factor: Vec<f64> = covariance.iter().map(|row| dot(row, &regression)).collect();
        let factor_variance = 1.0 / information + dot(&regression, &with_factor);
        let loadings: Vec<f64> = with_factor.iter().map(|shared| shared / factor_variance).collect();
        let unique = (0..loadings.len())
            .map(|item| {
                let variance = covariance[item][item];
                (variance - loadings[item] * with_factor[item]).max(1e-12 * variance)
            })
            .collect();
        Self { loadings, unique }
    }

    /// The largest change of a parameter, in units of the items' spread.
    fn distance(&self, other: &Self) -> f64 {
        let spread = |item: usize| (self.loadings[item].powi(2) + self.unique[item]).sqrt();
        let change = |item: usize| {
            let loading = (self.loadings[item] - other.loadings[item]).abs() / spread(item);
            loading.max((self.unique[item] - other.unique[item]).abs() / spread(item).powi(2))
        };
        (0..self.loadings.len()).map(change).fold(0.0, f64::max)
    }

    fn omega(&self, covariance: &[Vec<f64>]) -> Option<f64> {
        const IMPROPER_BELOW: f64 = 1e-3;
        let is_improper = |(item, own): (usize, &f64)| *own < IMPROPER_BELOW * covariance[item][item];
        if self.unique.iter().enumerate().any(is_improper) {
            return None;
        }
        let common = self.loadings.iter().sum::<f64>().powi(2);
        Some(common / (common + self.unique.iter().sum::<f64>()))
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR_ITEMS: [[u8; 4]; 20] = [
        [3, 4, 3, 2],
        [3, 4, 1, 2],
        [3, 4, 2, 4],
        [4, 4, 3, 4],
        [4, 4, 5, 4],
        [5, 5, 2, 4],
        [3, 4, 3, 1],
        [3, 3, 4, 2],
        [5, 4, 4, 4],
        [7, 6, 7, 7],
        [5, 5, 4, 4],
        [4, 2, 3, 2],
        [4, 3, 3, 3],
        [5, 5, 7, 5],
        [3, 3, 5, 4],
        [2, 1, 3, 1],
        [3, 5, 3, 4],
        [3, 3, 3, 4],
        [3, 2, 1, 3],
        [3, 4, 3, 3],
    ];

    const FIVE_ITEMS: [[u8; 5]; 24] = [
        [2, 2, 2, 3, 2],
        [3, 3, 3, 3, 3],
        [3, 4, 4, 3, 4],
        [2, 3, 3, 3, 4],
        [3, 2, 4, 4, 2],
        [5, 4, 3, 4, 4],
        [4, 3, 3, 3, 3],
        [2, 2, 3, 2, 1],
        [3, 4, 4, 4, 3],
        [5, 4, 3, 4, 4],
        [1, 2, 2, 3, 2],
        [3, 4, 5, 5, 3],
        [2, 5, 2, 3, 3],
        [3, 3, 3, 2, 3],
        [3, 4, 3, 2, 2],
        [4, 2, 1, 2, 2],
        [4, 2, 4, 4, 3],
        [3, 5, 5, 5, 4],
        [4, 3, 3, 2, 3],
        [3, 5, 3, 4, 4],
        [4, 5, 3, 5, 5],
        [1, 1, 3, 2, 1],
        [3, 3, 4, 4, 3],
        [2, 3, 4, 3, 3],
    ];

    fn table<const K: usize>(rows: &[[u8; K]]) -> Option<ItemTable> {
        ItemTable::new(&rows.iter().map(|row| row.map(f64::from).to_vec()).collect::<Vec<_>>())
    }

    fn both<const K: usize>(rows: &[[u8; K]]) -> (Option<f64>, Option<f64>) {
        table(rows).map_or((None, None), |table| (table.alpha(), table.omega()))
    }

    fn assert_close(found: Option<f64>, expect: f64, tolerance: f64) {
        assert!(found.is_some_and(|found| (found - expect).abs() < tolerance), "{found:?} is not {expect}");
    }

    /// Alpha: `cronbach_alpha` of pingouin 0.7.0. Omega: the likelihood of the one-factor model maximised by BFGS and Nelder-Mead of
    /// SciPy 1.17.1, which agrees to eight digits with the loadings of `Factor(method="ml")` of statsmodels 0.15.0.
    #[test]
    fn alpha_and_omega_agree_with_other_programs() {
        let (alpha, omega) = both(&FOUR_ITEMS);
        assert_close(alpha, 0.853_986_061_533_231_3, 1e-12);
        assert_close(omega, 0.860_664_439, 2e-8);
        let (alpha, omega) = both(&FIVE_ITEMS);
        assert_close(alpha, 0.796_030_666_501_793, 1e-12);
        assert_close(omega, 0.813_147_444, 2e-8);
    }

    /// Variances 1 and 1, covariance 1/2: 2 (1 - 2 / 3).
    #[test]
    fn two_items_have_an_alpha_and_no_omega() {
        let (alpha, omega) = both(&[[1, 1], [2, 3], [3, 2]]);
        assert_close(alpha, 2.0 / 3.0, 1e-12);
        assert_eq!(omega, None);
    }

    #[test]
    fn an_item_that_runs_against_the_others_lowers_both() {
        let turned = FOUR_ITEMS.map(|[a, b, c, d]| [a, b, c, 8 - d]);
        let (alpha, omega) = both(&turned);
        assert!(alpha < Some(0.4) && omega < Some(0.6), "{alpha:?} {omega:?}");
    }

    #[test]
    fn what_the_data_do_not_determine_is_missing() {
        assert_eq!(table(&[[1], [2], [3]]), None, "one item");
        assert_eq!(table(&[[1, 2, 3], [2, 3, 1]]), None, "two people");
        assert_eq!(table::<3>(&[]), None, "nobody");
        assert_eq!(both(&[[4, 4, 4]; 5]), (None, None), "everybody answers alike");
        let (alpha, omega) = both(&FOUR_ITEMS.map(|[a, b, c, _]| [a, b, c, 4]));
        assert!(alpha.is_some() && omega.is_none(), "an item does not vary");
        let (alpha, omega) = both(&FOUR_ITEMS.map(|[a, b, _, d]| [a, a, b, d]));
        assert!(alpha.is_some() && omega.is_none(), "an item that is there twice is the factor");
    }
}
