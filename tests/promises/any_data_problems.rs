//! A table of trials that is wrong gets every reason at once, each with its place.

use serde_json::Value;
use tempfile::TempDir;

use super::any_data::{FULL, analysed, estimate, table, with_table};
use super::program::{err, json, overtrust};

/// The problems of a table, as "row column: message".
fn problems(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let assert = overtrust(with_table(bytes).path(), "analyze --trials t.csv --json").code(1);
    let told: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned).replace("null", "-");
    let line = |problem: &Value| {
        assert!(problem["hint"].is_string(), "{problem} has no hint");
        format!("{} {}: {}", text(&problem["row"]), text(&problem["column"]), text(&problem["message"]))
    };
    told["problems"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn line_breaks_in_quotes_belong_to_a_name() {
    let text = "participant,item,arm,truth,final\n\"a\nb\",x,aided,tp,tp\nc,x,unaided,tp,maybe\n";
    let told = problems(text);
    assert_eq!(told, ["4 final: `maybe` is no verdict"]);
}

#[test]
fn every_problem_is_told_with_its_place() {
    let text = "participant,item,arm,truth,advice,advice_correct,final,correct,time_s,confidence,order\n\
                a,x1,aidd,malicious,,,benign,,0,50,1\n\
                a,x2,unaided,malicious,benign,,benign,true,-3,101,0\n\
                ,x3,aided,malicous,benign,true,benign,,fast,50,1.5\n\
                a,x4,aided,malicious,benign,true,benign,,5,50,4\n\
                a,x5,unaided,malicious,,,benign,true,5,50,5\n\
                a,x6,unaided,malicious,,,1.2,,5,50,6\n\
                a,x7,unaided,malicious,,,,,5,50,7\n\
                a,x8,unaided,malicious,,,malicious,maybe,5,50,8\n\
                a,x9,unaided,malicious,,,malicious,,5,50,9\n\
                a,x9,unaided,malicious,,,malicious,,5,50,10\n\
                b,x9,unaided,benign,,,malicious,,5,50,1\n\
                b,x10,unaided,benign\n";
    assert_eq!(
        problems(text),
        [
            "2 arm: `aidd` is no arm",
            "2 time_s: 0 is out of range",
            "3 advice: there is advice in an unaided trial",
            "3 time_s: -3 is out of range",
            "3 confidence: 101 is out of range",
            "3 order: `0` is no count",
            "4 participant: is empty",
            "4 truth: `malicous` is no verdict",
            "4 time_s: `fast` is not a number",
            "4 order: `1.5` is no count",
            "5 advice_correct: true contradicts what the advice and the truth say",
            "6 correct: true contradicts what the truth and the final verdict say",
            "7 final: `1.2` is no verdict",
            "8 final: is empty",
            "9 correct: `maybe` is neither true nor false",
            "11 item: participant `a` had item `x9` unaided on line 10 already",
            "12 truth: item `x9` was something else on line 10",
            "13 -: has 4 cells where the header has 11",
        ]
    );
}

#[test]
fn a_long_list_of_problems_is_cut_and_counted() {
    let text = table(&["participant", "item", "arm", "truth", "final"]).replace("unaided", "nobody");
    let told = problems(text);
    assert_eq!(told.len(), 6);
    assert_eq!(told[5], "- -: 67 more problems in column `arm` are not listed");
}

#[test]
fn columns_that_are_missing_or_there_twice_are_told_at_once() {
    assert_eq!(
        problems("subject,who,verdict,decision,time_s,time_ms\n1,1,1,1,1,1\n"),
        [
            "1 -: columns `verdict` and `decision` both mean `final`",
            "1 -: column `item` is missing",
            "1 -: column `arm` is missing",
            "1 -: column `truth` or `correct` is missing",
            "1 -: the time is there twice, in seconds and in milliseconds",
        ]
    );
}

#[test]
fn nonsense_is_refused_with_a_reason() {
    let header = "participant,item,arm,truth,final\n";
    let cases: [(&[u8], &str); 9] = [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (header.as_bytes(), "has no trial"),
        (b"PK\x03\x04rest", "is a spreadsheet or an archive, not CSV"),
        (b"\x7fELF\0\0\0", "is not text"),
        (b"\xff\xfep\0a\0", "is UTF-16 text"),
        (b"[{\"rt\": 1}]", "is JSON, not CSV"),
        (b"participant,item,arm,truth,final\na,\xff\xfe,aided,tp,tp\n", "can't be read"),
        (b"just some words\nand more\n", "column `participant` is missing"),
    ];
    for (bytes, expect) in cases {
        let told = problems(bytes);
        assert!(told[0].contains(expect), "{told:?} where {expect} is right");
    }
    let folder = TempDir::new().unwrap();
    for words in ["analyze --trials none.csv", "analyze --trials .", "report --trials none.csv"] {
        let told = err(&overtrust(folder.path(), words).code(1));
        assert!(told.contains("can't be read") && told.contains("hint:"), "{told}");
    }
    overtrust(folder.path(), "analyze").code(2);
    overtrust(folder.path(), "analyze study.toml --trials t.csv").code(2);
    overtrust(folder.path(), "analyze study.toml --self-reports s.csv").code(2);
}

#[test]
fn answers_are_checked_and_belong_to_participants_with_trials() {
    let folder = with_table(table(&FULL));
    let write = |text: &str| std::fs::write(folder.path().join("s.csv"), text).unwrap();
    let words = "analyze --trials t.csv --self-reports s.csv --json";
    let answers = (0..12)
        .map(|number| format!("p{number},final,minutes-unaided,{}\np{number},final,minutes-aided,40\n", 50 + number));
    write(&format!("Participant,Phase,Question,Value\n{}stranger,final,mood,3\n", answers.collect::<String>()));
    let findings = json(folder.path(), words);
    assert!(estimate(&findings, "speed-gap-retrospective")["value"].is_number());
    let notes = findings["source"]["notes"].to_string();
    assert!(
        notes.contains("1 who answered questions have no trial") && notes.contains("no measure reads: mood"),
        "{notes}"
    );
    write("participant,phase,question,value\np1,finl,minutes-aided,x\n");
    let told = overtrust(folder.path(), words).code(1);
    let told: Value = serde_json::from_slice(&told.get_output().stdout).unwrap();
    assert_eq!(told["problems"].as_array().unwrap().len(), 2);
}

#[test]
fn conditions_with_other_times_of_advice_are_not_pooled() {
    let text = "participant,item,arm,truth,final,condition,advice_timing\n\
                a,x,aided,tp,tp,first,concurrent\nb,x,aided,tp,bp,second,sequential\nb,y,unaided,tp,bp,second,sequential\n";
    assert!(problems(text)[0].contains("are not pooled"));
    assert_eq!(analysed(text, "--condition second")["source"]["rows"], 2);
    let folder = with_table(text);
    overtrust(folder.path(), "analyze --trials t.csv --condition third").code(1);
}
