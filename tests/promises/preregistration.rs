//! What a study promises beforehand: the document, its hashes, and how precise a study of some size is.

use std::path::Path;

use overtrust::findings::{Replication, implied, precision, recover};
use overtrust::journal::Journal;
use overtrust::session::Event;
use overtrust::study::{Files, Study, StudyId};
use serde_json::Value;
use tempfile::TempDir;

use super::program::{err, json, out, overtrust};
use super::studies::team;

/// A ready-made study with few replicates of the resampling.
fn scaffold(name: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    overtrust(folder.path(), &format!("init mine --study {name}")).success();
    let plan = folder.path().join("mine/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    assert!(text.contains("replicates = 2000"));
    std::fs::write(&plan, text.replace("replicates = 2000", "replicates = 200")).unwrap();
    folder
}

#[test]
fn a_preregistration_says_what_will_be_done_and_what_it_can_tell() {
    let folder = scaffold("quickstart");
    let words = "preregister mine/study.toml --participants 8 --studies 4 --seed 3";
    let document = out(&overtrust(folder.path(), words).success());
    overtrust(folder.path(), &format!("{words} --out registration.md")).success();
    let written = std::fs::read_to_string(folder.path().join("registration.md")).unwrap();
    assert_eq!(document, written, "the same whenever it is written, and wherever to");
    let hashes = json(folder.path(), &format!("{words} --json"))["hashes"].clone();
    let mut shown = document.replace(env!("CARGO_PKG_VERSION"), "[version]");
    for (name, hash) in hashes.as_object().unwrap() {
        assert!(shown.contains(hash.as_str().unwrap()), "the document lacks the hash of the {name}");
        shown = shown.replace(hash.as_str().unwrap(), &format!("[hash of the {name}]"));
    }
    insta::assert_snapshot!(shown);
}

#[tokio::test]
async fn the_registered_hashes_are_those_that_the_journal_compares() {
    let folder = scaffold("quickstart");
    let words = "preregister mine/study.toml --participants 4 --studies 2 --json";
    let registered = json(folder.path(), words)["hashes"].clone();
    overtrust(folder.path(), "simulate mine/study.toml --participants 4").success();
    let url = format!("sqlite://{}", folder.path().join("mine/overtrust.db").display());
    let events = Journal::open(&url).await.unwrap().study_events(&StudyId("study".into())).await.unwrap();
    let [Event::StudyOpened { study, dataset, plan, assignment }] = events.as_slice() else { panic!("{events:?}") };
    let kept = [("study", study), ("dataset", dataset), ("plan", plan), ("assignment", assignment)];
    for (name, hash) in kept {
        assert_eq!(registered[name].as_str(), Some(hash.as_str()), "{name}");
    }
    assert_eq!(json(folder.path(), "analyze mine/study.toml --json")["deviations"], serde_json::json!([]));
    let file = folder.path().join("mine/plan.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("fastest_s = 3", "fastest_s = 4");
    std::fs::write(&file, text).unwrap();
    let later = json(folder.path(), words)["hashes"].clone();
    assert_ne!(later["plan"], registered["plan"]);
    assert_eq!(later["dataset"], registered["dataset"]);
    let deviations = json(folder.path(), "analyze mine/study.toml --json")["deviations"].to_string();
    assert!(deviations.contains("the analysis plan was changed"), "{deviations}");
}

#[test]
fn power_and_preregistration_agree_with_recovery_of_the_same_seeds() {
    let folder = scaffold("quickstart");
    let recovered = json(folder.path(), "recovery mine/study.toml --participants 8 --studies 5 --seed 11 --json");
    let same =
        |id: &str| recovered["estimates"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    let power = json(
        folder.path(),
        "power mine/study.toml --participants 6,8 --trials 24,16 --studies 5 --seed 11 --null --json",
    );
    let sizes = power["sizes"].as_array().unwrap();
    let shapes: Vec<_> = sizes.iter().map(|size| (size["trials"].clone(), size["participants"].clone())).collect();
    assert_eq!(shapes, [(24, 6), (24, 8), (16, 6), (16, 8)].map(|(t, p)| (Value::from(t), Value::from(p))));
    let registered = json(folder.path(), "preregister mine/study.toml --participants 8 --studies 5 --seed 11 --json");
    let headline = registered["analyses"][0]["precision"].as_array().unwrap();
    assert_eq!(headline.len(), 8);
    assert_eq!(headline[0], sizes[1]["precision"], "the primary measure comes first");
    for row in headline {
        let other = same(row["id"].as_str().unwrap());
        let close = |a: &Value, b: &Value| (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-9;
        assert!(close(&row["mean_width"], &other["mean_width"]), "{row} {other}");
        assert!(close(&row["coverage"], &other["coverage"]), "{row} {other}");
        assert!(close(&row["truth"], &other["truth"]), "{row} {other}");
    }
    let null = &sizes[1]["null"];
    assert!(null["truth"].as_f64().unwrap().abs() < 1e-9, "{null}");
    assert!(null["excludes_zero"].as_f64() < sizes[1]["precision"]["excludes_zero"].as_f64(), "{sizes:?}");
}

#[test]
fn more_participants_and_more_alerts_make_intervals_narrower() {
    let folder = scaffold("quickstart");
    let power = json(folder.path(), "power mine/study.toml --participants 8,32 --trials 16,48 --studies 6 --json");
    let widths: Vec<f64> = power["sizes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|size| size["precision"]["mean_width"].as_f64().unwrap())
        .collect();
    let [few_few, few_many, many_few, many_many] = widths[..] else { panic!("{widths:?}") };
    assert!(few_few > few_many && few_few > many_few && few_many > many_many && many_few > many_many, "{widths:?}");
}

#[test]
fn advice_without_effects_implies_none() {
    let team = team("mixed");
    let study = Study::load(Files::Embedded, Path::new("experiments/quickstart.toml")).unwrap();
    let (with, without) = (implied(&study, &team, None), implied(&study, &team.without_effects(), None));
    for id in ["speed-effect", "accuracy-effect", "attributable-bias", "speed-gap-retrospective", "speed-gap-forecast"]
    {
        assert!(without.truth(id).unwrap().abs() < 1e-9, "{id}");
        assert!(with.truth(id).unwrap().abs() > 0.01, "{id}");
    }
}

#[test]
fn conditions_are_registered_by_themselves_where_they_are_not_pooled() {
    let mut study = Study::load(Files::Embedded, Path::new("experiments/mitigation.toml")).unwrap();
    study.plan.replicates = 200;
    let team = team("recovery");
    let replication =
        Replication { study: &study, team: &team, participants: 56, seeds: 1..4, scopes: &[Some(0), Some(4)] };
    let recovered = recover(&replication, || {}).unwrap();
    let of_slow_down: Vec<&str> = recovered[1].iter().map(|row| row.id).collect();
    assert!(recovered[0].iter().any(|row| row.id == "speed-effect") && !of_slow_down.contains(&"speed-effect"));
    let measured = precision(&replication, &["speed-effect"], || {}).unwrap();
    assert!(measured[0][0].covering.is_some() && measured[1][0].covering.is_none());
    assert!(measured[1][0].width.is_some(), "an interval has a width also where no truth is known");
    assert_ne!(measured[0][0].width, measured[1][0].width);
}

#[test]
fn arguments_that_cannot_be_are_refused_with_a_hint() {
    let folder = scaffold("mitigation");
    let check = |words: &str, code: i32, expect: &[&str]| {
        let told = err(&overtrust(folder.path(), words).code(code));
        assert!(expect.iter().all(|part| told.contains(part)), "{words}: {told}");
    };
    check("power mine/study.toml --participants 1", 2, &["1 is not in 2..=10000"]);
    check("power mine/study.toml --participants many", 2, &["invalid"]);
    check("preregister mine/study.toml --studies 1", 2, &["1 is not in 2"]);
    check("power mine/study.toml", 1, &["not pooled", "--condition", "slow-down"]);
    check("recovery mine/study.toml", 1, &["not pooled"]);
    check("power mine/study.toml --condition other", 1, &["there is no condition `other`", "panels-first"]);
    check(
        "power mine/study.toml --condition none --trials 24,30,400",
        1,
        &["30 trials: `trials` has to be a multiple of 4", "400 trials:", "wanted"],
    );
    check(
        "preregister mine/study.toml --out nowhere/registration.md --participants 14 --studies 2",
        1,
        &["can't be written", "folder"],
    );
    check("preregister mine/other.toml", 1, &["can't be read"]);
    check("preregister mine/study.toml --team none.toml", 1, &["none.toml", "profile"]);
}
