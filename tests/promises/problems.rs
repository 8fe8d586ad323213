//! Bad files get every problem at once, each with its place and what to do.

use std::path::Path;

use miette::{GraphicalReportHandler, GraphicalTheme};
use overtrust::study::{Files, Problems, Study};
use tempfile::TempDir;

/// A copy of the quickstart in a folder of its own, with some files changed.
fn load_changed(changes: &[(&str, &str, &str)]) -> Result<Study, Problems> {
    let folder = TempDir::new().unwrap();
    let files = [
        ("experiments/quickstart.toml", "study.toml"),
        ("analysis/default.toml", "plan.toml"),
        ("datasets/soc-core/dataset.toml", "alerts/dataset.toml"),
        ("datasets/soc-core/alerts.csv", "alerts/alerts.csv"),
        ("datasets/soc-core/evidence.csv", "alerts/evidence.csv"),
        ("datasets/soc-core/advice.csv", "alerts/advice.csv"),
    ];
    std::fs::create_dir(folder.path().join("alerts")).unwrap();
    for (embedded, name) in files {
        let mut text = Files::Embedded.read(Path::new(embedded)).unwrap();
        text = text.replace("../datasets/soc-core", "alerts").replace("../analysis/default.toml", "plan.toml");
        for (_, from, to) in changes.iter().filter(|(file, ..)| *file == name) {
            assert!(text.contains(from), "{name} does not contain {from}");
            text = text.replacen(from, to, 1);
        }
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Study::load(Files::Disk, &folder.path().join("study.toml"))
}

/// What a user reads, without the folder's random name.
fn told(problems: &Problems) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_context_lines(1);
    let mut text = String::new();
    for report in problems.reports() {
        handler.render_report(&mut text, &report).unwrap();
    }
    let folder = folder_in(&text);
    text.replace(&folder, "")
}

/// The random folder that a text names, up to its last slash.
fn folder_in(text: &str) -> String {
    let temporary = std::env::temp_dir().display().to_string();
    let Some(start) = text.find(&temporary) else { return "\0".into() };
    let rest = &text[start + temporary.len() + 1..];
    let end = rest.find('/').unwrap_or(0);
    text[start..start + temporary.len() + end + 2].to_owned()
}

#[test]
fn the_quickstart_is_fine() {
    assert_eq!(load_changed(&[]).unwrap().design.trials, 24);
}

#[test]
fn a_study_file_tells_all_its_problems_at_once() {
    let problems = load_changed(&[
        ("study.toml", "comparison = \"within\"", "comparison = \"withn\""),
        ("study.toml", "trials = 24", "trials = 25"),
        ("study.toml", "wrong_advice_share = 0.25", "wrong_advise_share = 0.25"),
        ("study.toml", "practice_trials = 4", "practice_trials = 9"),
        ("study.toml", "\"raw-tlx\"]", "\"raw-tlz\"]"),
        ("study.toml", "name = \"Copilot\"", "nome = \"Copilot\""),
        ("plan.toml", "level = 0.95", "level = 95"),
    ])
    .unwrap_err();
    insta::assert_snapshot!(told(&problems));
}

#[test]
fn a_dataset_tells_row_and_column() {
    let problems = load_changed(&[
        ("alerts/alerts.csv", ",true-positive,", ",true-positve,"),
        ("alerts/alerts.csv", ",high,", ",hihg,"),
        ("alerts/advice.csv", ",assumed-test,", ",asumed-test,"),
        ("alerts/evidence.csv", ",open_cost", ",opencost"),
    ])
    .unwrap_err();
    insta::assert_snapshot!(told(&problems));
}

#[test]
fn a_missing_file_says_what_to_do() {
    let problems = Study::load(Files::Disk, Path::new("nowhere/study.toml")).unwrap_err();
    insta::assert_snapshot!(told(&problems));
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let problems = load_changed(&[("study.toml", "seed = 20261121", "seed = = 1")]).unwrap_err();
    assert!(problems.iter().count() >= 1);
    insta::assert_snapshot!(told(&problems));
}
