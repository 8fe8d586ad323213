//! Matrix algebra on one thread, because sums that are made by several depend on how many there are.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd, self_adjoint_evd_scratch};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj,
};
use faer::linalg::matmul::matmul;
use faer::linalg::qr::no_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
use faer::{Accum, Col, ColRef, Conj, Mat, MatRef, Par};

/// The product of two matrices.
pub(super) fn product(left: MatRef<f64>, right: MatRef<f64>) -> Mat<f64> {
    let mut result = Mat::zeros(left.nrows(), right.ncols());
    matmul(&mut result, Accum::Replace, left, right, 1.0, Par::Seq);
    result
}

/// The product of a matrix and a vector.
pub(super) fn transform(matrix: MatRef<f64>, vector: ColRef<f64>) -> Col<f64> {
    let mut result = Col::zeros(matrix.nrows());
    matmul(result.as_mat_mut(), Accum::Replace, matrix, vector.as_mat(), 1.0, Par::Seq);
    result
}

/// A matrix (n x p) as Q R, with k = min(n, p) orthonormal columns Q (n x k) and the upper trapezoid R (k x p), by Householder
/// reflections (Householder 1958).
pub(super) fn orthonormalise(mut matrix: Mat<f64>) -> (Mat<f64>, Mat<f64>) {
    let (rows, columns) = matrix.shape();
    let rank = rows.min(columns);
    let block = recommended_block_size::<f64>(rows, columns);
    let mut factors = Mat::zeros(block, rank);
    let scratch = qr_in_place_scratch::<f64>(rows, columns, block, Par::Seq, faer::prelude::default());
    qr_in_place(
        matrix.as_mut(),
        factors.as_mut(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        faer::prelude::default(),
    );
    let upper = Mat::from_fn(rank, columns, |i, j| if i <= j { matrix[(i, j)] } else { 0.0 });
    let mut basis = Mat::identity(rows, rank);
    let scratch = apply_block_householder_sequence_on_the_left_in_place_scratch::<f64>(rows, block, rank);
    apply_block_householder_sequence_on_the_left_in_place_with_conj(
        matrix.subcols(0, rank),
        factors.as_ref(),
        Conj::No,
        basis.as_mut(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
    );
    (basis, upper)
}

/// The eigenvalues of a symmetric matrix.
pub(super) struct Eigen {
    /// The eigenvalues, ascending.
    pub(super) values: Vec<f64>,
    /// The eigenvectors, one a column.
    vectors: Mat<f64>,
}

impl Eigen {
    /// The decomposition of a symmetric matrix, of which the lower triangle is read. None where the iteration does not converge.
    pub(super) fn of_symmetric(matrix: MatRef<f64>) -> Option<Self> {
        let size = matrix.nrows();
        let (mut values, mut vectors) = (Diag::zeros(size), Mat::zeros(size, size));
        let scratch =
            self_adjoint_evd_scratch::<f64>(size, ComputeEigenvectors::Yes, Par::Seq, faer::prelude::default());
        self_adjoint_evd(
            matrix,
            values.as_mut(),
            Some(vectors.as_mut()),
            Par::Seq,
            MemStack::new(&mut MemBuffer::new(scratch)),
            faer::prelude::default(),
        )
        .ok()?;
        Some(Self { values: values.column_vector().iter().copied().collect(), vectors })
    }

    /// The symmetric matrix with the same eigenvectors and other eigenvalues, in the same order.
    pub(super) fn with_values(&self, values: &[f64]) -> Mat<f64> {
        let size = values.len();
        let scaled = Mat::from_fn(size, size, |row, place| self.vectors[(row, place)] * values[place]);
        product(scaled.as_ref(), self.vectors.transpose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, columns: usize) -> Mat<f64> {
        Mat::from_fn(rows, columns, |row, column| ((row * 31 + column * 17 + row * row * column) % 101) as f64 - 50.0)
    }

    #[test]
    fn orthonormal_columns_times_triangle_is_the_matrix() {
        for (rows, columns) in [(1, 1), (7, 7), (3, 5), (40, 3), (300, 20)] {
            let matrix = matrix(rows, columns);
            let (basis, upper) = orthonormalise(matrix.clone());
            let back = product(basis.as_ref(), upper.as_ref());
            assert!((back - &matrix).norm_max() < 1e-11, "{rows} x {columns}");
            let overlap = product(basis.transpose(), basis.as_ref());
            assert!((overlap - Mat::<f64>::identity(upper.nrows(), upper.nrows())).norm_max() < 1e-13);
        }
    }

    #[test]
    fn a_symmetric_matrix_is_its_eigenvalues_about_its_eigenvectors() {
        let matrix = matrix(30, 30);
        let symmetric = &matrix + matrix.transpose();
        let eigen = Eigen::of_symmetric(symmetric.as_ref()).expect("finite");
        assert!(eigen.values.is_sorted());
        assert!((eigen.with_values(&eigen.values) - symmetric).norm_max() < 1e-11);
    }

    #[test]
    fn a_vector_is_a_matrix_of_one_column() {
        let (matrix, vector) = (matrix(4, 3), Col::from_fn(3, |row| row as f64));
        let expect = product(matrix.as_ref(), vector.as_mat());
        assert_eq!(transform(matrix.as_ref(), vector.as_ref()).as_mat(), expect);
    }
}
