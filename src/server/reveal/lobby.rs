//! What the room sees before the results: how to join, in huge type and as a QR code, and how many are here.

use askama::Template;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::measures::Presence;
use crate::server::app::App;
use crate::server::error::PageError;
use crate::server::pages::RevealLobby;

/// The lobby as a piece of HTML.
pub fn html(app: &App, address: &str, presence: Presence) -> Result<String, PageError> {
    let base = &app.link().base;
    let join_link = format!("{base}/j/{}", app.join_code());
    let lobby = RevealLobby {
        host: base.split_once("://").map_or(base.as_str(), |(_, host)| host).to_owned(),
        code: app.join_code().to_owned(),
        picture: picture(&join_link),
        address: address.to_owned(),
        presence,
        is_demonstration: app.shows_report(),
    };
    Ok(lobby.render()?)
}

/// The link as a QR code; none where it is too long for one.
fn picture(link: &str) -> Option<String> {
    let code = QrCode::new(link).ok()?;
    let drawn = code.render::<svg::Color<'_>>().quiet_zone(true).min_dimensions(200, 200).build();
    // Without the declaration of an XML file, which has no place inside a page.
    drawn
        .split_once("?>")
        .map(|(_, svg)| svg.replacen("<svg", "<svg role=\"img\" aria-label=\"QR code of the join link\"", 1))
}
