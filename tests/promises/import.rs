//! A spreadsheet of past alerts becomes a study that can be run, or says why not.

use std::fmt::Write as _;
use std::path::Path;

use assert_cmd::Command;
use overtrust::assignment::{Arm, Counterbalance, Schedule};
use overtrust::exchange::read_single_sheet;
use overtrust::study::{AdviceSupply, Files, Role, Study};
use tempfile::TempDir;

use super::program::{err, overtrust};

/// A sheet of `count` alerts, half of them to act on, of which the adviser was wrong on every `wrong_every`-th.
fn sheet(count: usize, wrong_every: usize, separator: char) -> String {
    let mut text = ["Alert", "TRUTH", "AI verdict", "ai-rationale", "Evidence", "Evidence: host", "owner"]
        .join(&separator.to_string());
    for number in 0..count {
        let truth = if number % 2 == 0 { "True Positive" } else { "benign" };
        let other = if number % 2 == 0 { "FP" } else { "malicious" };
        let said = if (number / 2) % wrong_every == 0 { other } else { truth };
        let cells = [
            format!("Alert number {number} on a host"),
            truth.into(),
            said.into(),
            "Because of the log".into(),
            format!("\"line 1\nline {number}\""),
            "HOST-1".into(),
            "me".into(),
        ];
        let _ = write!(text, "\n{}", cells.join(&separator.to_string()));
    }
    text
}

fn import(folder: &Path, text: &str) -> assert_cmd::assert::Assert {
    std::fs::write(folder.join("soc.csv"), text).unwrap();
    let mut command = Command::cargo_bin("overtrust").unwrap();
    command
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .args(["import", "soc.csv", "mine", "--adviser", "Helper \"X\""])
        .assert()
}

#[test]
fn a_sheet_becomes_a_study_that_runs() {
    for separator in [',', ';', '\t'] {
        let folder = TempDir::new().unwrap();
        let told = import(folder.path(), &sheet(60, 3, separator)).success();
        let said = err(&told);
        assert!(said.contains("left out, since no column is called so: owner"), "{said}");
        let study = Study::load(Files::Disk, &folder.path().join("mine/study.toml")).unwrap();
        assert_eq!((study.design.trials, study.dataset.advice_supply), (24, AdviceSupply::AsGiven));
        assert_eq!(study.dataset.with_role(|role| *role == Role::Practice).len(), 2);
        let panels: Vec<&str> = study.dataset.alerts[9].evidence.iter().map(|panel| panel.title.as_str()).collect();
        assert_eq!(panels, ["Evidence", "Host"]);
        let run = |words: &str| overtrust(folder.path(), words).success();
        run("check mine");
        run("simulate mine/study.toml --participants 4");
        run("report mine/study.toml --out report.html");
    }
}

#[test]
fn advice_is_shown_as_it_was_given() {
    let folder = TempDir::new().unwrap();
    import(folder.path(), &sheet(60, 3, ',')).success();
    let study = Study::load(Files::Disk, &folder.path().join("mine/study.toml")).unwrap();
    let counterbalance = Counterbalance::new(&study);
    for number in 0..counterbalance.cells() {
        let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(number), number as u64);
        let aided: Vec<_> =
            schedule.blocks.iter().flat_map(|block| &block.trials).filter(|trial| trial.arm == Arm::Aided).collect();
        assert!(aided.iter().all(|trial| trial.advice == Some(0)));
        let wrong = aided.iter().filter(|trial| !study.dataset.alerts[trial.alert].advice[0].correct).count();
        assert_eq!((aided.len(), wrong), (12, study.design.wrong_advice_trials()));
    }
}

#[test]
fn a_sheet_tells_all_its_problems_at_once() {
    let text = "Alert,truth,AI verdict,severity,ai_confidence,occurred_at,Evidence,Evidence\n\
                one,tp,fp,hihg,130 %,yesterday,x,y\n\
                ,tru positive,,low,,,,\n\
                three,benign,maybe,,90 %,2026-03-04T02:17:41Z,z,";
    let problems = read_single_sheet(text.as_bytes(), "soc.csv", "soc", 2).unwrap_err();
    let told: Vec<String> =
        problems.iter().map(|problem| format!("{problem} | {}", problem.hint.clone().unwrap_or_default())).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_makes_no_study_says_what_is_lacking() {
    let folder = TempDir::new().unwrap();
    let told = import(
        folder.path(),
        &sheet(60, 1000, ',')
            .replace("\nAlert number 0 on a host,True Positive,FP", "\nAlert number 0 on a host,True Positive,TP")
            .replace("\nAlert number 1 on a host,benign,malicious", "\nAlert number 1 on a host,benign,close"),
    );
    let said = String::from_utf8(told.failure().code(1).get_output().stderr.clone()).unwrap();
    assert!(said.contains("wrong advice in both halves"), "{said}");
    assert!(!folder.path().join("mine").exists(), "nothing half-written");
    let bytes = [b"alert,truth\n".as_slice(), &[0xff, 0xfe]].concat();
    let problems = read_single_sheet(&bytes, "soc.csv", "soc", 2).unwrap_err();
    assert!(problems.iter().any(|problem| problem.message.contains("UTF-8 text (line 2)")));
}
