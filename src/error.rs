//! The one error of the server. The text a stranger may see is chosen where the error is made; the HTTP status here.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or it is not for this reader's eyes: the two answer alike.
    NotFound,
    /// There was such a thing, and its own server says that it is gone for good.
    Gone,
    /// Who is asking is not known.
    Unauthorized(String),
    /// Who is asking may not.
    Refused(String),
    /// What was sent cannot be used; the text says how to mend it.
    Invalid(String),
    /// The same, with what is wrong with each field for apps to show beside it.
    Faulty(String, serde_json::Value),
    /// It cannot be read at all: not JSON, not a form.
    Malformed(String),
    TooLarge,
    UnsupportedType(String),
    /// Too much at once; seconds until it is worth trying again.
    Busy(i64),
    /// Somebody else was first.
    Conflict(String),
    /// A key on somebody's device has to sign this first: what is to be signed.
    Unsigned(Box<serde_json::Value>),
    /// A far server did not do its part; worth trying again later.
    Unavailable(String),
    /// Our fault. The text goes to the log, never to the reader.
    Internal(String),
}

/// So many characters of its text are shown: an error says back what was typed, but not a book of it.
const LONGEST: usize = 1_000;

impl Error {
    pub fn invalid(text: impl Into<String>) -> Self {
        Self::Invalid(text.into())
    }

    pub fn refused(text: impl std::fmt::Display) -> Self {
        Self::Refused(text.to_string())
    }

    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::Invalid(_) | Self::Faulty(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Busy(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Unsigned(_) => StatusCode::PRECONDITION_REQUIRED,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The text a reader may see.
    pub fn shown(&self) -> &str {
        match self {
            Self::NotFound | Self::Gone => "Record not found",
            Self::TooLarge => "This is too large.",
            Self::Busy(_) => "Too many requests",
            Self::Unsigned(_) => "The key you decide with is on your device. Do this in the browser that has it.",
            Self::Internal(_) => "Something went wrong on our side. It has been noted.",
            Self::Unauthorized(text)
            | Self::Refused(text)
            | Self::Invalid(text)
            | Self::Faulty(text, _)
            | Self::Malformed(text)
            | Self::UnsupportedType(text)
            | Self::Conflict(text)
            | Self::Unavailable(text) => text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end]),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Internal(cause) => f.write_str(cause),
            other => f.write_str(other.shown()),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error as E};
        match error {
            E::NotFound => Self::NotFound,
            E::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Conflict("This exists already.".into()),
            other => Self::internal(other),
        }
    }
}

impl From<rules::roles::Refusal> for Error {
    fn from(refusal: rules::roles::Refusal) -> Self {
        Self::refused(refusal)
    }
}

/// Clients get JSON. Pages wrap the error in `web::page::PageError` and show it as one.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(cause, "a request failed");
            if cfg!(test) {
                eprintln!("a request failed: {cause}");
            }
        }
        let mut body = serde_json::json!({ "error": self.shown() });
        if let Self::Faulty(_, details) = &self {
            body["details"] = details.clone();
        }
        if let Self::Unsigned(document) = &self {
            body["sign"] = (**document).clone();
        }
        let body = axum::Json(body);
        match self {
            Self::Busy(seconds) => (self.status(), [("retry-after", seconds.to_string())], body).into_response(),
            // Far servers come back by themselves; how soon is ours to say.
            Self::Unavailable(_) => (self.status(), [("retry-after", "30")], body).into_response(),
            _ => (self.status(), body).into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn what_was_typed_is_said_back_but_not_a_book_of_it() {
        assert_eq!(Error::invalid("\"ada\" is not an e-mail address.").shown(), "\"ada\" is not an e-mail address.");
        let book = Error::invalid(format!("{:?} is not an e-mail address.", "é".repeat(60_000)));
        assert_eq!(book.shown().chars().count(), 1_000);
    }
}
