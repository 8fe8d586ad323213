//! The weighted columns of a design as an orthonormal basis.

use faer::{Col, Mat};

use super::sequential::{orthonormalise, transform};

/// The decomposition of the weighted columns, √W X = Q R with orthonormal Q.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Projection {
    /// Q, n x p.
    pub(super) basis: Mat<f64>,
    /// The inverse of R, p x p; with its transpose it makes (X'WX)⁻¹ = R⁻¹ R⁻ᵀ.
    pub(super) root: Mat<f64>,
}

impl Projection {
    /// The decomposition of a matrix of full column rank (n x p) with n positive weights.
    pub(super) fn new(matrix: &Mat<f64>, weights: &[f64]) -> Self {
        let roots: Vec<f64> = weights.iter().map(|weight| weight.sqrt()).collect();
        let scaled = Mat::from_fn(matrix.nrows(), matrix.ncols(), |row, column| roots[row] * matrix[(row, column)]);
        let (basis, upper) = orthonormalise(scaled);
        let mut root = Mat::identity(matrix.ncols(), matrix.ncols());
        upper.solve_upper_triangular_in_place(root.as_mut());
        Self { basis, root }
    }

    /// The p coefficients b that bring √W X b closest to a target of n values.
    pub(super) fn solve(&self, target: &Col<f64>) -> Col<f64> {
        &self.root * transform(self.basis.transpose(), target.as_ref())
    }

    /// The diagonal of Q Q': the share of each row in its own fitted value, from 0 to 1.
    pub(super) fn leverages(&self) -> impl Iterator<Item = f64> {
        self.basis.row_iter().map(|row| row.squared_norm_l2())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_is_fitted_by_the_weighted_mean() {
        let weights = [1.0, 2.0, 5.0];
        let target = Col::from_fn(3, |row| f64::sqrt(weights[row]) * [4.0, 8.0, 0.8][row]);
        let projection = Projection::new(&Mat::ones(3, 1), &weights);
        assert!((projection.solve(&target)[0] - 24.0 / 8.0).abs() < 1e-14);
        for (leverage, weight) in projection.leverages().zip(weights) {
            assert!((leverage - weight / 8.0).abs() < 1e-14);
        }
    }
}
