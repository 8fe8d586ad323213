//! The verbs as a user types them.

use std::path::Path;

use overtrust::journal::{Conduct, Journal, JournalError, Origin, new_token};
use overtrust::session::{Event, Sent};
use overtrust::study::{Files, Study};
use serde_json::Value;
use sqlx::Connection;
use tempfile::TempDir;

use super::program::{err, out, overtrust};

#[test]
fn alone_it_says_what_it_is() {
    let text = out(&overtrust(Path::new("."), "").success());
    assert!(text.contains("what AI advice does") && text.contains("overtrust demo") && text.contains("verify"));
}

#[test]
fn a_study_goes_from_init_to_report() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    assert!(out(&run("check mine/study.toml").success()).contains("complete at 16"));
    assert!(out(&run("check mine/alerts").success()).contains("phishing"));
    run("init own --template dataset").success();
    assert!(out(&run("check own").success()).contains("2 scored alerts"));
    run("simulate mine/study.toml --participants 8 --seed 4").success();
    let status: Value = serde_json::from_str(&out(&run("status mine/study.toml --json").success())).unwrap();
    assert_eq!((status["enrolled"].as_u64(), status["finished"].as_u64()), (Some(8), Some(8)));
    let findings: Value = serde_json::from_str(&out(&run("analyze mine/study.toml --json").success())).unwrap();
    assert_eq!(findings["schema_version"], 1);
    assert_eq!(findings["flow"]["analysed"], 8);
    run("report mine/study.toml --out report.html").success();
    let report = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(report.contains("SIMULATED:") && report.len() < 2_000_000);
    for section in
        ["time", "accuracy", "reliance", "harm", "agreement", "verification", "perception", "detection", "trust"]
    {
        assert!(report.contains(&format!("id=\"estimates-{section}\"")), "{section}");
    }
    run("export mine/study.toml --out data").success();
    let trials = std::fs::read_to_string(folder.path().join("data/trials.csv")).unwrap();
    assert_eq!(trials.lines().count(), 1 + 8 * 24);
    assert!(out(&run("verify mine/study.toml").success()).contains("8 chains"));
    run("close mine/study.toml").success();
    assert!(out(&run("close mine/study.toml").success()).contains("closed before"));
}

/// A person takes a seat in the journal of a study.
fn enroll_a_person(folder: &Path) -> Result<(), JournalError> {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let journal = Journal::open(&format!("sqlite://{}", folder.join("mine/overtrust.db").display())).await?;
        let study = Study::load(Files::Disk, &folder.join("mine/study.toml")).unwrap();
        let conduct = Conduct::open(study, journal).await?;
        let token = new_token().unwrap();
        conduct.enroll(&token, jiff::Timestamp::now(), Origin::Person).await.map(drop)
    })
}

#[test]
fn outcomes_stay_hidden_until_the_study_is_closed() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    enroll_a_person(folder.path()).unwrap();
    for words in ["analyze mine/study.toml", "report mine/study.toml", "export mine/study.toml"] {
        assert!(err(&run(words).code(1)).contains("the study is still open"), "{words}");
    }
    assert!(err(&run("simulate mine/study.toml").code(1)).contains("joined through the server"));
    let status = out(&run("status mine/study.toml").success());
    assert!(status.contains("1 taking part") && !status.contains("correct"), "{status}");
    run("close mine/study.toml").success();
    run("analyze mine/study.toml").success();
    assert!(matches!(enroll_a_person(folder.path()), Err(JournalError::StudyClosed)));
}

/// Opens the journal of a study, and lets the first participant withdraw.
async fn withdraw_the_first(folder: &Path) -> String {
    let url = format!("sqlite://{}", folder.join("mine/overtrust.db").display());
    let study = Study::load(Files::Disk, &folder.join("mine/study.toml")).unwrap();
    let conduct = Conduct::open(study, Journal::open(&url).await.unwrap()).await.unwrap();
    let seat = conduct.journal.store().seats(&conduct.study.id, 0).await.unwrap().remove(0).seat;
    let mut live = conduct.load(seat).await.unwrap();
    let withdrawal = vec![Sent { client_id: "end".into(), event: Event::Withdrew }];
    conduct.submit(&mut live, withdrawal, jiff::Timestamp::now()).await.unwrap();
    url
}

