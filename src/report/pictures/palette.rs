//! Fixed colours and patterns, after Okabe and Ito (2008); the style sheet lightens these very values for dark screens.

/// Text.
pub const INK: &str = "#1a1c1f";
/// Axes, and what stands back.
pub const QUIET: &str = "#4f545c";
/// Grid lines.
pub const GRID: &str = "#d9dce1";
/// The card behind a picture.
pub const SURFACE: &str = "#fefefe";
/// Without advice.
pub const UNAIDED: &str = "#7a8088";
/// With right advice.
pub const RIGHT: &str = "#0072b2";
/// With wrong advice.
pub const WRONG: &str = "#d55e00";
/// What was believed.
pub const BELIEVED: &str = "#b0508a";
/// What was measured.
pub const MEASURED: &str = "#1a1c20";

/// An arm's look: its colour, and the hatch that tells it apart in grey print.
#[derive(Debug, Clone, Copy)]
pub struct Arm {
    /// Part of the pattern's id.
    pub name: &'static str,
    /// The colour.
    pub colour: &'static str,
    hatch: &'static str,
}

/// Without advice: plain.
pub const ARM_UNAIDED: Arm = Arm { name: "unaided", colour: UNAIDED, hatch: "" };
/// Right advice: lines that rise.
pub const ARM_RIGHT: Arm = Arm { name: "right", colour: RIGHT, hatch: "M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2" };
/// Wrong advice: crossed lines.
pub const ARM_WRONG: Arm =
    Arm { name: "wrong", colour: WRONG, hatch: "M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2 M-1,7 l2,2 M0,0 l8,8 M7,-1 l2,2" };

impl Arm {
    /// A reference to the arm's pattern in the picture of that id.
    pub fn fill(self, picture: &str) -> String {
        format!("url(#{picture}-{})", self.name)
    }

    /// The pattern itself: the colour, thinly hatched.
    pub fn pattern(self, picture: &str) -> String {
        let Self { name, colour, hatch } = self;
        format!(
            r#"<pattern id="{picture}-{name}" patternUnits="userSpaceOnUse" width="8" height="8"><rect width="8" height="8" fill="{colour}" /><path d="{hatch}" fill="none" stroke="{SURFACE}" stroke-width="1.1" /></pattern>"#
        )
    }
}
