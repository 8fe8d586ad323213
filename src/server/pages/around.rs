//! The pages around the alerts that only some studies have: the look at the browser, and the break.

use askama::Template;

use super::Frame;
use crate::study::Words;

/// The look at the browser before the instructions.
#[derive(Debug, Template)]
#[template(path = "browser_check.html")]
pub struct CheckOfBrowser {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
    /// The policy, for the script.
    pub policy: &'static str,
    /// Width of the window at least, in CSS pixels.
    pub least_width: u32,
    /// Its height.
    pub least_height: u32,
    /// The largest step of the clock, in milliseconds.
    pub coarsest_clock: f64,
    /// The longest interval between frames, in milliseconds.
    pub slowest_screen: f64,
    /// Whether nobody goes on with less.
    pub is_required: bool,
    /// What was wrong with the measurements that were sent.
    pub problem: Option<String>,
}

/// The break between two blocks.
#[derive(Debug, Template)]
#[template(path = "break.html")]
pub struct Break {
    /// The words of the language.
    pub words: Words,
    /// What stands around.
    pub frame: Frame,
    /// An opaque name of the page, sent back.
    pub page: String,
    /// The block that is done, counted from 1.
    pub block: usize,
    /// Blocks.
    pub blocks: usize,
    /// Seconds that the break lasts at least from now on.
    pub left_s: u32,
}
