//! What participants read: a catalogue for each language, and what a study changes in it.

mod catalogue;
mod offered;
mod template;
mod texts_file;
mod words;

pub use offered::Texts;
pub(super) use offered::read;
pub use template::{Phrase, Template};
pub(super) use texts_file::TextsFile;
pub use words::{LongText, Moment, Words};
