//! Which cell a new participant takes: the least filled one, so that drop-outs give their place back.

use super::counterbalance::Counterbalance;

/// The cell for the participant with a `number`; `fills` holds, for each cell, its finished and recently active participants.
///
/// Among equally filled cells those that together hold every group and order come one after the other, so that an unfinished
/// round is balanced too; within them the study's seed decides.
pub fn least_filled(counterbalance: &Counterbalance, fills: &[usize], seed: u64, number: u64) -> usize {
    let key = |cell: &usize| {
        (fills.get(*cell).copied().unwrap_or(0), cell / counterbalance.round(), shuffled(seed, number, *cell))
    };
    (0..counterbalance.cells()).min_by_key(key).unwrap_or(0)
}

/// An arbitrary but fixed order of the cells for each participant number.
fn shuffled(seed: u64, number: u64, cell: usize) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in [seed, number, cell as u64] {
        hasher.update(&part.to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}
