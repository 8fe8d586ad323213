//! The fits of `overtrust fit` agree with those of R, which are pinned in `analysis/crosscheck/expected.json`, and findings with Python.

use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Poisson, StandardNormal};
use serde_json::Value;

/// What a study gives, recomputed in another language from the exported tables and the definitions. Needs Python from 3.11.
#[test]
fn findings_agree_with_python() {
    let modern = "import sys; sys.exit(sys.version_info < (3, 11))";
    let has_python = std::process::Command::new("python3").args(["-c", modern]).status();
    if !has_python.is_ok_and(|status| status.success()) {
        writeln!(std::io::stderr(), "notice: left out, since there is no python3 from 3.11").unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::cargo_bin("overtrust").unwrap();
    demo.args(["demo", "--once", "--out"]).arg(folder.path()).assert().success();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/crosscheck/findings.py");
    let run = || std::process::Command::new("python3").arg(&script).arg(folder.path()).output().unwrap();
    let agreeing = run();
    let text = String::from_utf8_lossy(&agreeing.stdout).into_owned();
    let of = |verdict: &'static str| text.lines().filter(|line| line.ends_with(verdict)).collect::<Vec<_>>();
    let told = String::from_utf8_lossy(&agreeing.stderr);
    assert!(agreeing.status.success(), "{}\n{told}", of(" DIFFERS").join("\n"));
    assert!(of(" ok").len() >= 140, "{text}");

    // Who compares nothing finds no difference: one verdict turned round has to show.
    let trials = fs::read_to_string(folder.path().join("trials.csv")).unwrap();
    let turned = trials.replacen(",unaided,malicious,,,malicious,", ",unaided,malicious,,,benign,", 1);
    assert_ne!(trials, turned);
    fs::write(folder.path().join("trials.csv"), turned).unwrap();
    let differing = run();
    assert!(!differing.status.success());
    let text = String::from_utf8_lossy(&differing.stdout);
    assert!(
        text.lines().any(|line| line.starts_with("missed-attacks-unaided ") && line.ends_with(" DIFFERS")),
        "{text}"
    );
}

#[test]
fn fits_agree_with_r() {
    let folder = tables();
    let pinned = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/crosscheck/expected.json")).unwrap();
    let pinned: Value = serde_json::from_slice(&pinned).unwrap();
    let cases = pinned.as_object().unwrap();
    assert!(cases.len() >= 14, "expected.json has {} cases", cases.len());
    let mut problems = Vec::new();
    for (case, pinned) in cases {
        let fit = fit(&folder, &pinned["arguments"]);
        let quantities = pinned["quantities"].as_array().unwrap();
        problems.extend(
            quantities.iter().filter_map(|pinned| disagreement(&fit, pinned)).map(|text| format!("{case}: {text}")),
        );
        if fit["converged"] != true {
            problems.push(format!("{case}: did not converge"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What `overtrust fit` prints for other programs.
fn fit(folder: &Path, arguments: &Value) -> Value {
    let words = arguments.as_array().unwrap().iter().map(|word| word.as_str().unwrap());
    let mut command = Command::cargo_bin("overtrust").unwrap();
    let assert = command.current_dir(folder).args(["--json", "fit"]).args(words).assert().success();
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

/// What is wrong with a quantity: it is not there, or not within the tolerance of what R finds.
fn disagreement(fit: &Value, pinned: &Value) -> Option<String> {
    let (name, of) = (pinned["quantity"].as_str().unwrap(), pinned["of"].as_str().unwrap());
    let (expected, within) = (pinned["value"].as_f64().unwrap(), pinned["within"].as_f64().unwrap());
    let Some(found) = quantity(fit, name, of) else { return Some(format!("there is no {name} of {of:?}")) };
    let agrees = (found - expected).abs() <= within;
    (!agrees).then(|| format!("{name} of {of:?} is {found}, but by R {expected}, which is not within {within}"))
}

/// A quantity, of a coefficient, a random effect (`effect|group`), two of them (`one.other|group`), an interval or the whole fit.
fn quantity(fit: &Value, name: &str, of: &str) -> Option<f64> {
    let named = |rows: &Value| rows.as_array()?.iter().find(|row| row["name"] == of).cloned();
    match name {
        "log_likelihood" | "residual_standard_deviation" => fit[name].as_f64(),
        "singular" => fit[name].as_bool().map(|singular| f64::from(u8::from(singular))),
        "estimate" | "standard_error" | "df" | "p" => named(&fit["coefficients"])?[name].as_f64(),
        "low" | "high" => named(&fit["intervals"]["parameters"])?[name].as_f64(),
        "chi_square" => fit["comparison"]["statistic"].as_f64(),
        "chi_square_df" => fit["comparison"]["df"].as_f64(),
        "chi_square_p" => fit["comparison"]["p"].as_f64(),
        "standard_deviation" | "correlation" => variation(fit, of),
        _ => panic!("the test does not know the quantity {name}"),
    }
}

fn variation(fit: &Value, of: &str) -> Option<f64> {
    let (effect, group) = of.split_once('|').unwrap();
    let grouping = fit["groupings"].as_array()?.iter().find(|grouping| grouping["name"] == group)?;
    let effects: Vec<&str> = grouping["effects"].as_array()?.iter().filter_map(Value::as_str).collect();
    if let Some(place) = effects.iter().position(|&known| known == effect) {
        return grouping["standard_deviations"][place].as_f64();
    }
    let mut pairs = (0..effects.len()).flat_map(|row| (0..row).map(move |column| (row, column)));
    let (row, column) = pairs.find(|&(row, column)| effect == format!("{}.{}", effects[row], effects[column]))?;
    grouping["correlations"][row][column].as_f64()
}

/// Writes the tables to where R finds them too.
fn tables() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crosscheck");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("crossed.csv"), crossed()).unwrap();
    fs::write(folder.join("clusters.csv"), clusters()).unwrap();
    folder
}

const SEED: u64 = 20_261_122;

/// Where random numbers come from, always the same ones.
struct Chance(ChaCha8Rng);

impl Chance {
    fn normal(&mut self, sd: f64) -> f64 {
        let z: f64 = StandardNormal.sample(&mut self.0);
        sd * z
    }

    /// How many of so many trials succeed with a log-odds.
    fn successes(&mut self, trials: usize, log_odds: f64) -> usize {
        (0..trials).filter(|_| self.0.random::<f64>() < 1.0 / (1.0 + (-log_odds).exp())).count()
    }

    fn count(&mut self, mean: f64) -> f64 {
        Poisson::new(mean).unwrap().sample(&mut self.0)
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        self.0.random_range(least..=most)
    }

    /// An intercept and a slope over the arms, 0.5 correlated, for each of some people or items.
    fn units(&mut self, count: usize) -> Vec<(f64, f64)> {
        (0..count)
            .map(|_| {
                let intercept = self.normal(0.4);
                (intercept, 0.4 * intercept + self.normal(0.3))
            })
            .collect()
    }
}

/// A crossed study: 20 participants who meet each of 16 items once, in an order of their own, in blocks of four items by arm; a
/// quarter of the advice is wrong.
fn crossed() -> String {
    const PARTICIPANTS: usize = 20;
    const ITEMS: usize = 16;
    let mut chance = Chance(ChaCha8Rng::seed_from_u64(SEED));
    let (people, items) = (chance.units(PARTICIPANTS), chance.units(ITEMS));
    let mut csv = String::from("participant,item,arm,aid,wrong,order,time_s,correct,panels,hits,trials\n");
    for (participant, person) in people.iter().enumerate() {
        let mut orders: Vec<usize> = (1..=ITEMS).collect();
        orders.shuffle(&mut chance.0);
        for (item, (alert, order)) in items.iter().zip(orders).enumerate() {
            let place = (participant + item) % 8;
            let (arm, aid) = if place < 4 { ("unaided", -0.5) } else { ("aided", 0.5) };
            let wrong = usize::from(place == 7);
            let common = person.0 + alert.0 + (person.1 + alert.1) * aid;
            let (misled, learnt) = (wrong as f64, (order as f64).ln());
            let time = (4.0 - 0.2 * aid + 0.1 * misled - 0.1 * learnt + common + chance.normal(0.4)).exp();
            let correct = chance.successes(1, 1.0 + 0.6 * aid - 1.5 * misled + 2.0 * common);
            let panels = chance.count((1.0 - 0.3 * aid + common).exp());
            let trials = chance.between(2, 9);
            let hits = chance.successes(trials, 0.3 + 0.4 * aid + common);
            let row = format!("{arm},{aid},{wrong},{order},{time},{correct},{panels},{hits},{trials}");
            writeln!(csv, "p{participant:02},i{item:02},{row}").unwrap();
        }
    }
    csv
}

/// Unequal teams: from 3 to 16 rows, of one shift each, whose members share something of their own.
fn clusters() -> String {
    const TEAMS: usize = 14;
    let mut chance = Chance(ChaCha8Rng::seed_from_u64(SEED + 1));
    let mut csv = String::from("team,shift,arm,years,minutes,correct\n");
    for team in 0..TEAMS {
        let (shift, night) = if team % 3 == 0 { ("night", 1.0) } else { ("day", 0.0) };
        let own = chance.normal(0.6);
        for member in 0..3 + team {
            let (arm, aid) = if (member + team) % 2 == 0 { ("unaided", 0.0) } else { ("aided", 1.0) };
            let years = 1.0 + chance.normal(1.5).abs();
            let spread = 0.5 + 0.5 * aid;
            let minutes = 12.0 - 2.0 * aid - 0.4 * years + night + 2.0 * own + 2.0 * chance.normal(spread);
            let correct = chance.successes(1, 0.2 + 0.5 * aid + 0.2 * years - 0.4 * night + own);
            writeln!(csv, "t{team:02},{shift},{arm},{years},{minutes},{correct}").unwrap();
        }
    }
    csv
}
