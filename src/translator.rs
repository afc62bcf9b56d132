//! Posts in another language, by a LibreTranslate server that the steward names. It reads what it translates: only what everybody
//! may read is sent to it, when a member asks for that.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::clock::Time;
use crate::config::Translation;
use crate::error::{Error, Result};

/// How long an answer is awaited.
const PATIENCE: Duration = Duration::from_secs(20);
/// Questions to the server at a time.
const AT_ONCE: usize = 4;
/// The largest answer, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Translations that are held ready.
const KEPT: usize = 500;
/// How long the list of languages is taken for granted.
const FRESH: i64 = Time::HOUR;

/// Into which languages the server translates from each.
pub type Languages = BTreeMap<String, Vec<String>>;

/// Texts in another language, in the order in which they were given, and what language they were in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    pub texts: Vec<String>,
    pub from: String,
}

/// Which post, as it was when, into what language.
type Key = (i64, i64, String);

/// The way to the server.
pub struct Translator {
    url: String,
    key: Option<String>,
    http: reqwest::Client,
    busy: Semaphore,
    languages: Mutex<Option<(Time, Languages)>>,
    kept: Mutex<HashMap<Key, Arc<Translated>>>,
}

#[derive(Deserialize)]
struct Language {
    code: String,
    #[serde(default)]
    targets: Vec<String>,
}

impl Translator {
    /// # Errors
    /// `Invalid`, if the file with the key cannot be read.
    #[expect(clippy::disallowed_methods, reason = "the steward names this server in the config: it may well be on this machine")]
    pub fn new(config: &Translation) -> Result<Self> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("Potluck/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(Error::internal)?;
        Ok(Self {
            url: config.url.trim_end_matches('/').to_string(),
            key: config.api_key()?,
            http,
            busy: Semaphore::new(AT_ONCE),
            languages: Mutex::default(),
            kept: Mutex::default(),
        })
    }

    /// What it can translate into what; asked for once an hour.
    ///
    /// # Errors
    /// `Unavailable`: the server does not answer, or not what it should.
    pub async fn languages(&self, now: Time) -> Result<Languages> {
        let known = || self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, languages)) = known().as_ref().filter(|(at, _)| (at.0..at.0 + FRESH).contains(&now.0)) {
            return Ok(languages.clone());
        }
        let answer = self.ask(self.http.get(format!("{}/languages", self.url))).await?;
        let all: Vec<Language> = serde_json::from_value(answer).map_err(|_| unreadable())?;
        let languages: Languages = all.into_iter().map(|one| (one.code, one.targets)).collect();
        *known() = Some((now, languages.clone()));
        Ok(languages)
    }

    /// Texts of a post, each as HTML; the answer is not cleaned.
    ///
    /// # Errors
    /// `Unavailable`: the server does not answer, or not what it should.
    pub async fn translate(&self, of: Key, from: Option<&str>, texts: &[String]) -> Result<Arc<Translated>> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&of) {
            return Ok(known.clone());
        }
        let mut body = json!({"q": texts, "source": from.unwrap_or("auto"), "target": of.2, "format": "html"});
        if let Some(key) = &self.key {
            body["api_key"] = key.as_str().into();
        }
        let answer = self.ask(self.http.post(format!("{}/translate", self.url)).json(&body)).await?;
        let detected = &answer["detectedLanguage"];
        let detected = detected.get(0).unwrap_or(detected)["language"].as_str();
        let translated: Vec<String> = Vec::deserialize(&answer["translatedText"]).map_err(|_| unreadable())?;
        if translated.len() != texts.len() {
            return Err(unreadable());
        }
        let from = from.or(detected).unwrap_or_default().chars().take(20).collect();
        let translated = Arc::new(Translated { texts: translated, from });
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(of, translated.clone());
        Ok(translated)
    }

    async fn ask(&self, question: reqwest::RequestBuilder) -> Result<Value> {
        let failed = |error: reqwest::Error| {
            tracing::warn!(%error, "the translator does not answer");
            Error::Unavailable("The translator does not answer. Try again later.".into())
        };
        let turn = tokio::time::timeout(PATIENCE, self.busy.acquire()).await;
        let _turn = turn.map_err(|_| Error::Busy(5))?.map_err(Error::internal)?;
        let mut answer = question.send().await.map_err(failed)?;
        if !answer.status().is_success() {
            tracing::warn!(status = %answer.status(), "the translator refuses");
            return Err(Error::Unavailable("The translator refuses. Try again later.".into()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_BYTES {
                return Err(unreadable());
            }
        }
        serde_json::from_slice(&bytes).map_err(|_| unreadable())
    }
}

fn unreadable() -> Error {
    Error::Unavailable("The translator answers what cannot be read. Its steward has to look at it.".into())
}
