//! A crossed study simulated from known effects: participants and items vary, in level and in what advice does to them.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::findings::condition::Condition;
use crate::findings::sample::indicator;
use crate::statistics::Family;
use crate::statistics::mixed::Frame;

/// How many take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Participants, each of whom meets every item once.
    pub participants: usize,
    /// Items.
    pub items: usize,
}

/// What is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum World {
    /// Advice slows down, helps where it is right, and misleads where it is wrong.
    Effects,
    /// Advice changes nothing on average, only for some participants and items.
    Null,
}

/// What is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// The logarithm of the ratio of median times, aided to unaided.
    Speed,
    /// The share of correct decisions, aided minus unaided.
    Accuracy,
    /// The share of wrong decisions with wrong advice minus that without advice.
    AttributableBias,
}

/// Of eight trials, half are aided, one of them with wrong advice.
const CYCLE: [Condition; 8] = {
    use Condition::{Right, Unaided, Wrong};
    [Unaided, Right, Unaided, Right, Unaided, Wrong, Unaided, Right]
};

/// The share of the aided trials with wrong advice.
const WRONG_SHARE: f64 = 0.25;

/// The standard deviations of one side's effects.
struct Side {
    time: f64,
    time_slope: f64,
    accuracy: f64,
    right_slope: f64,
    wrong_slope: f64,
}

const PARTICIPANTS: Side = Side { time: 0.35, time_slope: 0.2, accuracy: 0.5, right_slope: 0.5, wrong_slope: 0.9 };
const ITEMS: Side = Side { time: 0.30, time_slope: 0.2, accuracy: 0.8, right_slope: 0.5, wrong_slope: 0.9 };
const NOISE: f64 = 0.5;
const UNAIDED: f64 = 1.2;

/// One unit's deviations from the average.
struct Deviations {
    time: f64,
    time_slope: f64,
    accuracy: f64,
    right_slope: f64,
    wrong_slope: f64,
}

impl Side {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Deviations {
        let mut normal = |sd: f64| -> f64 {
            let z: f64 = StandardNormal.sample(rng);
            sd * z
        };
        Deviations {
            time: normal(self.time),
            time_slope: normal(self.time_slope),
            accuracy: normal(self.accuracy),
            right_slope: normal(self.right_slope),
            wrong_slope: normal(self.wrong_slope),
        }
    }
}

impl World {
    /// The mean difference of log-times.
    fn time_effect(self) -> f64 {
        match self {
            Self::Effects => 1.19_f64.ln(),
            Self::Null => 0.0,
        }
    }

    /// The log-odds of a correct decision for the average participant and item.
    fn predictor(self, condition: Condition) -> f64 {
        match (self, condition) {
            (_, Condition::Unaided) => UNAIDED,
            (Self::Effects, Condition::Right) => UNAIDED + 1.3,
            (Self::Effects, Condition::Wrong) => UNAIDED - 1.5,
            (Self::Null, condition) => equal_on_average(condition),
        }
    }

    /// The share of correct decisions over all participants and items.
    fn accuracy(self, condition: Condition) -> f64 {
        Family::Binomial.mean_over_normal(self.predictor(condition), variance(condition))
    }

    /// What is true of a quantity.
    pub fn truth(self, quantity: Quantity) -> f64 {
        let [unaided, right, wrong] =
            [Condition::Unaided, Condition::Right, Condition::Wrong].map(|condition| self.accuracy(condition));
        match quantity {
            Quantity::Speed => self.time_effect(),
            Quantity::Accuracy => (1.0 - WRONG_SHARE) * right + WRONG_SHARE * wrong - unaided,
            Quantity::AttributableBias => unaided - wrong,
        }
    }
}

/// The variance of the log-odds over participants and items.
fn variance(condition: Condition) -> f64 {
    let of = |side: &Side| {
        side.accuracy.powi(2)
            + match condition {
                Condition::Unaided => 0.0,
                Condition::Right => side.right_slope.powi(2),
                Condition::Wrong => side.wrong_slope.powi(2),
            }
    };
    of(&PARTICIPANTS) + of(&ITEMS)
}

/// The log-odds at which the share correct is that of the unaided trials, found by bisection.
fn equal_on_average(condition: Condition) -> f64 {
    let target = World::Null.accuracy(Condition::Unaided);
    let (mut low, mut high) = (UNAIDED - 2.0, UNAIDED + 2.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if Family::Binomial.mean_over_normal(middle, variance(condition)) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// One decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    pub participant: usize,
    pub item: usize,
    pub condition: Condition,
    pub log_time: f64,
    pub correct: bool,
}

impl Trial {
    pub fn is_aided(&self) -> bool {
        self.condition != Condition::Unaided
    }
}

/// A simulated study.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedStudy {
    pub size: Size,
    pub trials: Vec<Trial>,
}

impl SimulatedStudy {
    /// Every participant meets every item; the conditions rotate, so that everybody and every item gets each as often as can be.
    pub fn draw(size: Size, world: World, rng: &mut ChaCha8Rng) -> Self {
        let people: Vec<Deviations> = (0..size.participants).map(|_| PARTICIPANTS.draw(rng)).collect();
        let items: Vec<Deviations> = (0..size.items).map(|_| ITEMS.draw(rng)).collect();
        let predictors = [Condition::Unaided, Condition::Right, Condition::Wrong].map(|c| world.predictor(c));
        let mut trials = Vec::with_capacity(size.participants * size.items);
        for (participant, person) in people.iter().enumerate() {
            for (item, alert) in items.iter().enumerate() {
                let condition = CYCLE[(participant + item) % CYCLE.len()];
                let aided = indicator(condition != Condition::Unaided);
                let noise: f64 = StandardNormal.sample(rng);
                let slopes = aided * (world.time_effect() + person.time_slope + alert.time_slope);
                let log_time = 4.0 + slopes + person.time + alert.time + NOISE * noise;
                let deviation = person.accuracy + alert.accuracy;
                let predictor = deviation
                    + match condition {
                        Condition::Unaided => predictors[0],
                        Condition::Right => predictors[1] + person.right_slope + alert.right_slope,
                        Condition::Wrong => predictors[2] + person.wrong_slope + alert.wrong_slope,
                    };
                let correct = rng.random::<f64>() < 1.0 / (1.0 + (-predictor).exp());
                trials.push(Trial { participant, item, condition, log_time, correct });
            }
        }
        Self { size, trials }
    }

    /// The trials for which `keep` holds, as a table: participant, item, aided (±½), wrong (0 or 1), `log_time`, correct.
    pub fn frame(&self, keep: impl Fn(&Trial) -> bool) -> Frame {
        let trials: Vec<&Trial> = self.trials.iter().filter(|trial| keep(trial)).collect();
        let numbers = |value: &dyn Fn(&Trial) -> f64| trials.iter().map(|trial| value(trial)).collect::<Vec<f64>>();
        let labels = |index: &dyn Fn(&Trial) -> usize| {
            trials.iter().map(|trial| index(trial).to_string()).collect::<Vec<String>>()
        };
        Frame::new(trials.len())
            .with_labels("participant", &labels(&|trial| trial.participant))
            .with_labels("item", &labels(&|trial| trial.item))
            .with_numbers("aided", numbers(&|trial| indicator(trial.is_aided()) - 0.5))
            .with_numbers("right", numbers(&|trial| indicator(trial.condition == Condition::Right)))
            .with_numbers("wrong", numbers(&|trial| indicator(trial.condition == Condition::Wrong)))
            .with_numbers("log_time", numbers(&|trial| trial.log_time))
            .with_numbers("correct", numbers(&|trial| indicator(trial.correct)))
    }
}
