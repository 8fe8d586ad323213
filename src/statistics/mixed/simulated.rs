//! A crossed table for tests, made from a seed.

use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use super::frame::Frame;

fn normal(rng: &mut impl Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// Participants who each answer every item, half of them in each arm (-0.5, 0.5), a quarter of the aided with a wrong advice (1);
/// intercepts and arm slopes of both sides vary. Columns: participant, item, arm, wrong, time (a logarithm), correct (0 or 1).
pub(super) fn crossed(participants: usize, items: usize, seed: u64) -> Frame {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let effects = |count: usize, rng: &mut ChaCha8Rng| -> Vec<(f64, f64)> {
        (0..count).map(|_| (0.4 * normal(rng), 0.3 * normal(rng))).collect()
    };
    let (people, alerts) = (effects(participants, &mut rng), effects(items, &mut rng));
    let (mut names, mut labels) = (Vec::new(), Vec::new());
    let (mut arms, mut wrongs, mut times, mut correct) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (participant, person) in people.iter().enumerate() {
        for (item, alert) in alerts.iter().enumerate() {
            let place = (participant + item) % 8;
            let (arm, wrong) = (if place < 4 { -0.5 } else { 0.5 }, f64::from(u8::from(place == 7)));
            let common = person.0 + alert.0 + (person.1 + alert.1) * arm;
            names.push(format!("p{participant:02}"));
            labels.push(format!("i{item:02}"));
            arms.push(arm);
            wrongs.push(wrong);
            times.push(4.0 - 0.2 * arm + 0.1 * wrong + common + 0.5 * normal(&mut rng));
            let predictor: f64 = 1.0 + 0.5 * arm - 1.5 * wrong + common;
            correct.push(f64::from(u8::from(rng.random::<f64>() < 1.0 / (1.0 + (-predictor).exp()))));
        }
    }
    Frame::new(names.len())
        .with_labels("participant", &names)
        .with_labels("item", &labels)
        .with_numbers("arm", arms)
        .with_numbers("wrong", wrongs)
        .with_numbers("time", times)
        .with_numbers("correct", correct)
}
