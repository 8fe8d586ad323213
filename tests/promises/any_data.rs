//! A table of trials of any platform is analysed as a study is, and what it lacks switches off what needs it.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{json, overtrust};

/// A folder with a table of trials.
pub fn with_table(bytes: impl AsRef<[u8]>) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("t.csv"), bytes).unwrap();
    folder
}

/// What `analyze` makes of a table.
pub fn analysed(bytes: impl AsRef<[u8]>, options: &str) -> Value {
    json(with_table(bytes).path(), &format!("analyze --trials t.csv --json {options}"))
}

/// An estimate by its id.
pub fn estimate<'v>(findings: &'v Value, id: &str) -> &'v Value {
    let all = findings["estimates"].as_array().unwrap();
    all.iter().find(|estimate| estimate["id"] == id).unwrap_or_else(|| panic!("there is no {id}"))
}

/// Why an estimate has no value; none where it has one.
fn reason<'v>(findings: &'v Value, id: &str) -> Option<&'v str> {
    let off = findings["switched_off"].as_array().unwrap();
    let holds = |entry: &&Value| entry["estimates"].as_array().unwrap().iter().any(|known| known == id);
    off.iter().find(holds).map(|entry| entry["reason"].as_str().unwrap())
}

/// 12 participants on 12 alerts, every second trial aided, every third advice wrong; with the named columns alone.
pub fn table(columns: &[&str]) -> String {
    let mut text = columns.join(",");
    for participant in 0..12_u32 {
        for item in 0..12_u32 {
            let aided = (participant + item) % 2 == 0;
            let wrong_advice = (participant + item / 2) % 3 == 0;
            let scatter = (participant * 7 + item * 5) % 11;
            let correct = scatter > if aided && wrong_advice { 6 } else { 2 };
            let word = |attack: bool| if attack { "malicious" } else { "benign" };
            let attack = item % 3 == 0;
            let cells: Vec<String> = columns
                .iter()
                .map(|column| match *column {
                    "participant" => format!("p{participant}"),
                    "item" => format!("a{item}"),
                    "arm" => if aided { "aided" } else { "unaided" }.into(),
                    "truth" => word(attack).into(),
                    "final" => word(attack == correct).into(),
                    "correct" => correct.to_string(),
                    "advice" if aided => word(attack != wrong_advice).into(),
                    "advice_correct" if aided => (!wrong_advice).to_string(),
                    "advice" | "advice_correct" => String::new(),
                    "time_s" => (20 + scatter).to_string(),
                    "order" => ((item + 5 * participant) % 12 + 1).to_string(),
                    "evidence_opened" => (scatter % 4).to_string(),
                    "decisive_opened" => (scatter % 2 == 0).to_string(),
                    other => panic!("there is no {other}"),
                })
                .collect();
            let _ = write!(text, "\n{}", cells.join(","));
        }
    }
    text + "\n"
}

/// The columns that most measures need.
pub const FULL: [&str; 9] =
    ["participant", "item", "arm", "truth", "final", "advice", "time_s", "order", "evidence_opened"];

