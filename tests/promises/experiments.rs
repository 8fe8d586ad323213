//! The ready-made studies run, and no study that passes the check can bring a session to a halt.

use std::path::Path;

use overtrust::assignment::{Arm, Counterbalance, Schedule, Summary};
use overtrust::findings::{Replication, Scope, implied, recover};
use overtrust::measures::{Collected, Participation};
use overtrust::simulation::{Cohort, run_in_memory};
use overtrust::study::{Comparison, Files, Study};
use proptest::prelude::*;
use tempfile::TempDir;

use super::studies::team;

const READY_MADE: [&str; 7] =
    ["quickstart", "rollout", "perception-gap", "explanation-2x2", "pressure", "mitigation", "training"];

fn ready_made(name: &str) -> Study {
    Study::load(Files::Embedded, Path::new(&format!("experiments/{name}.toml"))).unwrap()
}

/// The trials of some synthetic analysts, as they would be exported.
fn simulate(study: &Study, participants: u64) -> Collected {
    let counterbalance = Counterbalance::new(study);
    let team = team("mixed");
    let cohort = Cohort::new(study, team, 7);
    let sessions = run_in_memory(study, &counterbalance, &cohort, participants).unwrap();
    let named = sessions.into_iter().enumerate();
    let participations: Vec<Participation> =
        named.map(|(index, events)| Participation { name: index.to_string(), events }).collect();
    Collected::new(study, &participations)
}

#[test]
fn every_ready_made_study_is_one() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/experiments")).unwrap().count();
    assert_eq!(files, READY_MADE.len());
}

#[test]
fn two_hundred_synthetic_analysts_run_every_ready_made_study() {
    for name in READY_MADE {
        let study = ready_made(name);
        let collected = simulate(&study, 200);
        assert!(collected.attendances.iter().all(|attendance| attendance.finished), "{name}");
        assert_eq!(collected.table.rows.len(), 200 * study.design.trials, "{name}");
        let aided = collected.table.rows.iter().filter(|row| row.arm == Arm::Aided);
        let wrong = aided.clone().filter(|row| row.advice_correct() == Some(false)).count();
        let summary = Summary::of(&study);
        assert_eq!(wrong, 200 * summary.wrong_advice, "{name}");
    }
}

/// Every condition by itself.
fn every_condition(study: &Study) -> Vec<Scope> {
    (0..study.conditions.len()).map(Some).collect()
}

#[test]
fn the_parameters_put_in_come_out_of_every_ready_made_study() {
    // Misses by chance once in some 10,000 estimates, and still sees an effect that is turned round or halved.
    const ERRORS: f64 = 4.5;
    const STUDIES: u64 = 12;
    let team = team("recovery");
    for name in READY_MADE {
        let mut study = ready_made(name);
        // Intervals are not what is asked for.
        study.plan.replicates = 4;
        let scopes = every_condition(&study);
        let least = if name == "training" { 96 } else { 32 };
        let participants = (least * scopes.len()).next_multiple_of(Counterbalance::new(&study).cells()) as u64;
        let replication =
            Replication { study: &study, team: &team, participants, seeds: 1..1 + STUDIES, scopes: &scopes };
        for (condition, recovered) in study.conditions.iter().zip(recover(&replication, || {}).unwrap()) {
            for row in recovered {
                let told = format!("{name}, {}: {row:?}", condition.name);
                assert_eq!(row.studies as u64, STUDIES, "{told}");
                let tolerance = ERRORS * row.error_of_mean;
                assert!((row.mean - row.truth).abs() < tolerance, "{told}");
                // The gain of accuracy is too small in this team to be told from its half.
                let is_told = row.id == "accuracy-effect" || tolerance < 0.5 * row.truth.abs();
                assert!(is_told, "{told} says nothing");
            }
        }
    }
}

#[test]
fn where_no_truth_is_implied_the_reason_is_told() {
    let team = team("recovery");
    let mut untold = Vec::new();
    for name in READY_MADE {
        let study = ready_made(name);
        for scope in every_condition(&study) {
            let implied = implied(&study, &team, scope);
            assert_eq!(implied.truths.len() + implied.untold.len(), 8);
            let condition = scope.map_or("", |condition| &study.conditions[condition].name).to_owned();
            untold.extend(implied.untold.into_iter().map(|(id, _)| format!("{name}, {condition}: {id}")));
        }
    }
    let timed = ["speed-effect", "speed-gap-retrospective", "speed-gap-forecast"];
    let decided = ["accuracy-effect", "attributable-bias", "over-reliance", "under-reliance"];
    let mut expect: Vec<String> = timed.iter().chain(&decided).map(|id| format!("pressure, limit: {id}")).collect();
    expect.extend(timed.map(|id| format!("mitigation, slow-down: {id}")));
    untold.sort();
    expect.sort();
    assert_eq!(untold, expect);
}

