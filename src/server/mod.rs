//! Pages and interface for participants: handlers extract, call one function of the domain, and answer.

mod access;
mod app;
mod assets;
mod breaks;
mod browser_check;
mod debrief;
mod error;
mod events;
mod instructions;
mod join;
mod language;
mod markdown;
mod pages;
mod report;
mod reveal;
mod routes;
mod screens;
mod security;
mod session;
mod trials;
mod wire;

pub use app::{App, Link};
pub use join::SIMULATED;
pub use routes::router;
pub use screens::page_named;
pub use wire::{WireEvent, WireReply, WireSubmission, WireWhat};

use std::future::Future;

use tokio::net::TcpListener;

/// Serves a study until `shutdown`; requests under way are finished first.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(shutdown).await
}
