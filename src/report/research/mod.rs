//! What a researcher asks for beyond the estimates: models, scales, and what the design can't say.

mod flow_diagram;
mod model_rows;
mod scale_rows;

pub use flow_diagram::{FlowBox, flow_diagram};
pub use model_rows::{ModelRows, model_rows};
pub use scale_rows::scale_rows;

/// A p-value for a table.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "< .001".to_owned() } else { format!("{p:.3}").trim_start_matches('0').to_owned() }
}
