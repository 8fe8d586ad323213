//! A small client for one server: keeps its cookie, and tries again while the server is away.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, SET_COOKIE};
use hyper::{HeaderMap, Method, Request, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::server::SIMULATED;

/// A request got no answer for too long.
#[derive(Debug, thiserror::Error)]
#[error("gave up on {path}: {problem}")]
pub struct GaveUp {
    /// What was asked for.
    pub path: String,
    /// What came back last.
    pub problem: String,
}

/// A client with its own connection and cookie.
#[derive(Debug)]
pub struct Browserless {
    client: Client<HttpConnector, Full<Bytes>>,
    base: Uri,
    cookie: Option<HeaderValue>,
    extra: Option<(HeaderName, HeaderValue)>,
    patience: Duration,
    /// Requests that had to be sent again.
    pub retries: u64,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

/// What a request carries.
#[derive(Debug, Clone)]
pub enum Body {
    /// Nothing.
    None,
    /// Form fields, encoded already.
    Form(String),
    /// JSON.
    Json(String),
}

impl Browserless {
    /// A client for the server at `base`; it gives up on a request after `patience`.
    pub fn new(base: Uri, patience: Duration) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, base, cookie: None, extra: None, patience, retries: 0 }
    }

    /// The cookie that the server has given.
    pub fn cookie(&self) -> Option<HeaderValue> {
        self.cookie.clone()
    }

    /// Goes on with a cookie of another client.
    pub fn set_cookie(&mut self, cookie: HeaderValue) {
        self.cookie = Some(cookie);
    }

    /// The same client, sending one more header from now on.
    pub fn with_header(&mut self, name: &'static str, value: &'static str) -> &mut Self {
        self.extra = Some((HeaderName::from_static(name), HeaderValue::from_static(value)));
        self
    }

    /// Fetches a page.
    pub async fn get(&mut self, path: &str) -> Result<Answer, GaveUp> {
        self.request(Method::GET, path, Body::None).await
    }

    /// Sends a request, again and again while there is no answer or the server reports a failure of its own.
    pub async fn request(&mut self, method: Method, path: &str, body: Body) -> Result<Answer, GaveUp> {
        const PAUSE: Duration = Duration::from_millis(20);
        let started = Instant::now();
        loop {
            let problem = match self.once(&method, path, &body).await {
                Ok(answer) if !answer.status.is_server_error() => return Ok(answer),
                Ok(answer) => format!("the server answered {}", answer.status),
                Err(problem) => problem.to_string(),
            };
            if started.elapsed() > self.patience {
                return Err(GaveUp { path: path.into(), problem });
            }
            self.retries += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn once(
        &mut self,
        method: &Method,
        path: &str,
        body: &Body,
    ) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let (kind, bytes) = match body {
            Body::None => (None, Bytes::new()),
            Body::Form(text) => (Some("application/x-www-form-urlencoded"), Bytes::from(text.clone())),
            Body::Json(text) => (Some("application/json"), Bytes::from(text.clone())),
        };
        let authority = self.base.authority().map_or("", |authority| authority.as_str());
        let mut request =
            Request::builder().method(method).uri(format!("http://{authority}{path}")).header(SIMULATED, "1");
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        if let Some((name, value)) = &self.extra {
            request = request.header(name, value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let response = self.client.request(request.body(Full::new(bytes))?).await?;
        for cookie in response.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            let name = pair.split('=').next().unwrap_or_default();
            let known = self.cookie.as_ref().map_or(Ok(""), HeaderValue::to_str)?;
            let others = known.split("; ").filter(|other| !other.is_empty() && other.split('=').next() != Some(name));
            let all = others.chain([pair]).collect::<Vec<_>>().join("; ");
            self.cookie = Some(HeaderValue::from_str(&all)?);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }
}
