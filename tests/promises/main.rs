//! What the program promises, tried through its outermost doors.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

mod any_data;
mod any_data_problems;
mod architecture;
mod assignment;
mod browser;
mod browser_conditions;
mod browser_conduct;
mod browser_german;
mod browser_walk;
mod command_line;
mod conduct;
mod crosscheck;
mod devtools;
mod ended;
mod experiments;
mod fit;
mod import;
mod instruments;
mod journal;
mod journal_erasure;
mod kill;
mod languages;
mod lint;
mod participation;
mod preregistration;
mod problems;
mod program;
mod report_page;
mod reveal;
mod session;
mod site;
mod stratified;
mod studies;

use std::io::Write;

/// Says why a part was skipped, past the test runner, which keeps what a passing test prints to itself.
fn notice(text: &str) {
    std::io::stderr().write_all(format!("notice: {text}\n").as_bytes()).unwrap();
}