#[test]
fn the_parameters_put_in_come_out_of_other_designs() {
    let team = team("over-trusting");
    let check = |design: &str, expect: usize| {
        let mut study = load(&written(design, "", "", "")).unwrap();
        study.plan.replicates = 4;
        let participants = 48_u64.next_multiple_of(Counterbalance::new(&study).cells() as u64);
        let replication = Replication { study: &study, team: &team, participants, seeds: 1..13, scopes: &[None] };
        let recovered = recover(&replication, || {}).unwrap().concat();
        assert_eq!(recovered.len(), expect, "{design}: {recovered:?}");
        for row in recovered {
            assert!((row.mean - row.truth).abs() < 4.5 * row.error_of_mean, "{design}: {row:?}");
        }
    };
    check("trials = 24\ncomparison = \"mixed\"\nblocks = 3", 7);
    check("trials = 24\ncomparison = \"between\"", 4);
    check("trials = 24\nwrong_advice = \"misses\"\nsilent_share = 0.25", 8);
}

#[test]
fn the_first_schedule_of_every_ready_made_study_stays() {
    let lines = READY_MADE.map(|name| {
        let study = ready_made(name);
        let counterbalance = Counterbalance::new(&study);
        let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(0), 0);
        let trials = schedule.blocks.iter().map(|block| {
            let shown = block.trials.iter().map(|trial| {
                let alert = &study.dataset.alerts[trial.alert];
                let advice =
                    trial.advice.map_or("-", |index| if alert.advice[index].correct { "right" } else { "wrong" });
                let stated = trial.stated_confidence.map_or_else(String::new, |percent| format!(" {percent} %"));
                format!("{} {advice}{stated}", alert.id)
            });
            format!("  {}: {}", block.arm.name(), shown.collect::<Vec<_>>().join(", "))
        });
        format!("{name}\n{}", trials.collect::<Vec<_>>().join("\n"))
    });
    insta::assert_snapshot!(lines.join("\n"));
}

/// A study file with these lines in `[design]`, `[advice]` and `[mitigation]`, and conditions.
fn written(design: &str, advice: &str, mitigation: &str, conditions: &str) -> String {
    format!(
        "title = \"t\"\ndataset = \"{root}/datasets/soc-core\"\nseed = 3\n\n[design]\n{design}\n[advice]\nname = \"Copilot\"\n{advice}\n\
         [mitigation]\n{mitigation}\n{conditions}\n\
         [self_reports]\nforecast = true\nper_block = [\"minutes\", \"number-correct\", \"raw-tlx\"]\n\
         final = [\"minutes\", \"speed-change\", \"number-correct\", \"advice-wrong\", \"advice-followed\", \"trust\"]\n\
         [analysis]\nplan = \"{root}/analysis/default.toml\"\n",
        root = env!("CARGO_MANIFEST_DIR")
    )
}

fn load(text: &str) -> Result<Study, overtrust::study::Problems> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("study.toml");
    std::fs::write(&path, text).unwrap();
    Study::load(Files::Disk, &path)
}

