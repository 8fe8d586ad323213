//! The report: one self-contained HTML page made from the findings alone; nothing here reads a database or estimates.

mod certainty;
mod estimate_rows;
mod facts;
mod glossary;
mod next_steps;
mod numbers;
mod pictures;
mod reading;
mod reveal;
#[cfg(test)]
mod sample;
mod sentences;
#[cfg(test)]
mod tests;

pub use numbers::table_cell;
pub use reveal::screens_html;

use askama::Template;

use crate::findings::Findings;
use estimate_rows::EstimateRow;
use facts::Fact;
use glossary::Term;
use pictures::Picture;

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
    certainty: Vec<String>,
    steps: Vec<String>,
    pictures: Vec<Picture>,
    estimates: Vec<EstimateRow>,
    shared_method: Option<&'a str>,
    flow: Vec<(String, String)>,
    quality: Vec<Fact>,
    from_table: bool,
    deviations: &'a [String],
    provenance: Vec<Fact>,
    terms: &'static [Term],
}

/// The whole report as one HTML file: no script, no network, the same bytes for the same findings.
pub fn html(findings: &Findings) -> String {
    let page = Page {
        css: include_str!("report.css"),
        title: &findings.study.title,
        study: &findings.study.id,
        simulated: facts::simulated(findings),
        head: facts::head(findings),
        sentences: sentences::three(findings),
        first_pictures: pictures::first_page(findings),
        certainty: certainty::paragraphs(findings),
        steps: next_steps::steps(findings),
        pictures: pictures::for_researchers(findings),
        estimates: estimate_rows::rows(findings),
        shared_method: estimate_rows::shared_method(findings),
        flow: facts::flow(findings),
        quality: facts::quality(findings),
        from_table: findings.source.is_some(),
        deviations: &findings.deviations,
        provenance: facts::provenance(findings),
        terms: glossary::TERMS,
    };
    page.render().expect("writing to a string does not fail")
}
