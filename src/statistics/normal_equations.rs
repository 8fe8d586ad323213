//! The normal equations of least squares with many dummies, and their solution.

/// What is left of a column after the columns before it, relative to its size, below which it counts as nothing.
const NOTHING: f64 = 1e-10;

/// Weighted cross products of dummies, covariates and response, in this order, after the absorbed units: the lower triangle.
pub(super) struct NormalEquations {
    dummies: usize,
    size: usize,
    matrix: Vec<f64>,
    /// The diagonal before anything was taken out, to recognise what is nothing.
    scale: Vec<f64>,
}

impl NormalEquations {
    /// No rows yet.
    pub(super) fn zeros(dummies: usize, covariates: usize) -> Self {
        let size = dummies + covariates + 1;
        Self { dummies, size, matrix: vec![0.0; size * size], scale: vec![0.0; size] }
    }

    /// Adds a row; a dummy needs no centring against columns that are centred.
    pub(super) fn add(&mut self, dummy: usize, weight: f64, values: &[f64], centred: &[f64]) {
        self.matrix[dummy * self.size + dummy] += weight;
        self.scale[dummy] += weight;
        for (column, x) in centred.iter().enumerate() {
            let start = (self.dummies + column) * self.size;
            self.matrix[start + dummy] += weight * x;
            for (other, y) in centred[..=column].iter().enumerate() {
                self.matrix[start + self.dummies + other] += weight * x * y;
            }
            self.scale[self.dummies + column] += weight * values[column] * values[column];
        }
    }

    /// Takes the absorbed unit's mean out of the products of a row's dummy with itself and with the `earlier` rows' dummies.
    pub(super) fn absorb(&mut self, dummy: usize, share: f64, earlier: &[usize], kept: &[f64]) {
        let row = &mut self.matrix[dummy * self.size..=dummy * self.size + dummy];
        row[dummy] -= share * kept[dummy];
        for &other in earlier {
            let both_ways = if other == dummy { 2.0 } else { 1.0 };
            row[other] -= both_ways * share * kept[other];
        }
    }

    /// Factors in place (Cholesky, row by row). A dummy that adds nothing is left out: participants and items share a constant
    /// in every connected part of the table. A covariate that adds nothing has no coefficient.
    pub(super) fn solve(mut self) -> Option<Vec<f64>> {
        let size = self.size;
        for row in 0..size {
            let (above, below) = self.matrix.split_at_mut(row * size);
            for column in 0..row {
                let factor = &above[column * size..=column * size + column];
                let product: f64 = factor[..column].iter().zip(&below[..column]).map(|(a, b)| a * b).sum();
                below[column] = if factor[column] > 0.0 { (below[column] - product) / factor[column] } else { 0.0 };
            }
            if row + 1 < size {
                let rest = below[row] - below[..row].iter().map(|entry| entry * entry).sum::<f64>();
                let is_nothing = rest <= NOTHING * self.scale[row];
                if is_nothing && row >= self.dummies {
                    return None;
                }
                below[row] = if is_nothing { 0.0 } else { rest.sqrt() };
            }
        }
        Some(self.substitute_back())
    }

    /// Solves the covariates' corner of the factor against the response's row.
    fn substitute_back(&self) -> Vec<f64> {
        let entry = |row: usize, column: usize| self.matrix[(self.dummies + row) * self.size + self.dummies + column];
        let count = self.size - self.dummies - 1;
        let mut coefficients = vec![0.0; count];
        for row in (0..count).rev() {
            let known: f64 = (row + 1..count).map(|later| entry(later, row) * coefficients[later]).sum();
            coefficients[row] = (entry(count, row) - known) / entry(row, row);
        }
        coefficients
    }
}
