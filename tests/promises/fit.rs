//! `fit`: what a researcher sees, and what is said of formulas and tables that can't be fitted.

use std::fmt::Write;

use assert_cmd::Command;
use insta::assert_snapshot;
use serde_json::Value;

use super::program::{err, out};

/// Runs `fit` with a table on standard input.
fn fit(table: &str, words: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("overtrust").unwrap();
    command.env("NO_COLOR", "1").arg("fit").args(words).write_stdin(table).assert()
}

/// Twelve participants x eight items, made without chance: an arm effect, and something for everybody and every item.
fn table() -> String {
    let mut text = "participant,item,arm,time_s,correct,constant,double,sure,note\n".to_owned();
    for participant in 0..12_u32 {
        for item in 0..8_u32 {
            let aided = (participant + item).is_multiple_of(2);
            let scatter = f64::from((participant * 37 + item * 101 + participant * item * 13) % 23);
            let time =
                40.0 + 2.0 * f64::from(participant) + 3.0 * f64::from(item) + scatter - if aided { 8.0 } else { 0.0 };
            let correct = u8::from(scatter + f64::from(participant % 5) > if aided { 5.0 } else { 9.0 });
            let arm = if aided { "aided" } else { "unaided" };
            let sure = u8::from(participant < 4 && correct == 1);
            let double = if aided { 2 } else { 0 };
            writeln!(text, "p{participant},i{item},{arm},{time},{correct},1,{double},{sure},text").unwrap();
        }
    }
    text
}

#[test]
fn a_mixed_model_looks_as_researchers_know_it() {
    let assert = fit(
        &table(),
        &["log(time_s) ~ arm + (1 + arm | participant) + (1 + arm | item)", "-", "--simplify", "--ci", "wald"],
    );
    assert_snapshot!(out(&assert.success()));
}

#[test]
fn a_regression_has_robust_standard_errors() {
    assert_snapshot!(out(&fit(
        &table(),
        &["correct ~ arm", "-", "--family", "binomial", "--se", "cluster:participant"]
    )
    .success()));
}

#[test]
fn other_programs_get_the_same_as_people() {
    let words = [
        "log(time_s) ~ arm + (1 | participant) + (1 | item)",
        "-",
        "--json",
        "--against",
        "log(time_s) ~ 1 + (1 | participant) + (1 | item)",
    ];
    let json: Value = serde_json::from_str(&out(&fit(&table(), &words).success())).unwrap();
    assert_eq!((json["schema_version"].as_u64(), json["observations"].as_u64()), (Some(1), Some(96)));
    assert_eq!((json["method"].as_str(), json["converged"].as_bool()), (Some("ML"), Some(true)));
    assert_eq!(json["coefficients"][1]["name"], "armunaided");
    assert!(json["comparison"]["p"].as_f64().unwrap() < 0.05);
}

#[test]
fn the_same_seed_gives_the_same_bootstrap() {
    let words = ["time_s ~ arm + (1 | participant)", "-", "--json", "--ci", "boot", "--replicates", "60"];
    let once = out(&fit(&table(), &words).success());
    assert_eq!(once, out(&fit(&table(), &words).success()));
    let json: Value = serde_json::from_str(&once).unwrap();
    let names: Vec<&str> =
        json["intervals"]["parameters"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["(Intercept)", "armunaided", "sd_(Intercept)|participant", "sigma"]);
}

#[test]
fn what_cannot_be_fitted_is_said_with_its_place() {
    let cases: [(&str, &[&str]); 16] = [
        ("a column that is not there", &["log(times) ~ arm + (1 | participnt)"]),
        ("no tilde", &["time_s arm"]),
        ("a constant predictor", &["time_s ~ constant + (1 | participant)"]),
        ("a factor with one level", &["time_s ~ note + (1 | participant)"]),
        ("a constant response", &["constant ~ arm + (1 | participant)"]),
        ("text for a number", &["arm ~ correct + (1 | participant)"]),
        ("a rank-deficient design", &["time_s ~ arm + double + (1 | participant)"]),
        ("a grouping factor with one level", &["time_s ~ arm + (1 | note)"]),
        ("no 0 and 1", &["time_s ~ arm + (1 | participant)", "--family", "binomial"]),
        ("a condition at its ceiling", &["correct ~ double + sure + (1 | item)", "--family", "binomial"]),
        ("a random term with a tail", &["time_s ~ arm + (1 | participant) - 1"]),
        ("categories and a number", &["time_s ~ factor(double) + (1 + double | participant)"]),
        ("as many combinations as rows", &["time_s ~ arm + (1 | participant:item)"]),
        (
            "two formulas that differ in kind",
            &["time_s ~ double + (1 | item)", "--against", "time_s ~ factor(double) + (1 | item)"],
        ),
        ("a rank-deficient regression", &["time_s ~ arm + double"]),
        ("mixed options for a regression", &["time_s ~ arm", "--simplify"]),
    ];
    let mut said = String::new();
    for (what, words) in cases {
        let mut all = vec![words[0], "-"];
        all.extend(&words[1..]);
        writeln!(said, "## {what}\n{}", err(&fit(&table(), &all).code(1))).unwrap();
    }
    assert_snapshot!(said);
}

#[test]
fn the_wrong_use_of_an_option_is_told_apart() {
    for words in [["--nagq", "4"], ["--level", "95"], ["--se", "hc2"], ["--family", "gamma"]] {
        fit(&table(), &["correct ~ arm + (1 | item)", "-", words[0], words[1]]).code(2);
    }
}

#[test]
fn problems_in_the_table_name_the_row() {
    let check = |table: &str, formula: &str, expect: &str| {
        let text = err(&fit(table, &[formula, "-"]).code(1));
        assert!(text.contains(expect), "{text}");
    };
    let rows = "y,x,g\n1,2,a\n2,3,a\n0,1,b\n4,x,b\n5,7,b\n";
    check(rows, "y ~ x + (1 | g)", "standard input, row 5, column x: `x` is not a number");
    check(rows, "log(y) ~ 1 + (1 | g)", "standard input, row 4, column y: 0 has no log");
    check("y,g\n1,a\n2,b\n3,c\n", "y ~ 1 + (1 | g)", "as many levels as there are rows (3)");
    check("y,x\n1,2\n3\n", "y ~ x", "row 3");
    check("", "y ~ x", "there is no column `y`");
    check("y,x\n,1\n", "y ~ x", "has no complete row");
    let text = err(&fit("y,x\n1,1\n2,2\n,3\n3,5\n4,4\n", &["y ~ x", "-"]).success());
    assert!(text.contains("1 rows are left out: a value is missing in y"), "{text}");
}
