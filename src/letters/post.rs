//! Bringing letters away: SMTP, through lettre.

use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::store::{self, Letter};
use crate::app::App;
use crate::config::{Encryption, Mail};
use crate::error::{Error, Result};

/// How long a server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

fn transport(mail: &Mail) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let tls = match mail.encryption {
        Encryption::None => Tls::None,
        kind => {
            let parameters = TlsParameters::new(mail.host.clone()).map_err(|error| Error::Unavailable(error.to_string()))?;
            if kind == Encryption::Tls { Tls::Wrapper(parameters) } else { Tls::Required(parameters) }
        }
    };
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&mail.host).port(mail.port()).timeout(Some(PATIENCE)).tls(tls);
    if let Some(user) = &mail.user {
        builder = builder.credentials(Credentials::new(user.clone(), mail.password()?));
    }
    Ok(builder.build())
}

/// One header as it stands in the message.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

fn message(mail: &Mail, letter: &Letter) -> Result<Message> {
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|error| Error::invalid(format!("{text:?}: {error}")));
    let mut builder = Message::builder()
        .from(mailbox(&mail.from)?)
        .to(mailbox(&letter.address)?)
        .subject(&letter.subject)
        .raw_header(header("Auto-Submitted", "auto-generated".into()));
    if let Some(off) = &letter.unsubscribe {
        // RFC 2369 and RFC 8058: mail programs show a button for it.
        builder = builder
            .raw_header(header("List-Unsubscribe", format!("<{off}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
    }
    let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_string());
    let both = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    builder.multipart(both).map_err(Error::internal)
}

async fn send(mail: &Mail, letter: &Letter) -> Result<()> {
    let message = message(mail, letter)?;
    match transport(mail)?.send(message).await {
        Ok(_) => Ok(()),
        // The server will never take it: there is no use in trying again.
        Err(error) if error.is_permanent() => Err(Error::invalid(error.to_string())),
        Err(error) => Err(Error::Unavailable(error.to_string())),
    }
}

/// Sends a letter that waits; one that was sent is left alone.
///
/// # Errors
/// `Unavailable`: it is worth trying again.
pub async fn deliver(app: &App, id: i64) -> Result<()> {
    let Some(mail) = app.config.mail.clone() else { return Ok(()) };
    let Some(letter) = app.read(move |tx| store::waiting(tx, id)).await? else { return Ok(()) };
    match send(&mail, &letter).await {
        Ok(()) => app.write(move |tx| store::mark_sent(tx, id)).await,
        Err(error) => {
            let text: String = error.to_string().chars().take(500).collect();
            tracing::warn!(error = text, "a letter could not be sent");
            app.write(move |tx| store::mark_failed(tx, id, &text)).await?;
            Err(error)
        }
    }
}

/// Greets the mail server, without sending anything.
///
/// # Errors
/// `Unavailable`, with what went wrong.
pub async fn greet(app: &App) -> Result<()> {
    let mail = app.config.mail.as_ref().ok_or_else(|| Error::invalid("No SMTP server is configured."))?;
    match transport(mail)?.test_connection().await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::Unavailable("The server did not answer the greeting.".into())),
        Err(error) => Err(Error::Unavailable(error.to_string())),
    }
}

/// Sends a letter at once, and says what the server said.
pub async fn test(app: &App, to: &str, subject: &str, text: &str) -> Result<()> {
    let mail = app.config.mail.as_ref().ok_or_else(|| Error::invalid("No SMTP server is configured."))?;
    let letter = Letter {
        id: 0,
        account_id: None,
        address: to.to_string(),
        kind: super::Kind::Test.as_str().into(),
        subject: subject.to_string(),
        text: text.to_string(),
        html: format!("<p>{}</p>", crate::web::html::escape(text)),
        unsubscribe: None,
        created_at: 0,
        attempts: 0,
        sent_at: None,
        error: None,
    };
    send(mail, &letter).await
}
