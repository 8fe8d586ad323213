//! How often each method's interval holds the truth.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::methods::{Answer, Method};
use super::study::{Quantity, SimulatedStudy, Size, World};
use crate::statistics::stream;

/// One method's record for one quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The method.
    pub method: &'static str,
    /// What was estimated.
    pub quantity: Quantity,
    /// What is true.
    pub truth: f64,
    /// Studies in which the method had an answer.
    pub answered: usize,
    /// Studies in all.
    pub studies: usize,
    /// Mean of the estimates.
    pub mean: f64,
    /// Standard deviation of the estimates: what a standard error should be.
    pub spread: f64,
    /// The share of the intervals that hold the truth.
    pub coverage: f64,
    /// The share of the intervals that don't hold zero: the power, or the false positives where the truth is zero.
    pub rejected: f64,
    /// The mean width of the intervals.
    pub width: f64,
}

/// Simulates studies of a size in a world, and keeps every method's record. The result does not depend on the number of threads.
pub fn coverage(
    methods: &[&Method],
    size: Size,
    world: World,
    studies: u64,
    seed: u64,
    done: impl Fn() + Sync,
) -> Vec<Line> {
    let asked: Vec<(&Method, Quantity)> =
        methods.iter().flat_map(|method| method.quantities.iter().map(|quantity| (*method, *quantity))).collect();
    let of_study = |number: u64| {
        let study = SimulatedStudy::draw(size, world, &mut stream(seed, number));
        let answers = asked.iter().map(|(method, quantity)| (method.answer)(&study, *quantity, seed ^ number));
        let answers: Vec<Option<Answer>> = answers.collect();
        done();
        answers
    };
    let all: Vec<Vec<Option<Answer>>> = (0..studies).into_par_iter().map(of_study).collect();
    let mut lines: Vec<Line> = (asked.iter().enumerate())
        .map(|(index, (method, quantity))| {
            let answers: Vec<Answer> = all.iter().filter_map(|answers| answers[index]).collect();
            line(method.name, *quantity, world.truth(*quantity), &answers, all.len())
        })
        .collect();
    lines.sort_by_key(|line| line.quantity);
    lines
}

fn line(method: &'static str, quantity: Quantity, truth: f64, answers: &[Answer], studies: usize) -> Line {
    let count = answers.len() as f64;
    let mean_of = |value: &dyn Fn(&Answer) -> f64| answers.iter().map(value).sum::<f64>() / count;
    let share = |holds: &dyn Fn(&Answer) -> bool| mean_of(&|answer| f64::from(u8::from(holds(answer))));
    let mean = mean_of(&|answer| answer.estimate);
    Line {
        method,
        quantity,
        truth,
        answered: answers.len(),
        studies,
        mean,
        spread: mean_of(&|answer| (answer.estimate - mean).powi(2)).sqrt(),
        coverage: share(&|answer| answer.low <= truth && truth <= answer.high),
        rejected: share(&|answer| answer.low > 0.0 || answer.high < 0.0),
        width: mean_of(&|answer| answer.high - answer.low),
    }
}

#[cfg(test)]
mod tests {
    use super::super::methods::METHODS;
    use super::*;

    fn fast() -> Vec<&'static Method> {
        METHODS
            .iter()
            .filter(|method| method.name.contains("t-test") || method.name.contains("Satterthwaite"))
            .collect()
    }

    fn run(world: World, studies: u64) -> Vec<Line> {
        coverage(&fast(), Size { participants: 8, items: 8 }, world, studies, 3, || ())
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| run(World::Effects, 6))
        };
        assert_eq!(with(1), with(2));
    }

    #[test]
    fn estimates_find_what_is_true() {
        for world in [World::Effects, World::Null] {
            for line in run(world, 60) {
                assert_eq!((line.answered, line.studies), (60, 60), "{line:?}");
                let error = line.spread / 60.0_f64.sqrt();
                assert!((line.mean - line.truth).abs() < 4.0 * error, "{line:?}");
                assert!(line.coverage > 0.6 && line.width > 0.0, "{line:?}");
            }
        }
    }

    #[test]
    fn nothing_is_true_of_the_null_world() {
        for quantity in [Quantity::Speed, Quantity::Accuracy, Quantity::AttributableBias] {
            assert!(World::Null.truth(quantity).abs() < 1e-12);
            assert!(World::Effects.truth(quantity).abs() > 0.01);
        }
    }
}
