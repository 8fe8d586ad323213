//! Mixed models at the sizes of `analysis/crosscheck/speed.R`, which times lme4 on the same tables.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use overtrust::statistics::Family;
use overtrust::statistics::mixed::{Column, Frame, MixedModel, Refitter, Structure};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

/// What one table holds.
struct Table {
    name: &'static str,
    participants: usize,
    items: usize,
    rows: usize,
    binomial: bool,
}

const TIMES: Table = Table { name: "times", participants: 3000, items: 1100, rows: 73_000, binomial: false };
const ANSWERS: Table = Table { name: "answers", participants: 316, items: 24, rows: 7_600, binomial: true };
const POWER: Table = Table { name: "power", participants: 40, items: 40, rows: 1_600, binomial: true };

impl Table {
    /// Rows in turn over participants and items; intercepts and arm slopes of both sides vary.
    fn frame(&self) -> Frame {
        let mut rng = ChaCha8Rng::seed_from_u64(20_261_121);
        let mut normal = |sd: f64| -> f64 {
            let z: f64 = StandardNormal.sample(&mut rng);
            sd * z
        };
        let mut unit = || (normal(0.6), normal(0.3));
        let people: Vec<(f64, f64)> = (0..self.participants).map(|_| unit()).collect();
        let items: Vec<(f64, f64)> = (0..self.items).map(|_| unit()).collect();
        let noise: Vec<f64> = (0..self.rows).map(|_| normal(0.8)).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let (mut who, mut what, mut arms, mut y) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (row, noise) in noise.into_iter().enumerate() {
            let (participant, turn) = (row % self.participants, row / self.participants);
            let item = (participant * 7 + turn) % self.items;
            let arm = if (participant + turn).is_multiple_of(2) { -0.5 } else { 0.5 };
            let predictor =
                0.8 + people[participant].0 + items[item].0 + (0.3 + people[participant].1 + items[item].1) * arm;
            who.push(format!("p{participant}"));
            what.push(format!("i{item}"));
            arms.push(arm);
            y.push(if self.binomial {
                f64::from(u8::from(rng.random::<f64>() < 1.0 / (1.0 + (-predictor).exp())))
            } else {
                predictor + noise
            });
        }
        Frame::new(y.len())
            .with_labels("participant", &who)
            .with_labels("item", &what)
            .with_numbers("arm", arms)
            .with_numbers("y", y)
    }

    /// Writes the table for the other program.
    fn write(&self, frame: &Frame) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::create_dir_all(folder).expect("a folder");
        let mut file =
            std::io::BufWriter::new(std::fs::File::create(folder.join(format!("{}.csv", self.name))).expect("a file"));
        let text = |column: &Column, row: usize| match column {
            Column::Numbers(values) => values[row].to_string(),
            Column::Levels { levels, codes } => levels[codes[row] as usize].clone(),
        };
        writeln!(file, "{}", frame.names().collect::<Vec<_>>().join(",")).expect("a line");
        for row in 0..frame.rows() {
            let cells: Vec<String> = frame.columns().map(|(_, column)| text(column, row)).collect();
            writeln!(file, "{}", cells.join(",")).expect("a line");
        }
    }
}

const INTERCEPTS: &str = "y ~ arm + (1 | participant) + (1 | item)";
const SLOPES: &str = "y ~ arm + (1 + arm | participant) + (1 + arm | item)";

fn model(formula: &str, family: Family) -> MixedModel {
    MixedModel::new(formula.parse().expect("a formula"), family)
}

fn mixed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mixed");
    group.sample_size(10);
    for (table, formula, family, name) in [
        (TIMES, INTERCEPTS, Family::Gaussian, "linear, 73,000 rows, 3,000 x 1,100"),
        (ANSWERS, INTERCEPTS, Family::Binomial, "logistic, 7,600 rows, 316 x 24"),
    ] {
        let frame = table.frame();
        table.write(&frame);
        let model = model(formula, family);
        group.bench_function(name, |bencher| bencher.iter(|| black_box(model.fit(&frame).expect("a fit"))));
    }
    let frame = POWER.frame();
    POWER.write(&frame);
    for (formula, name) in
        [(INTERCEPTS, "refit, logistic, 40 x 40, intercepts"), (SLOPES, "refit, logistic, 40 x 40, slopes")]
    {
        let mut refitter =
            Refitter::new(&model(formula, Family::Binomial), &frame, Structure::Fixed).expect("a layout");
        let response = refitter.response().to_vec();
        refitter.start_at(&response);
        group.bench_function(name, |bencher| bencher.iter(|| black_box(refitter.refit(&response).expect("a refit"))));
    }
    group.finish();
}

criterion_group!(benches, mixed);
criterion_main!(benches);
