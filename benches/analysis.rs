//! How long the parts that grow with a study take: assignment, a synthetic session, the analysis, the report.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use overtrust::assignment::{Counterbalance, Schedule};
use overtrust::findings::{Context, analyze};
use overtrust::measures::Participation;
use overtrust::report::html;
use overtrust::simulation::{Cohort, Team, play, run_in_memory};
use overtrust::statistics::{Cells, Draw, Observation, Resampling};
use overtrust::study::{Files, Study};

fn parts(criterion: &mut Criterion) {
    let study = Study::load(Files::Embedded, Path::new("experiments/quickstart.toml")).expect("the quickstart is fine");
    let team = Team::load(Files::Embedded, Path::new("analysis/analysts/mixed.toml")).expect("the mixed team is fine");
    let counterbalance = Counterbalance::new(&study);
    let cohort = Cohort::new(&study, team, 1);
    let sessions = run_in_memory(&study, &counterbalance, &cohort, 24).expect("the session takes its own analysts");
    let name = |(number, events)| Participation { name: format!("analyst {number}"), events };
    let participations: Vec<Participation> = sessions.into_iter().enumerate().map(name).collect();
    let findings = analyze(&study, &participations, Context::default());

    criterion.bench_function("schedule of one participant", |bencher| {
        bencher.iter(|| Schedule::new(&study, &counterbalance, counterbalance.cell(black_box(3)), 7));
    });
    criterion.bench_function("session of one synthetic analyst", |bencher| {
        bencher.iter(|| play(&study, &counterbalance, &cohort, black_box(7), 3));
    });
    criterion.bench_function("report of 24 participants", |bencher| bencher.iter(|| html(black_box(&findings))));
    let mut slow = criterion.benchmark_group("analysis");
    slow.sample_size(10);
    slow.bench_function("24 participants x 24 trials, 2000 replicates", |bencher| {
        bencher.iter(|| analyze(&study, black_box(&participations), Context::default()));
    });
    slow.finish();
}

/// A two-way bootstrap of three means at once, from the sums of the cells.
fn resampling(criterion: &mut Criterion) {
    let observation =
        |place: usize| Observation { participant: place / 24, item: place % 24, value: (place % 7) as f64 };
    let conditions: Vec<Vec<Observation>> = (0..3)
        .map(|condition| (0..576).filter(|place| (place / 24 + place) % 3 == condition).map(observation).collect())
        .collect();
    let cells = Cells::new(&conditions);
    let resampling = Resampling { participants: 24, items: 24, draw: Draw::Multinomial, replicates: 10_000, seed: 1 };
    criterion.bench_function("two-way bootstrap, 24 x 24, 3 means, 10,000 replicates", |bencher| {
        bencher.iter(|| black_box(resampling.joint(|weights| cells.weighted_means(weights))));
    });
}

criterion_group!(benches, parts, resampling);
criterion_main!(benches);
