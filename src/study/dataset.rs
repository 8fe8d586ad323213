//! A checked dataset: alerts whose references hold, with the card that says where they come from.

use super::alert::{Alert, Role};
use super::study_file::Comparison;

/// Where the advice of a set comes from, and so how much of it each alert has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdviceSupply {
    /// Written for measuring: every alert has one right advice and at least two wrong ones of different failure modes.
    Written,
    /// What an adviser in use really said: every alert has one advice, right or wrong as it came.
    AsGiven,
}

impl AdviceSupply {
    /// Every supply with its name in files.
    pub const NAMED: [(&'static str, Self); 2] = [("written", Self::Written), ("as-given", Self::AsGiven)];
}

/// A set of alerts that a study can draw from.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// What the set is called.
    pub title: String,
    /// The licence of its texts.
    pub licence: String,
    /// How it was made.
    pub provenance: String,
    /// The share of alerts that need action, in words.
    pub prevalence: String,
    /// Where the advice comes from.
    pub advice_supply: AdviceSupply,
    /// Every alert, in the order of the file.
    pub alerts: Vec<Alert>,
}

impl Dataset {
    /// The indices of the alerts with a role.
    pub fn with_role(&self, wanted: impl Fn(&Role) -> bool) -> Vec<usize> {
        (0..self.alerts.len()).filter(|&index| wanted(&self.alerts[index].role)).collect()
    }

    /// The names of the parallel forms, sorted.
    pub fn forms(&self) -> Vec<&str> {
        let mut forms: Vec<&str> = self
            .alerts
            .iter()
            .filter_map(|alert| match &alert.role {
                Role::Scored { form } => Some(form.as_str()),
                _ => None,
            })
            .collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The indices of the scored alerts of a form.
    pub fn of_form(&self, wanted: &str) -> Vec<usize> {
        self.with_role(|role| matches!(role, Role::Scored { form } if form == wanted))
    }

    /// The scored alerts from which the two pools of a study are drawn; see [`super::Design::pools`].
    pub fn pools(&self, comparison: Comparison) -> [Vec<usize>; 2] {
        match comparison {
            Comparison::Within | Comparison::Mixed => self.halves(),
            Comparison::Between => [Vec::new(), self.with_role(|role| matches!(role, Role::Scored { .. }))],
        }
    }

    /// The scored alerts in two halves of whole forms: of four forms A to D, the first half is A and C.
    pub fn halves(&self) -> [Vec<usize>; 2] {
        let mut halves = [Vec::new(), Vec::new()];
        for (index, form) in self.forms().into_iter().enumerate() {
            halves[index % 2].extend(self.of_form(form));
        }
        halves
    }
}
