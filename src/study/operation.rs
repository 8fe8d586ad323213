//! What operation is like, to which a study's results are projected: its alerts, its AI, its costs.

use serde::Serialize;

use super::toml_reader::TableReader;

/// Assumptions on operation. The share of wrong advice in a study is never that of operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Operation {
    /// Share of alerts that need action.
    pub needs_action_share: f64,
    /// Share of suggestions that are wrong; none where nobody said it.
    pub ai_error_rate: Option<f64>,
    /// Alerts to project to.
    pub alerts: u64,
    /// What mistakes and minutes cost, in any one currency; none where nobody said it.
    pub costs: Option<Costs>,
}

/// Prices in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Costs {
    /// Of a missed attack.
    pub missed_attack: f64,
    /// Of an escalation that was not needed.
    pub wasted_escalation: f64,
    /// Of a minute of an analyst.
    pub analyst_minute: f64,
}

impl Default for Operation {
    fn default() -> Self {
        Self { needs_action_share: 0.05, ai_error_rate: None, alerts: 1000, costs: None }
    }
}

impl Operation {
    /// Reads `[operation]` of an analysis plan.
    pub(super) fn read(mut table: TableReader<'_, '_>) -> Self {
        let usual = Self::default();
        let has_rate = table.has("ai_error_rate");
        let has_costs = COSTS.iter().any(|key| table.has(key));
        let rate = table.number("ai_error_rate", 0.0..=1.0, 0.0).value;
        let operation = Self {
            needs_action_share: table.number("needs_action_share", 0.0..=1.0, usual.needs_action_share).value,
            ai_error_rate: has_rate.then_some(rate),
            alerts: table.integer("alerts", 1..=1_000_000_000, Some(usual.alerts)).value,
            costs: {
                let [missed_attack, wasted_escalation, analyst_minute] =
                    COSTS.map(|key| table.number(key, 0.0..=1e12, 0.0).value);
                has_costs.then_some(Costs { missed_attack, wasted_escalation, analyst_minute })
            },
        };
        table.finish();
        operation
    }
}

const COSTS: [&str; 3] = ["cost_missed_attack", "cost_wasted_escalation", "cost_analyst_minute"];
