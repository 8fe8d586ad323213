//! Rows made up for the tests of this folder. The numbers that the tests expect of them are those of R 4.2.2 with sandwich 3.0-2
//! and clubSandwich 0.5.8 (`inverse_var = TRUE`), where `glm` was run with `epsilon = 1e-15` and again from its own result.

use super::super::family::Family;
use super::design::Design;

const COLUMNS: [&str; 10] = ["team", "site", "arm", "group", "order", "time", "event", "count", "trials", "successes"];

const ROWS: [[f64; 10]; 36] = [
    [1.0, 1.0, 1.0, 1.0, 2.5, 3.73, 1.0, 4.0, 2.0, 1.0],
    [1.0, 1.0, 1.0, 1.0, 1.0, 4.02, 1.0, 5.0, 6.0, 2.0],
    [1.0, 1.0, 1.0, 1.0, 1.2, 3.97, 1.0, 3.0, 3.0, 1.0],
    [1.0, 1.0, 0.0, 1.0, 3.9, 2.23, 1.0, 3.0, 2.0, 1.0],
    [1.0, 1.0, 1.0, 1.0, 3.7, 4.46, 0.0, 1.0, 3.0, 1.0],
    [1.0, 1.0, 0.0, 1.0, 2.9, 2.82, 1.0, 2.0, 5.0, 4.0],
    [2.0, 1.0, 1.0, 1.0, 0.6, 4.05, 1.0, 3.0, 2.0, 2.0],
    [2.0, 1.0, 0.0, 1.0, 2.0, 3.72, 1.0, 1.0, 2.0, 1.0],
    [2.0, 1.0, 0.0, 1.0, 3.7, 2.26, 1.0, 2.0, 3.0, 2.0],
    [2.0, 2.0, 0.0, 0.0, 2.5, 2.16, 1.0, 4.0, 2.0, 1.0],
    [2.0, 3.0, 0.0, 1.0, 0.5, 3.53, 0.0, 4.0, 2.0, 0.0],
    [2.0, 3.0, 1.0, 1.0, 1.2, 2.85, 0.0, 4.0, 4.0, 3.0],
    [3.0, 3.0, 1.0, 1.0, 0.9, 3.73, 1.0, 4.0, 4.0, 1.0],
    [3.0, 3.0, 0.0, 1.0, 2.4, 2.84, 1.0, 2.0, 5.0, 4.0],
    [3.0, 3.0, 0.0, 1.0, 3.8, -0.16, 1.0, 0.0, 4.0, 1.0],
    [3.0, 4.0, 0.0, 0.0, 3.0, 0.63, 0.0, 2.0, 5.0, 2.0],
    [3.0, 4.0, 1.0, 0.0, 0.1, 1.96, 1.0, 1.0, 1.0, 1.0],
    [3.0, 4.0, 0.0, 0.0, 4.0, 0.75, 0.0, 1.0, 1.0, 0.0],
    [4.0, 4.0, 1.0, 0.0, 3.6, 1.67, 0.0, 1.0, 2.0, 0.0],
    [4.0, 4.0, 0.0, 0.0, 0.3, 1.57, 0.0, 2.0, 4.0, 1.0],
    [4.0, 4.0, 0.0, 0.0, 3.1, 0.94, 1.0, 0.0, 1.0, 1.0],
    [4.0, 4.0, 0.0, 0.0, 3.9, -0.47, 0.0, 0.0, 2.0, 0.0],
    [4.0, 4.0, 0.0, 0.0, 1.3, 2.20, 0.0, 1.0, 4.0, 2.0],
    [4.0, 5.0, 1.0, 1.0, 3.2, 2.38, 1.0, 5.0, 3.0, 1.0],
    [5.0, 5.0, 1.0, 1.0, 1.3, 4.06, 1.0, 4.0, 3.0, 1.0],
    [5.0, 6.0, 0.0, 0.0, 2.8, 2.22, 1.0, 2.0, 1.0, 1.0],
    [5.0, 6.0, 1.0, 0.0, 0.9, 2.42, 1.0, 4.0, 3.0, 1.0],
    [5.0, 6.0, 1.0, 0.0, 0.3, 3.56, 0.0, 2.0, 1.0, 1.0],
    [5.0, 6.0, 1.0, 0.0, 3.7, 1.72, 1.0, 3.0, 4.0, 2.0],
    [5.0, 7.0, 0.0, 0.0, 0.7, 2.20, 0.0, 0.0, 5.0, 2.0],
    [6.0, 7.0, 1.0, 0.0, 1.0, 2.29, 1.0, 1.0, 2.0, 1.0],
    [6.0, 7.0, 1.0, 0.0, 1.4, 2.21, 0.0, 1.0, 6.0, 2.0],
    [6.0, 7.0, 1.0, 0.0, 3.3, 1.17, 1.0, 1.0, 3.0, 2.0],
    [6.0, 7.0, 0.0, 0.0, 0.6, 2.60, 1.0, 1.0, 1.0, 1.0],
    [6.0, 7.0, 0.0, 0.0, 0.5, 2.63, 0.0, 1.0, 4.0, 2.0],
    [6.0, 7.0, 1.0, 0.0, 0.3, 3.27, 0.0, 3.0, 1.0, 1.0],
];

