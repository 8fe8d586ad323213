//! The trainer's page and its parts.

use askama::Template;

use crate::measures::Presence;
use crate::study::Words;

/// The page around the screens.
#[derive(Debug, Template)]
#[template(path = "reveal.html")]
pub struct Reveal {
    /// The words of the page, which are English.
    pub words: Words,
    /// The study's title.
    pub study: String,
    /// Where the page is.
    pub address: String,
    /// The screens as HTML.
    pub screens: String,
}

/// The screen before the results.
#[derive(Debug, Template)]
#[template(path = "reveal_lobby.html")]
pub struct RevealLobby {
    /// What to type into a browser.
    pub host: String,
    /// The code that lets anyone join.
    pub code: String,
    /// The join link as a QR code in SVG.
    pub picture: Option<String>,
    /// Where the trainer's page is.
    pub address: String,
    /// Who is here.
    pub presence: Presence,
    /// Whether results are shown without closing.
    pub is_demonstration: bool,
}

/// The question before the study is closed.
#[derive(Debug, Template)]
#[template(path = "reveal_close.html")]
pub struct RevealClose {
    /// The words of the page, which are English.
    pub words: Words,
    /// The study's title.
    pub study: String,
    /// Where the trainer's page is.
    pub address: String,
    /// Who is here.
    pub presence: Presence,
}