#[test]
fn a_study_that_contradicts_itself_is_refused_with_the_reason() {
    let check = |design: &str, mitigation: &str, conditions: &str, expect: &str| {
        let Err(problems) = load(&written(design, "", mitigation, conditions)) else { panic!("`{design}` passes") };
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.iter().any(|message| message.contains(expect)), "`{expect}` is not in {told:?}");
    };
    check("trials = 24\nblocks = 3", "", "", "`blocks` has to be even");
    check("trials = 24\nblocks = 1\ncomparison = \"mixed\"", "", "", "two blocks or more");
    check("trials = 24\nadvice_timing = \"delayed\"", "", "", "delayed advice needs `advice_delay_s`");
    check("trials = 24\nadvice_delay_s = 5", "", "", "`advice_delay_s` is for delayed advice");
    check("trials = 8\nneeds_action_share = 0.05", "", "", "an arm has no alert to act on");
    check("trials = 24\nwrong_advice_share = [0.1, 0.2, 0.3]", "", "", "3 shares for 1 blocks");
    check("trials = 24\nsilent_share = 0.5\nright_for_wrong_reason_share = 0.9", "", "", "more are to be silent");
    check("trials = 24\nwrong_advice_share = 0.6\nwrong_advice = \"misses\"", "", "", "6 alerts can have wrong advice");
    check("trials = 24\nfirst_wrong_at = 3\nwrong_advice_share = 0", "", "", "no advice of the first block is wrong");
    check("trials = 24\ndeadline_s = 2", "", "", "`deadline_s` is too short");
    check("trials = 24", "justification = \"always\"", "", "`justification` can't be `always`");
    let conduct = |table: &str, expect: &str| check("trials = 24", "", &format!("[conduct]\n{table}\n"), expect);
    conduct("practice_at_least = 3", "3 of 2 practice alerts can't be judged rightly");
    conduct("practice_rounds = 2", "`practice_rounds` has nothing to decide on");
    conduct("practice_failed = \"end\"", "`practice_failed` has nothing to decide on");
    conduct("longest_break_min = 60", "no break is too long");
    conduct("resume = \"block\"", "nothing says which break is too long");
    conduct("resume = \"never\"", "`resume` can't be `never`");
    check("trials = 24\nstratify = [\"role\", \"role\"]", "", "", "`role` is listed twice");
    check("trials = 24\nstratify = [\"age\"]", "", "", "`stratify` can't hold `age`");
    let twice = "[[conditions]]\nname = \"a\"\n[[conditions]]\nname = \"a\"\n";
    check("trials = 24", "", twice, "two conditions are called `a`");
    let both =
        "[[conditions]]\nname = \"a\"\n[[conditions]]\nname = \"b\"\n[crossed]\nsource = [\"ai\", \"colleague\"]\n";
    check("trials = 24", "", both, "[[conditions]] or [crossed], not both");
}

#[test]
fn groups_meet_what_the_comparison_says() {
    let arms = |comparison: &str, cell: usize| {
        let study =
            load(&written(&format!("trials = 24\nblocks = 4\ncomparison = \"{comparison}\""), "", "", "")).unwrap();
        let counterbalance = Counterbalance::new(&study);
        let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(cell), cell as u64);
        (schedule.scored(Arm::Unaided), schedule.scored(Arm::Aided), schedule.blocks[0].arm)
    };
    assert_eq!(arms("within", 0), (12, 12, Arm::Unaided));
    assert_eq!([arms("between", 0), arms("between", 1)], [(0, 24, Arm::Aided), (24, 0, Arm::Unaided)]);
    assert_eq!([arms("mixed", 0), arms("mixed", 1)], [(6, 18, Arm::Unaided), (24, 0, Arm::Unaided)]);
}

#[test]
fn what_varies_between_people_and_trials_stands_in_the_table() {
    let design = "trials = 32\nblocks = 2\nsilent_share = 0.125\nright_for_wrong_reason_share = 0.2\nfirst_wrong_at = 3\n\
                  wrong_advice = \"misses\"\nadvice_timing = \"sequential\"";
    let study = load(&written(design, "confidence = \"calibrated\"", "", "")).unwrap();
    let collected = simulate(&study, 32);
    let rows = &collected.table.rows;
    let aided = || rows.iter().filter(|row| row.arm == Arm::Aided);
    assert_eq!(aided().filter(|row| row.course.silent).count(), 32 * 2);
    assert!(aided().filter(|row| row.course.wrong_reason).count() > 32);
    assert!(aided().filter(|row| row.advice_correct() == Some(false)).all(|row| row.truth.needs_action()));
    assert!(aided().all(|row| row.course.initial.is_some() && row.course.initial_s < row.time_s));
    assert!(rows.iter().filter(|row| row.arm == Arm::Unaided).all(|row| row.course.initial.is_none()));
    assert!(aided().all(|row| row.course.stated_confidence.is_some() == row.advice.is_some()));
    let counterbalance = Counterbalance::new(&study);
    for cell in 0..counterbalance.cells() {
        let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(cell), cell as u64);
        let block = schedule.blocks.iter().find(|block| block.arm == Arm::Aided).unwrap();
        let is_wrong = |place: usize| {
            let trial = &block.trials[place];
            trial.advice.is_some_and(|index| !study.dataset.alerts[trial.alert].advice[index].correct)
        };
        assert_eq!([0, 1, 2].map(is_wrong), [false, false, true]);
    }
}