/// A measure in the rows, and the family it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Measure {
    Time,
    WeightedTime,
    Event,
    Count,
    Successes,
}

impl Measure {
    pub(super) fn family(self) -> Family {
        match self {
            Self::Time | Self::WeightedTime => Family::Gaussian,
            Self::Event | Self::Successes => Family::Binomial,
            Self::Count => Family::Poisson,
        }
    }

    /// The design with a constant and other columns.
    pub(super) fn design(self, columns: &[&str]) -> Design {
        let response = match self {
            Self::Time | Self::WeightedTime => column("time"),
            Self::Event => column("event"),
            Self::Count => column("count"),
            Self::Successes => column("successes").iter().zip(column("trials")).map(|(k, n)| k / n).collect(),
        };
        let design = with_constant(columns, response);
        match self {
            Self::WeightedTime | Self::Successes => design.weighted(column("trials")).expect("positive weights"),
            Self::Time | Self::Event | Self::Count => design,
        }
    }
}

/// Columns beside the constant, and the column that says which rows belong together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    columns: &'static [&'static str],
    clusters: &'static str,
}

/// Six rows in each cluster.
pub(super) const BALANCED: Setting = Setting { columns: &["arm", "order"], clusters: "team" };
/// From 1 to 9 rows in a cluster.
pub(super) const UNBALANCED: Setting = Setting { columns: &["arm", "order"], clusters: "site" };
/// All rows of a cluster in one arm.
pub(super) const ARMS: Setting = Setting { columns: &["group", "order"], clusters: "site" };
/// A cluster with a column of its own, so that it fits its mean exactly.
pub(super) const EXACT: Setting = Setting { columns: &["arm", "order", "third"], clusters: "site" };

impl Setting {
    pub(super) fn design(self, measure: Measure) -> Design {
        measure.design(self.columns).clustered(&labels(self.clusters)).expect("labels")
    }
}

fn with_constant(names: &[&str], response: Vec<f64>) -> Design {
    let columns: Vec<Vec<f64>> = names.iter().map(|name| column(name)).collect();
    let row = |row: usize| std::iter::once(1.0).chain(columns.iter().map(move |column| column[row]));
    let matrix: Vec<f64> = (0..ROWS.len()).flat_map(row).collect();
    let names = std::iter::once("constant").chain(names.iter().copied()).map(String::from).collect();
    Design::new(names, &matrix, response).expect("a design")
}

/// The values of a named column; `third` tells the rows of the third site.
pub(super) fn column(name: &str) -> Vec<f64> {
    if name == "third" {
        return labels("site").iter().map(|&site| f64::from(u8::from(site == 3))).collect();
    }
    let place = COLUMNS.iter().position(|column| *column == name).expect("a column");
    ROWS.iter().map(|row| row[place]).collect()
}

/// The labels in a named column.
pub(super) fn labels(name: &str) -> Vec<usize> {
    column(name).iter().map(|&label| label as usize).collect()
}

/// Fails where a number is not within 1e-8 of the expected one, relative to it.
pub(super) fn assert_close(found: &[f64], expect: &[f64], what: &str) {
    assert_eq!(found.len(), expect.len(), "{what}");
    for (found, expect) in found.iter().zip(expect) {
        assert!((found - expect).abs() <= 1e-8 * expect.abs(), "{what}: {found} is not {expect}");
    }
}
