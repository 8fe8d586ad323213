//! Where in a block the advice is wrong: uniformly among the orders that the rules allow.

use rand::{Rng, RngExt};

use crate::study::{TOO_MANY_IN_A_ROW, order_exists};

/// How a block begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead {
    /// Right advices before the first wrong one.
    pub right: usize,
    /// Whether a wrong one comes right after them.
    pub then_wrong: bool,
}

/// Draws an order of right and wrong advices (true where wrong) that [`order_exists`] allows; each is equally likely.
///
/// # Panics
/// If no order exists.
pub fn draw_order(right: usize, wrong: usize, lead: Lead, rng: &mut impl Rng) -> Vec<bool> {
    assert!(order_exists(right, wrong, lead.right), "a checked design allows an order");
    let first = lead.right.min(right);
    let completions = Completions::new(right - first, wrong);
    let mut order = vec![false; first];
    let (mut right, mut wrong, mut run) = (right - first, wrong, 0);
    if lead.then_wrong && wrong > 0 {
        order.push(true);
        (wrong, run) = (wrong - 1, 1);
    }
    while right + wrong > 0 {
        let continue_right = if right > 0 { completions.count(right - 1, wrong, 0) } else { 0.0 };
        let continue_wrong = if wrong > 0 { completions.count(right, wrong - 1, run + 1) } else { 0.0 };
        let is_wrong = rng.random::<f64>() * (continue_right + continue_wrong) >= continue_right;
        if is_wrong {
            wrong -= 1;
            run += 1;
        } else {
            right -= 1;
            run = 0;
        }
        order.push(is_wrong);
    }
    order
}

/// In how many allowed ways an order can go on, for every remainder of right and wrong advices and every current run.
struct Completions {
    wrong: usize,
    counts: Vec<f64>,
}

impl Completions {
    fn new(right: usize, wrong: usize) -> Self {
        let mut table = Self { wrong, counts: vec![0.0; (right + 1) * (wrong + 1) * TOO_MANY_IN_A_ROW] };
        for r in 0..=right {
            for w in 0..=wrong {
                for run in 0..TOO_MANY_IN_A_ROW {
                    let with_right = if r > 0 { table.count(r - 1, w, 0) } else { 0.0 };
                    let with_wrong = if w > 0 { table.count(r, w - 1, run + 1) } else { 0.0 };
                    let count = if r + w == 0 { 1.0 } else { with_right + with_wrong };
                    let place = table.place(r, w, run);
                    table.counts[place] = count;
                }
            }
        }
        table
    }

    fn count(&self, right: usize, wrong: usize, run: usize) -> f64 {
        if run >= TOO_MANY_IN_A_ROW { 0.0 } else { self.counts[self.place(right, wrong, run)] }
    }

    fn place(&self, right: usize, wrong: usize, run: usize) -> usize {
        (right * (self.wrong + 1) + wrong) * TOO_MANY_IN_A_ROW + run
    }
}
