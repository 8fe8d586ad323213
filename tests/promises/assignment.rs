//! Everyone sees a fair share of everything, whoever comes and whoever leaves.

use std::collections::HashMap;

use overtrust::assignment::{Arm, Counterbalance, Lead, Part, Schedule, draw_order, least_filled, of_participant};
use overtrust::study::{Study, order_exists};
use proptest::prelude::*;

use super::studies::{quickstart, with_design};

/// How often an alert was met unaided, with right advice, and with each wrong text.
#[derive(Debug, Default, Clone, PartialEq)]
struct Meetings {
    unaided: usize,
    right: usize,
    wrong: usize,
    wrong_texts: HashMap<usize, usize>,
}

/// The schedules of participants who arrive one after the other; `stays` says who keeps their place.
fn enrol(study: &Study, participants: u64, stays: impl Fn(u64) -> bool) -> Vec<Schedule> {
    let counterbalance = Counterbalance::new(study);
    let mut fills = vec![0; counterbalance.cells()];
    let mut schedules = Vec::new();
    for number in 0..participants {
        let cell = least_filled(&counterbalance, &fills, study.seed, number);
        if stays(number) {
            fills[cell] += 1;
            schedules.push(Schedule::new(study, &counterbalance, counterbalance.cell(cell), number));
        }
    }
    schedules
}

fn meetings(study: &Study, schedules: &[Schedule]) -> HashMap<usize, Meetings> {
    let mut meetings: HashMap<usize, Meetings> = HashMap::new();
    for trial in schedules.iter().flat_map(|schedule| schedule.blocks.iter().flat_map(|block| &block.trials)) {
        if !matches!(trial.part, Part::Scored { .. }) {
            continue;
        }
        let met = meetings.entry(trial.alert).or_default();
        match trial.advice {
            None => met.unaided += 1,
            Some(index) if study.dataset.alerts[trial.alert].advice[index].correct => met.right += 1,
            Some(index) => {
                met.wrong += 1;
                *met.wrong_texts.entry(index).or_default() += 1;
            }
        }
    }
    meetings
}

fn spread(counts: impl Iterator<Item = usize> + Clone) -> usize {
    counts.clone().max().unwrap_or(0) - counts.min().unwrap_or(0)
}

#[test]
fn a_complete_round_meets_every_alert_equally_often_in_every_way() {
    let study = quickstart();
    let complete = Counterbalance::new(&study).cells();
    assert_eq!(complete, 16);
    for met in meetings(&study, &enrol(&study, complete as u64, |_| true)).values() {
        assert_eq!((met.unaided, met.right, met.wrong), (8, 6, 2));
        assert!(met.wrong_texts.len() == 2 && met.wrong_texts.values().all(|&count| count == 1), "{met:?}");
    }
}