#[test]
fn a_deadline_ends_trials_and_whoever_needs_time_has_it() {
    let study = load(&written("trials = 24\ndeadline_s = 30\ndeadline = \"hard\"", "", "", "")).unwrap();
    let Collected { table, reports, .. } = simulate(&study, 16);
    let untimed: Vec<usize> = reports
        .iter()
        .filter(|report| report.question == "untimed" && report.value > 0.0)
        .map(|report| report.participant)
        .collect();
    let (free, limited): (Vec<_>, Vec<_>) = table.rows.iter().partition(|row| untimed.contains(&row.participant));
    assert!(limited.iter().all(|row| row.time_s <= Some(30.0) && (row.decision.is_some() || row.course.expired)));
    assert!(limited.iter().filter(|row| row.course.expired).count() > 20);
    assert!(limited.iter().any(|row| row.decision.is_none() && !row.correct()));
    assert!(free.iter().any(|row| row.time_s > Some(30.0)) && free.iter().all(|row| !row.course.expired));
}

fn choice(key: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::option::of(proptest::sample::select(values))
        .prop_map(move |value| value.map_or_else(String::new, |value| format!("{key} = {value}\n")))
}

fn course() -> impl Strategy<Value = String> {
    (
        choice(
            "advice_timing",
            &["\"concurrent\"", "\"sequential\"", "\"on-demand\"", "\"delayed\"\nadvice_delay_s = 12"],
        ),
        choice("deadline_s", &["20", "60", "60\ndeadline = \"hard\""]),
        choice("feedback", &["\"none\"", "\"trial\"", "\"block\""]),
        choice("ask_confidence", &["true", "false"]),
    )
        .prop_map(|(a, b, c, d)| [a, b, c, d].concat())
}

fn mitigation() -> impl Strategy<Value = String> {
    (
        choice("panels_first", &["0", "3", "20"]),
        choice("justification", &["\"never\"", "\"overriding\"", "\"accepting\"", "\"both\""]),
        choice("slow_down_s", &["0", "5"]),
        choice("warning", &["true", "false"]),
    )
        .prop_map(|(a, b, c, d)| [a, b, c, d].concat())
}

fn shape() -> impl Strategy<Value = String> {
    (
        proptest::sample::select(&["4", "8", "12", "24", "30", "48"][..]),
        choice("blocks", &["1", "2", "3", "4", "6"]),
        choice("comparison", &["\"within\"", "\"between\"", "\"mixed\""]),
        choice("needs_action_share", &["0.5", "0.35", "0.15"]),
        choice("wrong_advice_share", &["0", "0.25", "0.6", "[0.5, 0.0]", "[0.0, 0.5, 0.5]"]),
        choice("wrong_advice", &["\"both\"", "\"misses\"", "\"false-alarms\""]),
        choice("first_wrong_at", &["1", "4"]),
        choice("right_for_wrong_reason_share", &["0.3"]),
        choice("silent_share", &["0.2"]),
    )
        .prop_map(|(trials, b, c, d, e, f, g, h, i)| [format!("trials = {trials}\n"), b, c, d, e, f, g, h, i].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_study_that_passes_the_check_can_bring_a_session_to_a_halt(
        shape in shape(), course in course(), mitigation in mitigation(), other in mitigation(),
        source in choice("source", &["\"ai\"", "\"colleague\"", "\"unlabelled\""]),
        confidence in choice("confidence", &["\"hidden\"", "\"calibrated\""]),
    ) {
        let conditions = format!("[[conditions]]\nname = \"one\"\n[[conditions]]\nname = \"two\"\n{other}{source}{confidence}");
        let Ok(study) = load(&written(&format!("{shape}{course}"), "", &mitigation, &conditions)) else { return Ok(()) };
        let collected = simulate(&study, 9);
        prop_assert!(collected.attendances.iter().all(|attendance| attendance.finished));
        prop_assert_eq!(collected.table.rows.len(), 9 * study.design.trials);
        if study.design.comparison == Comparison::Within {
            let aided = collected.table.rows.iter().filter(|row| row.arm == Arm::Aided).count();
            prop_assert_eq!(2 * aided, collected.table.rows.len());
        }
    }
}