#[test]
fn an_export_gives_the_estimates_of_its_journal() {
    let folder = TempDir::new().unwrap();
    overtrust(folder.path(), "init mine").success();
    overtrust(folder.path(), "simulate mine/study.toml --participants 12 --seed 4").success();
    overtrust(folder.path(), "export mine/study.toml --out data").success();
    let journal = json(folder.path(), "analyze mine/study.toml --json");
    let words = "--trials data/trials.csv --self-reports data/self_reports.csv --plan mine/plan.toml";
    let tables = json(folder.path(), &format!("analyze --json {words}"));
    // What an export does not hold: three classes, and which instrument an answer belongs to.
    let absent = ["accuracy-three-classes-", "misled-elsewhere", "trust-agreement", "trust-over-reliance", "score-"];
    let is_absent = |id: &str| absent.iter().any(|beginning| id.starts_with(beginning));
    let numbers = |findings: &Value| -> Vec<Value> {
        let estimates = findings["estimates"].as_array().unwrap().iter();
        let told = estimates.filter(|estimate| !is_absent(estimate["id"].as_str().unwrap()));
        told.map(|estimate| serde_json::json!([estimate["id"], estimate["value"], estimate["low"], estimate["high"]]))
            .collect()
    };
    assert!(numbers(&journal).len() > 150);
    assert_eq!(numbers(&journal), numbers(&tables));
    assert!(reason(&tables, "accuracy-three-classes-aided").unwrap().contains("three classes"));
    for field in ["people", "paths", "times", "primary"] {
        assert_eq!(journal[field], tables[field], "{field}");
    }
    assert_eq!(tables["source"]["ignored_columns"].as_array().unwrap().len(), 0);
    overtrust(folder.path(), &format!("report --out r.html {words}")).success();
    let report = std::fs::read_to_string(folder.path().join("r.html")).unwrap();
    assert!(report.contains("data/trials.csv") && !report.contains("no data yet"));
}

#[test]
fn what_is_missing_switches_measures_off_by_name() {
    let all = analysed(table(&FULL), "");
    assert_eq!(reason(&all, "attributable-bias"), None);
    assert!(reason(&all, "weight-of-advice-median").is_some());
    let cases: [(&str, &[&str], &[&str]); 4] = [
        ("time_s", &["speed-effect", "speed-tracking"], &["accuracy-effect", "attributable-bias"]),
        ("advice", &["attributable-bias", "over-reliance", "speed-effect-right-advice"], &["accuracy-effect"]),
        ("evidence_opened", &["blind-acceptance", "sampling-gap"], &["over-reliance", "speed-effect"]),
        ("decisive_opened", &["decisive-opened-aided"], &["evidence-opened-aided"]),
    ];
    for (column, off, on) in cases {
        let left: Vec<&str> = FULL.into_iter().filter(|name| *name != column).collect();
        let findings = analysed(table(&left), "");
        for id in off {
            let reason = reason(&findings, id).unwrap_or_else(|| panic!("{id} has a value without {column}"));
            assert!(reason.contains(&format!("`{column}`")), "{id}: {reason}");
            assert!(estimate(&findings, id)["value"].is_null());
        }
        for id in on {
            for field in ["value", "low", "high"] {
                assert_eq!(estimate(&findings, id)[field], estimate(&all, id)[field], "{id} without {column}");
            }
        }
    }
}

