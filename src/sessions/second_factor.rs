//! The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for who has lost it.

use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

use super::store;
use crate::accounts::{self, User};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::ids;

/// So many recovery codes are given at a time.
const RECOVERY_CODES: usize = 10;

fn totp(secret: &str, issuer: &str, name: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|error| Error::internal(format!("{error:?}")))?;
    // The address separates the two with a colon.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_secret(secret)
        .with_account_name(plain(name))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(|error| Error::internal(format!("{error:?}")))
}

/// What an app is shown to begin with: the secret, and a picture of its address (SVG).
pub struct Enrolment {
    pub secret: String,
    pub picture: String,
}

/// Makes a secret that does not count yet, and shows it; a second look shows the same.
pub fn enrol(tx: &mut Tx, account: &accounts::Account) -> Result<Enrolment> {
    let user = accounts::user(tx, account.id)?;
    if user.totp_at.is_some() {
        return Err(Error::refused("The second factor is on already."));
    }
    let secret = match user.totp_secret {
        Some(secret) => secret,
        None => {
            let secret = Secret::from(&ids::salt()[..]).to_base32();
            store::set_totp(tx, account.id, Some(&secret), None)?;
            secret
        }
    };
    let address = totp(&secret, &tx.site.name, &format!("{}@{}", account.username, tx.site.web_domain))?;
    let address = address.to_url().map_err(|error| Error::internal(format!("{error:?}")))?;
    let code = QrCode::new(address).map_err(Error::internal)?;
    let picture = code.render::<svg::Color>().min_dimensions(220, 220).build();
    let picture = picture.split_once("?>").map_or(picture.clone(), |(_, svg)| svg.to_string());
    Ok(Enrolment { secret, picture })
}

/// Is this the code of now? One code is taken once.
fn is_code(tx: &mut Tx, user: &User, typed: &str) -> Result<bool> {
    let Some(secret) = &user.totp_secret else { return Ok(false) };
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(tx.now.0 / Time::SECOND).unwrap_or(0);
    let step = totp(secret, "Potluck", "member")?.check(&typed, seconds).and_then(|step| i64::try_from(step).ok());
    match step {
        Some(step) if step > user.totp_step => store::use_totp_step(tx, user.account_id, step),
        _ => Ok(false),
    }
}

/// Turns the second factor on, once a first code shows that the app has it right; answers recovery codes.
///
/// # Errors
/// `Invalid`: the code is not the one of now.
pub fn begin(tx: &mut Tx, account_id: i64, typed: &str) -> Result<Vec<String>> {
    let user = accounts::user(tx, account_id)?;
    if !is_code(tx, &user, typed)? {
        return Err(Error::invalid("This code is not right. Is the clock of the phone right?"));
    }
    store::set_totp(tx, account_id, user.totp_secret.as_deref(), Some(tx.now))?;
    new_recovery_codes(tx, account_id)
}

/// New recovery codes; those from before do not count any more.
pub fn new_recovery_codes(tx: &mut Tx, account_id: i64) -> Result<Vec<String>> {
    let code = || {
        let letters: String = ids::secret().chars().filter(char::is_ascii_alphanumeric).take(10).collect();
        let letters = letters.to_lowercase();
        format!("{}-{}", &letters[..5], &letters[5..])
    };
    let codes: Vec<String> = std::iter::repeat_with(code).take(RECOVERY_CODES).collect();
    let hashes: Vec<String> = codes.iter().map(|code| hash(code)).collect();
    store::replace_recovery_codes(tx, account_id, &hashes)?;
    Ok(codes)
}

fn hash(code: &str) -> String {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    ids::fingerprint(&format!("recovery:{}", bare.to_lowercase()))
}

/// Does this show that it is them? A code of the app, or a recovery code, each taken once.
pub fn holds(tx: &mut Tx, account_id: i64, typed: &str) -> Result<bool> {
    let user = accounts::user(tx, account_id)?;
    if user.totp_at.is_none() {
        return Ok(false);
    }
    Ok(is_code(tx, &user, typed)? || store::use_recovery_code(tx, account_id, &hash(typed))?)
}

/// Turns it off.
pub fn end(tx: &mut Tx, account_id: i64) -> Result<()> {
    store::set_totp(tx, account_id, None, None)?;
    store::replace_recovery_codes(tx, account_id, &[])
}
