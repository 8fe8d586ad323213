//! Which columns of a matrix say nothing new.

use faer::{Mat, MatRef};

use super::sequential::orthonormalise;

/// A column counts as dependent where the others leave less than this share of its length, as in R's `lm`.
const TOLERANCE: f64 = 1e-7;

/// The columns that are linear combinations of earlier ones (or zero), in order; by the ranks of QR decompositions with column
/// pivoting (Businger & Golub 1965) of the first columns, scaled to length 1.
pub(super) fn dependent_columns(matrix: &Mat<f64>) -> Vec<usize> {
    let lengths: Vec<f64> = matrix.col_iter().map(|column| column.norm_l2()).collect();
    let unit = Mat::from_fn(matrix.nrows(), matrix.ncols(), |row, column| {
        if lengths[column] > 0.0 { matrix[(row, column)] / lengths[column] } else { 0.0 }
    });
    let (_, upper) = orthonormalise(unit);
    if rank(upper.as_ref()) == upper.ncols() {
        return Vec::new();
    }
    let ranks: Vec<usize> = (0..=upper.ncols()).map(|columns| rank(upper.subcols(0, columns))).collect();
    (0..upper.ncols()).filter(|&column| ranks[column + 1] == ranks[column]).collect()
}

fn rank(upper: MatRef<f64>) -> usize {
    let pivots = upper.col_piv_qr();
    pivots.thin_R().diagonal().column_vector().iter().filter(|pivot| pivot.abs() > TOLERANCE).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[&[f64]], expect: &[usize]) {
        let matrix = Mat::from_fn(columns[0].len(), columns.len(), |row, column| columns[column][row]);
        assert_eq!(dependent_columns(&matrix), expect, "{columns:?}");
    }

    const ONE: &[f64] = &[1.0, 1.0, 1.0, 1.0, 1.0];
    const LEFT: &[f64] = &[1.0, 1.0, 0.0, 0.0, 0.0];
    const RIGHT: &[f64] = &[0.0, 0.0, 1.0, 1.0, 1.0];
    const TIME: &[f64] = &[0.0, 1.0, 2.0, 3.0, 7.0];

    #[test]
    fn names_the_later_column_of_each_dependence() {
        check(&[ONE, LEFT, TIME], &[]);
        check(&[ONE, LEFT, RIGHT, TIME], &[2]);
        check(&[LEFT, TIME, RIGHT, ONE], &[3]);
        check(&[ONE, ONE, TIME, TIME], &[1, 3]);
        check(&[&[0.0; 5], TIME], &[0]);
        check(&[&[1.0], &[2.0]], &[1]);
    }

    #[test]
    fn units_do_not_matter() {
        let tiny: Vec<f64> = TIME.iter().map(|value| value * 1e-12).collect();
        let huge: Vec<f64> = RIGHT.iter().map(|value| value * 1e12).collect();
        check(&[ONE, &tiny, &huge], &[]);
        check(&[LEFT, &tiny, &huge, ONE], &[3]);
    }
}