#[test]
fn correctness_alone_gives_what_needs_no_truth_and_nothing_else() {
    let all = analysed(table(&FULL), "");
    let findings = analysed(table(&["participant", "item", "arm", "correct", "advice_correct", "time_s", "order"]), "");
    for id in ["accuracy-effect", "attributable-bias", "over-reliance", "agreement", "speed-effect"] {
        assert_eq!(estimate(&findings, id)["value"], estimate(&all, id)["value"], "{id}");
    }
    for id in
        ["missed-attacks-aided", "commission-rate", "omission-rate", "speed-effect-attacks", "speed-effect-harmless"]
    {
        assert!(reason(&findings, id).unwrap().contains("`truth`"), "{id}");
    }
    let titles: Vec<&str> =
        findings["models"].as_array().unwrap().iter().map(|model| model["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["time by arm", "time by advice", "decisions by arm", "decisions by advice"]);
    assert!(findings["diagnostics"]["items"].as_array().unwrap().iter().all(|item| item["needs_action"].is_null()));
    let halves: [&[&str]; 2] = [
        &["participant", "item", "arm", "truth", "correct", "advice"],
        &["participant", "item", "arm", "final", "correct", "advice"],
    ];
    for columns in halves {
        let findings = analysed(table(columns), "");
        for id in ["attributable-bias", "missed-attacks-aided", "commission-rate"] {
            assert_eq!(estimate(&findings, id), estimate(&all, id), "{columns:?}");
        }
    }
}

#[test]
fn without_order_practice_stays_in_and_that_is_said() {
    let left: Vec<&str> = FULL.into_iter().filter(|name| *name != "order").collect();
    let findings = analysed(table(&left), "");
    let speed = estimate(&findings, "speed-effect");
    assert!(speed["value"].is_number());
    assert!(speed["notes"].to_string().contains("practice is not taken out"), "{speed}");
}

#[test]
fn numbers_as_verdicts_have_a_threshold_and_a_weight_of_advice() {
    let text = "participant,item,arm,truth,initial,advice,final\n\
                a,x,aided,0.9,0.2,0.6,0.4\n\
                a,y,aided,0.1,0.5,0.5,0.8\n\
                b,x,aided,0.9,0.8,0.4,0.9\n\
                b,y,aided,0.1,0.3,0.7,0.9\n\
                b,z,unaided,1,,,0.7\n";
    let findings = analysed(text, "");
    let value = |findings: &Value, id: &str| estimate(findings, id)["value"].as_f64().unwrap();
    // The weights are 0.5, none (0/0), -0.25 and 1.5: clipped 0.5, 0 and 1.
    assert!((value(&findings, "weight-of-advice-median") - 0.5).abs() < 1e-9);
    assert!((value(&findings, "weight-of-advice-mean") - 0.5).abs() < 1e-9);
    assert_eq!(estimate(&findings, "weight-of-advice-mean")["trials"], 3);
    assert!((value(&findings, "agreement") - 0.5).abs() < 1e-9);
    assert!((value(&analysed(text, "--threshold 0.4"), "agreement") - 1.0).abs() < 1e-9);
    let binary = "participant,item,arm,truth,initial,advice,final\na,x,aided,1,0,1,1\na,y,unaided,0,,,0\n";
    assert!(reason(&analysed(binary, ""), "weight-of-advice-median").is_some());
}

#[test]
fn names_and_words_are_read_as_people_write_them() {
    let plain =
        "participant,item,arm,truth,advice,final,time_s\na,x,aided,tp,fp,bp,1.5\na,y,unaided,benign,,true positive,2\n";
    let other = "\u{feff}Subject ID;ALERT;Aided;Ground truth;AI-verdict;Decision;rt_ms;rt\r\n\
                 a;x;TRUE;True Positive;False-Positive;\"BP\";1500,0;9\r\n\
                 \r\na;y;0;BP;;escalate;2000;9\r\n";
    let (plain, other) = (analysed(plain, ""), analysed(other, ""));
    assert_eq!(plain["estimates"], other["estimates"]);
    assert_eq!(plain["times"], other["times"]);
    assert_eq!(other["source"]["ignored_columns"], serde_json::json!(["rt"]));
    assert!(other["source"]["notes"].to_string().contains("`rt` has no unit"));
}

#[test]
fn the_documented_scripts_make_tables_that_are_analysed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/bring-your-own-data.md")).unwrap();
    let folder = TempDir::new().unwrap();
    for (name, export, trials) in
        [("otree", "otree_triage.csv", 43), ("jspsych", "jspsych.json", 48), ("revisit", "revisit_tidy.csv", 48)]
    {
        let head = format!("```python\n# {name}.py");
        let script = page.split_once(&head).unwrap().1.split_once("```").unwrap().0;
        let path = folder.path().join(format!("{name}.py"));
        std::fs::write(&path, format!("#{script}")).unwrap();
        let made =
            std::process::Command::new("python3").arg(&path).arg(root.join("tests/platforms").join(export)).output();
        let Ok(made) = made else {
            return super::notice("no python3: the scripts of bring-your-own-data.md were not run");
        };
        assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
        std::fs::write(folder.path().join("t.csv"), made.stdout).unwrap();
        let findings = json(folder.path(), "analyze --trials t.csv --json");
        assert_eq!((&findings["source"]["rows"], &findings["flow"]["analysed"]), (&trials.into(), &6.into()), "{name}");
        for id in ["speed-effect", "over-reliance", "accuracy-effect"] {
            assert!(estimate(&findings, id)["value"].is_number(), "{name}: {id}");
        }
    }
}
