//! What a participant's browser was found to have before the instructions, and what of it may disturb the alerts.

use serde::{Deserialize, Serialize};

/// What the page measured, and whether somebody pressed a key.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BrowserCheck {
    /// Width of the window's inside, in CSS pixels.
    pub width_px: u32,
    /// Its height.
    pub height_px: u32,
    /// Whether a key was pressed.
    pub keyboard: bool,
    /// Whether the device is pointed at by finger.
    pub touch: bool,
    /// The smallest step of the clock that was seen, in milliseconds.
    pub clock_step_ms: f64,
    /// Median interval between frames, in milliseconds.
    pub refresh_ms: f64,
}

/// What may disturb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserWarning {
    /// An alert, its evidence and the decision do not fit into the window.
    SmallWindow,
    /// Nobody pressed a key.
    NoKeyboard,
    /// Times are rounded coarsely.
    CoarseClock,
    /// The screen follows late.
    SlowScreen,
}

impl BrowserCheck {
    /// The narrowest window in which an alert is laid out, in CSS pixels.
    pub const LEAST_WIDTH_PX: u32 = 360;
    /// The lowest window, in CSS pixels: a panel and the decision can be seen together.
    pub const LEAST_HEIGHT_PX: u32 = 560;
    /// The coarsest clock, in milliseconds: browsers that blur their clocks against tracking use steps of 100.
    pub const COARSEST_CLOCK_MS: f64 = 20.0;
    /// The slowest screen, in milliseconds: 20 pictures a second.
    pub const SLOWEST_SCREEN_MS: f64 = 50.0;

    /// Whether these are measurements that a browser can have made.
    pub fn is_possible(&self) -> bool {
        const LONGEST_MS: f64 = 60_000.0;
        const LARGEST_PX: u32 = 100_000;
        let pixels = [self.width_px, self.height_px];
        let times = [self.clock_step_ms, self.refresh_ms];
        pixels.iter().all(|side| (1..=LARGEST_PX).contains(side))
            && times.iter().all(|time| (0.0..=LONGEST_MS).contains(time))
    }

    /// What may disturb, in the order in which the page shows it.
    pub fn warnings(&self) -> Vec<BrowserWarning> {
        let is_small = self.width_px < Self::LEAST_WIDTH_PX || self.height_px < Self::LEAST_HEIGHT_PX;
        [
            (is_small, BrowserWarning::SmallWindow),
            (!self.keyboard, BrowserWarning::NoKeyboard),
            (self.clock_step_ms > Self::COARSEST_CLOCK_MS, BrowserWarning::CoarseClock),
            (self.refresh_ms > Self::SLOWEST_SCREEN_MS, BrowserWarning::SlowScreen),
        ]
        .into_iter()
        .filter_map(|(is_so, warning)| is_so.then_some(warning))
        .collect()
    }
}
