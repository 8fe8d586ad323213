//! The study's own long texts as HTML; HTML in them stays text.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::study::{Moment, Words};

/// What a study says at a moment.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// As HTML; empty where the study says nothing.
    pub html: String,
    /// Whether it stands in place of what the program says of its own accord.
    pub replaces: bool,
}

impl Own {
    /// The text of a moment.
    pub fn at(words: &Words, moment: Moment) -> Self {
        words
            .long(moment)
            .map_or_else(Self::default, |text| Self { html: to_html(&text.markdown), replaces: text.replaces })
    }
}

/// Markdown as HTML. HTML is escaped, pictures are left out since pages load nothing from elsewhere, links lead to `https:`, `http:` or
/// `mailto:` alone, and headings start one level below the page's.
fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let has_scheme = ["https://", "http://", "mailto:"].iter().any(|scheme| dest_url.starts_with(scheme));
            // The address of an e-mail in angle brackets has no scheme yet; the writer puts `mailto:` before it.
            let is_safe = link_type == LinkType::Email || has_scheme;
            let dest_url = if is_safe { dest_url } else { "#".into() };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        event => Some(event),
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    page
}

fn lower(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    (level as usize + 1).try_into().unwrap_or(pulldown_cmark::HeadingLevel::H6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html_below_the_heading_of_the_page() {
        let html = to_html("# Ethics\n\nApproved, **no. 7**:\n\n- one\n- [two](https://example.org)");
        assert!(html.starts_with("<h2>Ethics</h2>") && html.contains("<strong>no. 7</strong>"), "{html}");
        assert!(html.contains("<a href=\"https://example.org\">two</a>"), "{html}");
        let html = to_html("Write to <board@uni.example> or to [us](mailto:us@uni.example).");
        assert!(html.contains("<a href=\"mailto:board@uni.example\">board@uni.example</a>"), "{html}");
        assert!(html.contains("<a href=\"mailto:us@uni.example\">us</a>"), "{html}");
    }

    #[test]
    fn nothing_that_runs_or_loads_gets_through() {
        let text = "<script>alert(1)</script>\n\na <b onclick=x>b</b> ![p](http://example.org/p.png) [q](javascript:x) <javascript:y>";
        let html = to_html(text);
        for harmful in ["<script", "<b ", "<img", "href=\"javascript"] {
            assert!(!html.contains(harmful), "{html}");
        }
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }
}
