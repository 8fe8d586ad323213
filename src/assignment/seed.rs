//! Where chance comes from: one ChaCha8 stream for the study and one for each participant, the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The generator of what all participants of a study share.
pub fn of_study(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// The generator of one participant, by number (counted from 0).
pub fn of_participant(seed: u64, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number + 1);
    rng
}
