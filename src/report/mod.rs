//! The report: one self-contained HTML page made from the findings alone; nothing here reads a database or estimates.

mod certainty;
mod estimate_rows;
mod facts;
mod glossary;
mod markdown;
mod next_steps;
mod numbers;
mod pictures;
mod reading;
mod research;
mod reveal;
mod roll_out;
#[cfg(test)]
mod sample;
mod sentences;
mod setting;
#[cfg(test)]
mod tests;
mod trilemma;

pub use markdown::markdown;
pub use numbers::table_cell;
pub use reveal::screens_html;

use askama::Template;

use crate::findings::{Findings, SwitchedOff};
use estimate_rows::Section;
use facts::Fact;
use glossary::Term;
use pictures::Picture;
use research::{FlowBox, ModelRows};
use roll_out::Calculator;
use trilemma::Corner;

/// Everything that the page shows, as plain values.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    css: &'static str,
    title: &'a str,
    study: &'a str,
    simulated: Option<String>,
    head: Vec<Fact>,
    sentences: [String; 3],
    first_pictures: Vec<Picture>,
    corners: Vec<Corner>,
    gained: String,
    break_even: String,
    in_operation: Option<String>,
    setting: Vec<String>,
    certainty: Vec<String>,
    steps: Vec<String>,
    calculator: Option<Calculator>,
    no_roll_out: Option<&'a str>,
    pictures: [Picture; 1],
    intervals: Vec<Picture>,
    diagnostics: Vec<Picture>,
    sections: Vec<Section>,
    switched_off: &'a [SwitchedOff],
    models: Vec<ModelRows>,
    scales: Vec<[String; 8]>,
    shared_method: Option<&'a str>,
    flow: Vec<FlowBox>,
    script: &'static str,
    script_hash: &'static str,
    quality: Vec<Fact>,
    from_table: bool,
    deviations: &'a [String],
    provenance: Vec<Fact>,
    terms: &'static [Term],
}

/// The script that moves the projection, and its hash for the page's policy: no other script runs.
const SCRIPT: &str = include_str!("project.js");
/// The only script that a report's policy lets run.
pub const SCRIPT_HASH: &str = "sha256-GZ/rlDQqjR1PaSlODIjemQdu6iJlHFalRFUvve8AKzI=";

/// The whole report as one HTML file: one small script for the sliders, no network, the same bytes for the same findings.
pub fn html(findings: &Findings) -> String {
    let corners = trilemma::corners(findings);
    let page = Page {
        css: include_str!("report.css"),
        title: &findings.study.title,
        study: &findings.study.id,
        simulated: facts::simulated(findings),
        head: facts::head(findings),
        sentences: sentences::three(findings),
        first_pictures: pictures::first_page(findings),
        gained: trilemma::sentence(&corners),
        corners,
        break_even: roll_out::break_even(findings),
        in_operation: roll_out::in_operation(findings),
        setting: setting::sentences(findings),
        certainty: certainty::paragraphs(findings),
        steps: next_steps::steps(findings),
        calculator: roll_out::calculator(findings),
        no_roll_out: findings.no_roll_out.as_deref(),
        pictures: [pictures::times(findings)],
        intervals: pictures::of_intervals(findings),
        diagnostics: pictures::diagnostics(findings),
        sections: estimate_rows::sections(findings),
        switched_off: &findings.switched_off,
        models: research::model_rows(findings),
        scales: research::scale_rows(findings),
        shared_method: estimate_rows::shared_method(findings),
        flow: research::flow_diagram(findings),
        script: SCRIPT,
        script_hash: SCRIPT_HASH,
        quality: facts::quality(findings),
        from_table: findings.source.is_some(),
        deviations: &findings.deviations,
        provenance: facts::provenance(findings),
        terms: glossary::TERMS,
    };
    page.render().expect("writing to a string does not fail")
}
