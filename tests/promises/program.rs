//! The program as a process of its own, serving a study as a user would start it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use assert_cmd::assert::Assert;
use overtrust::journal::{Journal, Record};
use overtrust::study::StudyId;
use serde_json::Value;
use tempfile::TempDir;

/// Runs the program in a folder.
pub fn overtrust(folder: &Path, words: &str) -> Assert {
    let mut command = assert_cmd::Command::cargo_bin("overtrust").unwrap();
    command.current_dir(folder).env("NO_COLOR", "1").args(words.split_whitespace()).assert()
}

/// What it printed.
pub fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// What it said about itself.
pub fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// What it printed as JSON, having ended well.
pub fn json(folder: &Path, words: &str) -> Value {
    serde_json::from_str(&out(&overtrust(folder, words).success())).unwrap()
}

/// A running server on a study of its own.
pub struct Server {
    child: Child,
    /// The link that lets anyone join.
    pub join_link: String,
    folder: TempDir,
}

impl Server {
    /// Writes a study into a new folder and serves it on a free port.
    pub fn start() -> Self {
        Self::start_with(|text| text)
    }

    /// The same with a study file that is changed before.
    pub fn start_with(change: impl FnOnce(String) -> String) -> Self {
        let folder = TempDir::new().unwrap();
        overtrust(folder.path(), "init study").success();
        let study = folder.path().join("study/study.toml");
        let text = std::fs::read_to_string(&study).unwrap();
        std::fs::write(&study, change(text)).unwrap();
        let (child, join_link) = spawn(&study, "127.0.0.1:0");
        Self { child, join_link, folder }
    }

    /// Ends the server as a power failure would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again at the same address.
    pub fn restart(&mut self) {
        let (child, join_link) = spawn(&self.study(), &self.authority());
        assert_eq!(join_link, self.join_link, "the join code outlives the server");
        self.child = child;
    }

    /// The study file.
    pub fn study(&self) -> PathBuf {
        self.folder.path().join("study/study.toml")
    }

    /// The host and port.
    pub fn authority(&self) -> String {
        self.join_link.trim_start_matches("http://").split('/').next().unwrap().to_owned()
    }

    /// Everything in the journal, by participant and number.
    pub async fn records(&self) -> Vec<Record> {
        let url = format!("sqlite://{}", self.folder.path().join("study/overtrust.db").display());
        Journal::open(&url).await.unwrap().store().all_records(&StudyId("study".into())).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that a test has killed already is gone, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(study: &Path, address: &str) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_overtrust"))
        .args(["serve", "--address", address])
        .arg(study)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let link = first.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(link.starts_with("http://"), "the first line is the join link, not: {first}");
    (child, link)
}
