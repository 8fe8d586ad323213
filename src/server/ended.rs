//! What is said to somebody whose session a rule of the study has ended.

use super::pages::Ended;
use super::screens;
use crate::journal::Live;
use crate::session::Ending;
use crate::study::Study;

const AFTER_PRACTICE: [&str; 2] = [
    "In practice, fewer alerts were judged rightly than this study needs to go on. That says nothing about your work: the alerts are \
     unusual, and there was little time to get used to them.",
    "Nothing more is asked of you, and you can close this page. Your answers so far are saved; you can still withdraw and have them \
     erased.",
];

const AFTER_BREAK: [&str; 3] = [
    "Your break was longer than this study can allow: what was learnt in the first part fades, and the rest would no longer compare. \
     The session can't go on.",
    "Nothing more is asked of you, and you can close this page. Your answers so far are saved; you can still withdraw and have them \
     erased.",
    "Some of the suggestions in this study are made wrong on purpose, to learn what wrong suggestions do to decisions. They say nothing \
     about any tool that you use at work.",
];

/// The last page of a session that has ended early.
pub fn view(study: &Study, live: &Live, ending: Ending) -> Ended {
    let (heading, paragraphs) = match ending {
        Ending::Practice => ("The session ends here", AFTER_PRACTICE.as_slice()),
        Ending::Late => ("Welcome back", AFTER_BREAK.as_slice()),
    };
    Ended {
        frame: screens::frame(study, live),
        heading: heading.into(),
        paragraphs: paragraphs.iter().map(|&text| text.into()).collect(),
    }
}
