//! What all pictures share: the look of axes, text at a place, and an SVG that fits into a page.

use std::fmt::Write as _;
use std::sync::Arc;

use kuva::backend::svg::SvgBackend;
use kuva::prelude::{Layout, LinePlot, Plot, TickFormat};
use kuva::render::color::Color;
use kuva::render::render::{Primitive, Scene, TextAnchor, render_multiple};
use kuva::render::theme::Theme;

use crate::report::numbers::fixed;
use crate::report::pictures::palette::{Arm, GRID, INK, QUIET, SURFACE};

/// Size of text in pictures, in user units.
pub const TEXT_SIZE: u32 = 13;

/// Colours of axes and text; the background is the page's.
pub fn styled(layout: Layout) -> Layout {
    let theme = Theme {
        background: "none".to_owned(),
        axis_color: QUIET.to_owned(),
        grid_color: GRID.to_owned(),
        tick_color: QUIET.to_owned(),
        text_color: INK.to_owned(),
        legend_bg: "none".to_owned(),
        legend_border: "none".to_owned(),
        pie_leader: QUIET.to_owned(),
        box_median: SURFACE.to_owned(),
        violin_border: QUIET.to_owned(),
        colorbar_border: QUIET.to_owned(),
        font_family: None,
        show_grid: true,
    };
    layout.with_theme(theme).with_tick_size(TEXT_SIZE).with_label_size(TEXT_SIZE).with_body_size(TEXT_SIZE)
}

/// A small picture of plots that stands beside others, with whole numbers on both axes.
pub fn small(plots: Vec<Plot>, names: (&str, &str), id: &str, words: &str) -> String {
    let layout = styled(Layout::auto_from_plots(&plots))
        .with_x_label(names.0)
        .with_y_label(names.1)
        .with_x_tick_format(ticks(|value| fixed(value, 0)))
        .with_y_tick_format(ticks(|value| fixed(value, 0)))
        .with_width(520.0)
        .with_height(380.0);
    inline_svg(render_multiple(plots, layout), id, words, &[])
}

/// The line on which shares in percent are the same.
pub fn diagonal() -> Plot {
    LinePlot::new().with_data([(0.0, 0.0), (100.0, 100.0)]).with_color(QUIET).into()
}

/// Writes the numbers of an axis.
pub fn ticks(write: fn(f64) -> String) -> TickFormat {
    TickFormat::Custom(Arc::new(write))
}

/// A step of 1, 2, 2.5 or 5 times a power of ten that cuts the span into at most `most` parts.
pub fn tick_step(span: f64, most: f64) -> f64 {
    let rough = (span / most).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough).unwrap_or(rough)
}

/// Text at a place, in the ink of the picture.
pub fn text(scene: &mut Scene, place: (f64, f64), anchor: TextAnchor, content: impl Into<String>, bold: Weight) {
    scene.add(Primitive::Text {
        x: place.0,
        y: place.1,
        content: content.into(),
        size: TEXT_SIZE,
        anchor,
        rotate: None,
        bold: matches!(bold, Weight::Bold),
        color: None,
    });
}

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Plain.
    Regular,
    /// For headings and results.
    Bold,
}

/// A filled rectangle.
pub fn bar(scene: &mut Scene, corner: (f64, f64), size: (f64, f64), fill: &str) {
    scene.add(Primitive::Rect {
        x: corner.0,
        y: corner.1,
        width: size.0,
        height: size.1,
        fill: Color::from(fill),
        stroke: None,
        stroke_width: None,
        opacity: None,
    });
}

/// The scene as inline SVG: scales with its card, has the words as its accessible name, and ids of its own.
pub fn inline_svg(mut scene: Scene, id: &str, words: &str, arms: &[Arm]) -> String {
    scene.background_color = None;
    scene.defs.extend(arms.iter().map(|arm| arm.pattern(id)));
    let (width, height) = (scene.width, scene.height);
    let drawn = SvgBackend::new().render_scene(&scene);
    let body = drawn.split_once("-->").map_or(drawn.as_str(), |(_, body)| body);
    let mut svg = format!(
        r#"<svg class="plot" viewBox="0 0 {width:.0} {height:.0}" role="img" aria-label="{}" fill="{INK}">"#,
        escaped(words)
    );
    svg.push_str(&own_clip_ids(body, id));
    svg
}

/// The plotting crate counts clip paths over the whole process; here they are counted in the picture.
fn own_clip_ids(body: &str, id: &str) -> String {
    let mut parts = body.split("kuva-clip-");
    let mut rewritten = parts.next().unwrap_or_default().to_owned();
    let mut seen: Vec<&str> = Vec::new();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let place = seen.iter().position(|known| *known == number).unwrap_or_else(|| {
            seen.push(number);
            seen.len() - 1
        });
        let _ = write!(rewritten, "{id}-clip-{place}{rest}");
    }
    rewritten
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
