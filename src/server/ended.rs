//! What is said to somebody whose session a rule of the study has ended.

use super::pages::Ended;
use super::screens;
use crate::journal::Live;
use crate::session::Ending;
use crate::study::{Study, Words};

/// The last page of a session that has ended early.
pub fn view(study: &Study, live: &Live, words: &Words, ending: Ending) -> Ended {
    let (heading, names) = match ending {
        Ending::Practice => ("after-practice-heading", ["after-practice", "nothing-more"].as_slice()),
        Ending::Late => ("after-break-heading", ["after-break", "nothing-more", "explained"].as_slice()),
    };
    let say = |name: &str| words.of("ended", name).to_string();
    Ended {
        words: words.clone(),
        frame: screens::frame(study, live, words),
        heading: say(heading),
        paragraphs: names.iter().map(|name| say(name)).collect(),
    }
}
