//! The break between two blocks: how long it lasts at least, counted from what came before it.

use jiff::Timestamp;

use super::pages::Break;
use super::screens::{frame, page_name};
use crate::journal::Live;
use crate::study::{Page, Study, Words};

/// The page of the break after a block. A page that is loaded again does not begin the break anew.
pub fn view(study: &Study, live: &Live, words: &Words, block: usize, now: Timestamp) -> Break {
    let least_s = study.conduct.break_s;
    let left_s = (least_s as f64 - live.seconds_since_last(now)).clamp(0.0, least_s as f64);
    Break {
        words: words.clone(),
        frame: frame(study, live, words),
        page: page_name(Page::Break(block)),
        block: block + 1,
        blocks: live.schedule.blocks.len(),
        left_s: left_s.ceil() as u32,
    }
}
