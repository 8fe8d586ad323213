//! Which estimates were declared beforehand, and their p-values adjusted for how many there are.

use crate::statistics::{benjamini_hochberg, holm};
use crate::study::Plan;

use super::estimate::{Estimate, Role};

/// Gives every estimate its role and its adjusted p-value: Holm (1979) over the secondary ones, Benjamini & Hochberg (1995) over the
/// exploratory ones. The primary one stands alone, unadjusted.
pub fn with_roles(plan: &Plan, mut estimates: Vec<Estimate>) -> Vec<Estimate> {
    for estimate in &mut estimates {
        estimate.role = role(plan, &estimate.id);
    }
    adjust(&mut estimates, Role::Primary, <[Option<f64>]>::to_vec);
    adjust(&mut estimates, Role::Secondary, holm);
    adjust(&mut estimates, Role::Exploratory, benjamini_hochberg);
    estimates
}

fn role(plan: &Plan, id: &str) -> Role {
    if id == plan.primary.id() {
        Role::Primary
    } else if plan.secondary.iter().any(|secondary| secondary.id() == id) {
        Role::Secondary
    } else {
        Role::Exploratory
    }
}

fn adjust(estimates: &mut [Estimate], role: Role, adjusted: impl Fn(&[Option<f64>]) -> Vec<Option<f64>>) {
    let family: Vec<&mut Estimate> = estimates.iter_mut().filter(|estimate| estimate.role == role).collect();
    let p_values: Vec<Option<f64>> = family.iter().map(|estimate| estimate.p).collect();
    for (estimate, p) in family.into_iter().zip(adjusted(&p_values)) {
        estimate.p_adjusted = p;
    }
}