#[test]
fn verify_counts_what_was_erased_and_names_a_forgery() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    run("init mine").success();
    run("simulate mine/study.toml --participants 3").success();
    let url = runtime.block_on(withdraw_the_first(folder.path()));
    let verified: Value = serde_json::from_str(&out(&run("verify mine/study.toml --json").success())).unwrap();
    assert_eq!((&verified["chains"], &verified["erased_participants"]), (&3.into(), &1.into()));
    assert!(verified["erased_events"].as_u64().unwrap() > 100);
    let text = out(&run("verify mine/study.toml").success());
    assert!(text.contains(&format!("erased  {} of these events", verified["erased_events"])), "{text}");
    let status: Value = serde_json::from_str(&out(&run("status mine/study.toml --json").success())).unwrap();
    assert_eq!((&status["finished"], &status["withdrawn"]), (&2.into(), &1.into()));
    run("export mine/study.toml --out data").success();
    let trials = std::fs::read_to_string(folder.path().join("data/trials.csv")).unwrap();
    assert_eq!(trials.lines().count(), 1 + 2 * 24);

    let forged =
        "update events set payload = '', client_id = '', erased = 1 where participant = 'simulated-00002' and seq = 7";
    runtime.block_on(async {
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::query(forged).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    let message = err(&run("verify mine/study.toml").failure());
    assert!(message.contains("simulated-00002") && message.contains("did not withdraw"), "{message}");
}

#[test]
fn the_same_seed_gives_the_same_findings() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    for db in ["one", "two"] {
        run(&format!("simulate mine/study.toml --participants 6 --seed 9 --db sqlite://{db}.db")).success();
    }
    let findings = |db: &str| out(&run(&format!("analyze mine/study.toml --json --db sqlite://{db}.db")).success());
    assert_eq!(findings("one"), findings("two"));
}

#[test]
fn a_changed_plan_is_a_deviation() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    run("simulate mine/study.toml --participants 4").success();
    let plan = folder.path().join("mine/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap().replace("fastest_s = 3", "fastest_s = 4");
    std::fs::write(&plan, text).unwrap();
    let findings = out(&run("analyze mine/study.toml --json").success());
    assert!(findings.contains("the analysis plan was changed after the first enrolment"));
}

#[test]
fn invitations_are_csv_and_shown_once() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    let links = out(&run("invite mine/study.toml --count 3 --public-url https://study.example").success());
    assert_eq!(links.lines().next(), Some("person,link"));
    assert_eq!(links.lines().filter(|line| line.contains("https://study.example/p/")).count(), 3);
    std::fs::write(folder.path().join("people.csv"), "name,person\nA,Ann\nB,\"Bo, Jr\"\n").unwrap();
    assert!(out(&run("invite mine/study.toml --people people.csv").success()).contains("\"Bo, Jr\",http"));
    std::fs::write(folder.path().join("people.csv"), "name\nAnn\n").unwrap();
    assert!(err(&run("invite mine/study.toml --people people.csv").code(1)).contains("no column `person`"));
}

#[test]
fn mistakes_get_a_message_a_hint_and_the_right_code() {
    let folder = TempDir::new().unwrap();
    let run = |words: &str| overtrust(folder.path(), words);
    run("init mine").success();
    for (words, code, says) in [
        ("init mine", 1, "mine is there already"),
        ("check nowhere.toml", 1, "can't be read"),
        ("status mine/study.toml", 1, "there is no journal"),
        ("report mine/study.toml --db mysql://x", 1, "is no database"),
        ("simulate mine/study.toml --against http://127.0.0.1:1/nothing", 1, "is no join link"),
        ("simulate mine/study.toml --analyst mine/plan.toml", 1, "is not known"),
        ("serve mine/study.toml --address 192.0.2.1:80", 1, "can't listen"),
        ("chekc", 2, "unrecognized subcommand"),
        ("invite mine/study.toml", 2, "--count"),
    ] {
        let text = err(&run(words).code(code));
        assert!(text.contains(says), "{words}: {text}");
        assert!(code == 2 || text.contains("hint") || text.contains("help"), "{words} has no hint: {text}");
    }
}

#[test]
fn a_demonstration_writes_everything() {
    let folder = TempDir::new().unwrap();
    overtrust(folder.path(), "demo --once --out here").success();
    for name in ["report.html", "findings.json", "trials.csv", "self_reports.csv"] {
        assert!(folder.path().join("here").join(name).metadata().unwrap().len() > 1000, "{name}");
    }
}
