//! The screens that a trainer shows a room: one finding each, in big type, made from the findings alone and fit for any result.

mod home;
mod looked;
mod misled;
mod opening;
mod picture;
mod shown;
mod speed;
mod sure;
#[cfg(test)]
mod tests;
mod wrong;

use askama::Template;

use crate::findings::Room;
use crate::report::facts;
use picture::Picture;

/// One screen.
#[derive(Debug, Clone, Default, PartialEq)]
struct Screen {
    /// Its name in the address.
    id: &'static str,
    /// The finding.
    title: String,
    /// The numbers in big type.
    figures: Vec<Figure>,
    /// The one picture.
    picture: Option<Picture>,
    /// Texts under a name each: (name, text).
    texts: Vec<(&'static str, String)>,
    /// Sentences.
    lines: Vec<String>,
}

/// One number in big type.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    /// What it is about, above it.
    about: String,
    /// The number.
    number: String,
    /// What it says, below it.
    words: String,
    /// Its colour.
    look: Look,
}

/// The fixed colours of what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Believed,
    Measured,
    Unaided,
    Aided,
    Wrong,
    /// A place that is still empty.
    Waiting,
}

impl Look {
    /// The name in the style sheet.
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Believed => "believed",
            Self::Measured => "measured",
            Self::Unaided => "unaided",
            Self::Aided => "advice-right",
            Self::Wrong => "advice-wrong",
            Self::Waiting => "waiting",
        }
    }
}

impl Figure {
    fn new(about: impl Into<String>, number: impl Into<String>, words: impl Into<String>, look: Look) -> Self {
        Self { about: about.into(), number: number.into(), words: words.into(), look }
    }
}

/// Everything that the fragment shows.
#[derive(Template)]
#[template(path = "reveal/screens.html")]
struct Fragment {
    simulated: Option<String>,
    screens: Vec<Screen>,
}

/// The screens as one piece of HTML for a page that shows one of them at a time: without scripts or styles of its own, the same bytes
/// for the same findings.
pub fn screens_html(room: &Room) -> String {
    let fragment = Fragment { simulated: facts::simulated(&room.findings), screens: screens(room) };
    fragment.render().expect("writing to a string does not fail")
}

/// The screens in the order of the half hour. Where nobody can be shown yet there is one, which says so.
fn screens(room: &Room) -> Vec<Screen> {
    if room.findings.flow.analysed == 0 {
        return vec![opening::nobody(room)];
    }
    vec![
        opening::done(room),
        speed::question(room),
        speed::answer(room),
        wrong::screen(room),
        misled::alert(room),
        misled::evidence(room),
        looked::screen(room),
        sure::screen(room),
        home::screen(room),
        opening::own(),
    ]
}
