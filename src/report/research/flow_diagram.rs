//! Who took part and who was left out, as boxes in a row (after the CONSORT flow diagram; Schulz, Altman & Moher 2010).

use crate::findings::Findings;
use crate::report::numbers::count;

/// One box, and what left the row after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowBox {
    /// What it counts.
    pub name: &'static str,
    /// How many.
    pub number: String,
    /// Who or what was left out, with the reason.
    pub left_out: Vec<String>,
}

/// From enrolment to the analysed decisions.
pub fn flow_diagram(findings: &Findings) -> Vec<FlowBox> {
    let flow = &findings.flow;
    let reasons =
        |list: &[(String, usize)]| list.iter().map(|(reason, number)| format!("{number}: {reason}")).collect();
    let left: usize = flow.trials_left_out.iter().map(|(_, number)| number).sum();
    vec![
        FlowBox {
            name: "Enrolled",
            number: count(flow.enrolled, "person", "people"),
            left_out: reasons(&flow.participants_left_out),
        },
        FlowBox { name: "Analysed", number: count(flow.analysed, "person", "people"), left_out: Vec::new() },
        FlowBox {
            name: "Their decisions",
            number: count(flow.trials, "decision", "decisions"),
            left_out: reasons(&flow.trials_left_out),
        },
        FlowBox {
            name: "Decisions analysed",
            number: count(flow.trials - left.min(flow.trials), "decision", "decisions"),
            left_out: Vec::new(),
        },
    ]
}
