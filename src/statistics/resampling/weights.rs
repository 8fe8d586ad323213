//! How much each participant and each item counts.

/// One weight for each participant and each item. A trial's weight is the product of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One weight a participant, 0 or more.
    pub participants: Vec<f64>,
    /// One weight an item, 0 or more.
    pub items: Vec<f64>,
}

impl Weights {
    /// Everybody and everything once: the weights of the point estimate.
    pub fn even(participants: usize, items: usize) -> Self {
        Self { participants: vec![1.0; participants], items: vec![1.0; items] }
    }

    /// The weight of a trial.
    pub fn of(&self, participant: usize, item: usize) -> f64 {
        self.participants[participant] * self.items[item]
    }
}
