//! The stages know only what they may know, and hardly any file is long.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files
}

/// Expects that no source below a folder says any of the words.
fn check(folder: &str, forbidden: &[&str]) {
    for (path, text) in sources(folder) {
        for word in forbidden {
            assert!(!text.contains(word), "{} says `{word}`", path.display());
        }
    }
}

#[test]
fn stages_know_only_what_they_may() {
    check("study", &["crate::assignment", "crate::session", "crate::journal", "crate::server"]);
    check("assignment", &["crate::session", "crate::journal", "crate::server", "Timestamp", "std::time", "rand::rng("]);
    check("session", &["crate::journal", "crate::server", "sqlx", "askama", "Timestamp", "std::time", "std::fs"]);
    check("journal", &["crate::statistics", "crate::findings", "crate::measures", "crate::server"]);
    check("server", &["sqlx", "crate::statistics"]);
    check("simulation", &["sqlx", "crate::findings", "crate::statistics"]);
    check("measures", &["sqlx", "crate::statistics", "crate::findings", "crate::report"]);
    check(
        "statistics",
        &[
            "std::fs",
            "std::io",
            "std::time",
            "Timestamp",
            "rand::rng(",
            "crate::study",
            "crate::measures",
            "crate::findings",
        ],
    );
    check("findings", &["sqlx", "askama", "crate::report", "crate::journal"]);
    check("report", &["sqlx", "crate::journal", "crate::measures", "crate::study", "crate::statistics"]);
}

#[test]
fn only_the_journal_has_sql_and_only_the_console_prints() {
    for (path, text) in sources("") {
        let place = path.display().to_string();
        assert!(place.contains("/journal/") || !text.contains("sqlx::"), "{place} has SQL");
        assert!(place.ends_with("console.rs") || !text.contains("anstream"), "{place} prints");
    }
}

#[test]
fn the_solver_of_mixed_models_stays_behind_its_module() {
    let knowing: Vec<String> = sources("")
        .into_iter()
        .filter(|(_, text)| text.contains("glmm::"))
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    for name in &knowing {
        let may = ["engine.rs", "refit.rs", "bootstrap.rs", "profile.rs", "compare.rs"];
        assert!(may.contains(&name.as_str()), "{name} knows the solver");
    }
    assert_eq!(knowing.len(), 5);
}

#[test]
fn a_file_holds_one_idea() {
    const LONGEST: usize = 350;
    for (path, text) in sources("") {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//! "), "{} does not say what it is for", path.display());
    }
}