#[test]
fn a_complete_round_puts_every_alert_early_and_late_equally_often() {
    let study = quickstart();
    let mut blocks: HashMap<(usize, Arm), [usize; 2]> = HashMap::new();
    for schedule in enrol(&study, 16, |_| true) {
        for (index, block) in schedule.blocks.iter().enumerate() {
            for trial in block.trials.iter().filter(|trial| matches!(trial.part, Part::Scored { .. })) {
                blocks.entry((trial.alert, block.arm)).or_default()[index] += 1;
            }
        }
    }
    assert!(blocks.values().all(|counts| *counts == [4, 4]), "{blocks:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_number_of_participants_is_balanced(participants in 1_u64..80, seed in any::<u64>()) {
        let mut study = quickstart();
        study.seed = seed;
        let met = meetings(&study, &enrol(&study, participants, |_| true));
        prop_assert!(spread(met.values().map(|met| met.unaided)) <= 2);
        prop_assert!(spread(met.values().map(|met| met.wrong)) <= 2);
    }

    #[test]
    fn drop_outs_give_their_place_back(participants in 1_u64..120, seed in any::<u64>(), leaves in 2_u64..6) {
        let mut study = quickstart();
        study.seed = seed;
        let stayed = enrol(&study, participants, |number| number % leaves != 0);
        let met = meetings(&study, &stayed);
        prop_assert!(spread(met.values().map(|met| met.unaided)) <= 2);
        prop_assert!(spread(met.values().map(|met| met.wrong)) <= 2);
    }

    #[test]
    fn every_schedule_keeps_the_order_rules(
        seed in any::<u64>(),
        number in 0_u64..1000,
        cell in 0_usize..1000,
        design in prop::sample::select(vec![(24, 2, 3, 2), (24, 4, 3, 2), (24, 2, 6, 1), (16, 2, 2, 3), (24, 6, 5, 0)]),
    ) {
        let (trials, blocks, wrong, lead) = design;
        let mut study = with_design(trials, blocks, wrong, lead);
        study.seed = seed;
        let counterbalance = Counterbalance::new(&study);
        let cell = counterbalance.cell(cell % counterbalance.cells());
        let schedule = Schedule::new(&study, &counterbalance, cell, number);

        let scored: Vec<_> = schedule.trials().filter(|trial| matches!(trial.part, Part::Scored { .. })).collect();
        prop_assert_eq!(scored.len(), trials);
        let mut alerts: Vec<_> = scored.iter().map(|trial| trial.alert).collect();
        alerts.sort_unstable();
        alerts.dedup();
        prop_assert_eq!(alerts.len(), trials, "nobody meets an alert twice");

        let is_wrong: Vec<bool> = scored
            .iter()
            .filter_map(|trial| Some(!study.dataset.alerts[trial.alert].advice[trial.advice?].correct))
            .collect();
        prop_assert_eq!(is_wrong.len(), trials / 2);
        prop_assert_eq!(is_wrong.iter().filter(|wrong| **wrong).count(), wrong);
        prop_assert!(is_wrong.iter().take(lead).all(|wrong| !wrong));
        for block in schedule.blocks.iter().filter(|block| block.arm == Arm::Aided) {
            let run: Vec<_> = block.trials.iter().filter_map(|trial| Some((trial.alert, trial.advice?))).collect();
            let wrong = |(alert, advice): &(usize, usize)| !study.dataset.alerts[*alert].advice[*advice].correct;
            prop_assert!(run.windows(3).all(|three| !three.iter().all(wrong)), "never three wrong in a row");
        }
        let misses = scored
            .iter()
            .filter(|trial| trial.advice.is_some_and(|index| !study.dataset.alerts[trial.alert].advice[index].correct))
            .filter(|trial| study.dataset.alerts[trial.alert].needs_action())
            .count();
        prop_assert!(misses.abs_diff(wrong - misses) <= 1, "misses and false alarms are balanced");
    }

    #[test]
    fn the_same_participant_gets_the_same_schedule(seed in any::<u64>(), number in any::<u32>(), cell in 0_usize..16) {
        let mut study = quickstart();
        study.seed = seed;
        let schedule = || {
            let counterbalance = Counterbalance::new(&study);
            Schedule::new(&study, &counterbalance, counterbalance.cell(cell), u64::from(number))
        };
        let here = schedule();
        let elsewhere = std::thread::scope(|scope| scope.spawn(schedule).join().unwrap());
        prop_assert_eq!(here, elsewhere);
    }

    #[test]
    fn an_order_is_drawn_whenever_one_exists(right in 0_usize..30, wrong in 0_usize..30, lead in 0_usize..6, seed in any::<u64>()) {
        prop_assume!(order_exists(right, wrong, lead));
        let order = draw_order(right, wrong, Lead { right: lead, then_wrong: false }, &mut of_participant(seed, 0));
        prop_assert_eq!(order.iter().filter(|wrong| **wrong).count(), wrong);
        prop_assert_eq!(order.len(), right + wrong);
        prop_assert!(wrong == 0 || order.iter().take(lead).all(|wrong| !wrong));
        prop_assert!(order.windows(3).all(|three| three != [true, true, true]));
    }
}

#[test]
fn the_schedule_of_the_first_participant_is_the_same_on_every_machine() {
    let study = quickstart();
    let counterbalance = Counterbalance::new(&study);
    let schedule = Schedule::new(&study, &counterbalance, counterbalance.cell(0), 0);
    let lines: Vec<String> = schedule
        .trials()
        .map(|trial| {
            let alert = &study.dataset.alerts[trial.alert];
            let advice = trial.advice.map_or("-", |index| &alert.advice[index].id);
            format!("{:<14} {:<8} {advice}", alert.id, trial.arm.name())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
