//! Instruments are data files: whoever writes one gets questions, scores and, where it is wrong, every problem with its place.

use serde_json::Value;
use tempfile::TempDir;

use super::program::overtrust;

const OWN: &str = r#"title = "Vigilance"
citation = "Own scale, 2026"
licence = "CC-BY-4.0"
wording = "own"
about = "work"

[scale]
kind = "number"
least = 0
most = 10
low = "never"
high = "all the time"

[scoring]
score = "sum"
transformation = "0-100"

[[items]]
id = "vigilance-away"
text = "How often did your thoughts go elsewhere?"
reversed = true

[[items]]
id = "vigilance-here"
text = "How often did you notice small details?"
"#;

/// The quickstart in a folder, with other questions and an instrument of its own.
fn study(questions: &str, own: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    overtrust(folder.path(), "init mine").success();
    let path = folder.path().join("mine/study.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("[self_reports]").unwrap();
    let (_, after) = rest.split_once("[analysis]").unwrap();
    std::fs::write(&path, format!("{before}[self_reports]\n{questions}\n\n[analysis]{after}")).unwrap();
    std::fs::write(folder.path().join("mine/vigilance.toml"), own).unwrap();
    folder
}

#[test]
fn every_instrument_is_asked_scored_and_judged() {
    let folder = study(
        r#"background = ["complacency", "ai-attitude", "technology-affinity"]
per_block = ["minutes", "raw-tlx", "vigilance.toml"]
final = ["minutes", "trust", "sus"]"#,
        OWN,
    );
    let run = |words: &str| overtrust(folder.path(), words).success().get_output().stdout.clone();
    let check = String::from_utf8(run("check mine/study.toml")).unwrap();
    assert!(check.contains("complacency, ai-attitude, technology-affinity, raw-tlx, vigilance, trust, sus"), "{check}");
    run("simulate mine/study.toml --participants 12 --seed 3");
    run("export mine/study.toml --out data");
    let scores = std::fs::read_to_string(folder.path().join("data/scores.csv")).unwrap();
    let of = |name: &str| scores.lines().filter(|line| line.contains(&format!(",{name},"))).count();
    assert_eq!([of("raw-tlx"), of("vigilance"), of("trust"), of("sus")], [24, 24, 12, 12], "two blocks, or the end");
    assert_eq!(of("ai-attitude"), 24, "two subscales and no total");

    let answers = std::fs::read_to_string(folder.path().join("data/self_reports.csv")).unwrap();
    let answer = |question: &str| -> f64 {
        let line = answers.lines().find(|line| line.contains(&format!(",{question},"))).unwrap();
        line.rsplit(',').next().unwrap().parse().unwrap()
    };
    let first = scores.lines().find(|line| line.contains(",vigilance,")).unwrap();
    let fields: Vec<&str> = first.split(',').collect();
    let expect = 5.0 * (10.0 - answer("vigilance-away") + answer("vigilance-here"));
    assert!((fields[6].parse::<f64>().unwrap() - expect).abs() < 1e-9, "{first}");

    let findings: Value = serde_json::from_slice(&run("analyze mine/study.toml --json")).unwrap();
    let entries = findings["instruments"].as_array().unwrap();
    let tlx: Vec<_> = entries.iter().filter(|entry| entry["instrument"] == "raw-tlx").collect();
    assert_eq!(tlx.iter().map(|entry| entry["arm"].as_str().unwrap()).collect::<Vec<_>>().len(), 2);
    let sus = entries.iter().find(|entry| entry["instrument"] == "sus").unwrap();
    assert!((0.0..=100.0).contains(&sus["mean"].as_f64().unwrap()) && sus["participants"] == 12);
    assert!((-1.0..1.0).contains(&sus["alpha"].as_f64().unwrap()));
}

#[test]
fn an_instrument_tells_all_its_problems_at_once() {
    let own = OWN
        .replace("licence = \"CC-BY-4.0\"\n", "")
        .replace("wording = \"own\"", "wording = \"onw\"")
        .replace("most = 10", "most = 0")
        .replace("id = \"vigilance-here\"", "id = \"role\"")
        .replace("small details?\"", "what {advisor} said?\"");
    let folder = study(
        r#"background = ["trust", "complacensy"]
final = ["minutes", "vigilance.toml", "raw-tlx", "raw-tlx", "missing.toml"]"#,
        &own,
    );
    let refused = overtrust(folder.path(), "check mine/study.toml").failure();
    insta::assert_snapshot!(String::from_utf8(refused.get_output().stderr.clone()).unwrap());
}
