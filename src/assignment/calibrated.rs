//! Confidence that is as often right as it says.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// How far the stated figures of one level spread around it, in percent.
const SPREAD: u32 = 3;

/// Stated confidence, in percent, of `right` right and `wrong` wrong advices: of those with a high figure as many are right as it
/// says, and of those with a low figure too, up to rounding. Returned for the right ones and for the wrong ones, in random order.
pub fn calibrated(right: usize, wrong: usize, rng: &mut ChaCha8Rng) -> [Vec<u8>; 2] {
    let share = right as f64 / (right + wrong).max(1) as f64;
    // Two levels on either side of the share of right advice; the nearer to it one is, the more advices have it.
    let high = (share + 0.8 * (1.0 - share)).min(0.96);
    let low = (share - 0.2).max(0.52).min(share);
    let with_high = if high > low { (share - low) / (high - low) * (right + wrong) as f64 } else { 0.0 };
    let right_high = ((with_high * high).round() as usize).min(right);
    let wrong_high = ((with_high * (1.0 - high)).round() as usize).min(wrong);
    let mut figures = |count: usize, with_high: usize| {
        let mut figures: Vec<u8> = (0..count)
            .map(|index| {
                let level = (100.0 * if index < with_high { high } else { low }).round() as u32;
                (level + rng.random_range(0..=2 * SPREAD) - SPREAD).clamp(50, 99) as u8
            })
            .collect();
        figures.shuffle(rng);
        figures
    };
    [figures(right, right_high), figures(wrong, wrong_high)]
}

#[cfg(test)]
mod tests {
    use super::super::seed::of_study;
    use super::*;

    #[test]
    fn stated_figures_come_true() {
        for (right, wrong) in [(90, 30), (60, 60), (110, 10)] {
            let [of_right, of_wrong] = calibrated(right, wrong, &mut of_study(3));
            assert_eq!((of_right.len(), of_wrong.len()), (right, wrong));
            let all =
                || of_right.iter().map(|figure| (*figure, true)).chain(of_wrong.iter().map(|figure| (*figure, false)));
            let middle = 100.0 * right as f64 / (right + wrong) as f64;
            for above in [true, false] {
                let level: Vec<(u8, bool)> =
                    all().filter(|(figure, _)| (f64::from(*figure) > middle) == above).collect();
                if level.len() < 10 {
                    continue;
                }
                let stated = level.iter().map(|(figure, _)| f64::from(*figure)).sum::<f64>() / level.len() as f64;
                let came_true = 100.0 * level.iter().filter(|(_, right)| *right).count() as f64 / level.len() as f64;
                assert!(
                    (stated - came_true).abs() < 5.0,
                    "{right} {wrong}: {stated:.0} % stated, {came_true:.0} % true"
                );
            }
        }
        assert_eq!(calibrated(0, 0, &mut of_study(3)), [Vec::<u8>::new(), Vec::new()]);
        assert!(calibrated(10, 0, &mut of_study(3))[0].iter().all(|figure| *figure > 90));
    }
}
