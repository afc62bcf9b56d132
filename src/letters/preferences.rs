//! Which letters a member wants.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::accounts::{self, User};
use crate::clock::Time;
use crate::db::Tx;
use crate::error::{Error, Result};

/// How often a digest comes.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Often {
    Never,
    Daily,
    #[default]
    Weekly,
}

impl Often {
    pub const ALL: [Self; 3] = [Self::Never, Self::Daily, Self::Weekly];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The time between two; none if there are none.
    pub const fn every(self) -> Option<i64> {
        match self {
            Self::Never => None,
            Self::Daily => Some(Time::DAY),
            Self::Weekly => Some(7 * Time::DAY),
        }
    }
}

/// Kept as JSON in the member's settings, under `mail`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(default)]
pub struct Preferences {
    pub mention: bool,
    pub follow_request: bool,
    pub desk: bool,
    pub decision: bool,
    pub digest: Often,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { mention: false, follow_request: true, desk: true, decision: true, digest: Often::Weekly }
    }
}

impl Preferences {
    pub fn of(user: &User) -> Self {
        let kept = user.settings().others.get("mail").cloned().unwrap_or_default();
        serde_json::from_value(kept).unwrap_or_default()
    }

    pub fn wants(&self, kind: Kind) -> bool {
        match kind {
            Kind::Account | Kind::Subscription | Kind::Test => true,
            Kind::Mention => self.mention,
            Kind::FollowRequest => self.follow_request,
            Kind::Digest => self.digest != Often::Never,
            Kind::Desk => self.desk,
            Kind::Decision => self.decision,
        }
    }

    /// The same without one kind.
    pub const fn without(mut self, kind: Kind) -> Self {
        match kind {
            Kind::Mention => self.mention = false,
            Kind::FollowRequest => self.follow_request = false,
            Kind::Desk => self.desk = false,
            Kind::Decision => self.decision = false,
            Kind::Digest => self.digest = Often::Never,
            Kind::Account | Kind::Subscription | Kind::Test => {}
        }
        self
    }

    pub fn keep(self, tx: &mut Tx, account_id: i64) -> Result<()> {
        let mut settings = accounts::user(tx, account_id)?.settings();
        settings.others.insert("mail".into(), serde_json::to_value(self).map_err(Error::internal)?);
        accounts::set_settings(tx, account_id, &serde_json::to_string(&settings).map_err(Error::internal)?)
    }
}
