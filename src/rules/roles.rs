//! Roles in a chapter, and what each lets a person do: `(standing, act)` → allowed, or a refusal with a name.
//!
//! The steward runs the node. That is a technical task held beside a role, never instead of one: it adds the keys to
//! the house and no voice in its decisions.

use core::fmt;
use core::str::FromStr;

/// A person's membership in the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Signed up on the chapter's node.
    Supporter,
    /// Takes part regularly.
    Active,
    /// Represents the community, decides.
    Connector,
    /// A Connector who has not opted in for another year; no vote until then.
    Dormant,
    /// A former Connector; no vote.
    Alumni,
}

impl Role {
    pub const ALL: [Role; 5] = [Self::Supporter, Self::Active, Self::Connector, Self::Dormant, Self::Alumni];

    /// The name used on the command line, in the client API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supporter => "supporter",
            Self::Active => "active",
            Self::Connector => "connector",
            Self::Dormant => "dormant",
            Self::Alumni => "alumni",
        }
    }

    /// The name shown to people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Supporter => "Supporter",
            Self::Active => "Active member",
            Self::Connector => "Connector",
            Self::Dormant => "Dormant Connector",
            Self::Alumni => "Alumni",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text was none of `supporter`, `active`, `connector`, `dormant`, `alumni`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRole;

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a role is one of: supporter, active, connector, dormant, alumni")
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|r| r.as_str() == text).ok_or(UnknownRole)
    }
}

/// How somebody stands in the chapter at the moment of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// None: no member of this chapter.
    pub role: Option<Role>,
    pub steward: bool,
    pub suspended: bool,
    /// A steward has shut the door: no log-in, but nothing is hidden.
    pub disabled: bool,
    /// Signed up, and not let in yet.
    pub pending: bool,
    /// Signed up, and has not shown yet that the address is theirs.
    pub unconfirmed: bool,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Log in, by password or through an app.
    LogIn,
    /// Post, reply, boost, favourite, follow.
    TakePart,
    /// Change or delete a post.
    ChangePost { own: bool },
    /// Give or take a role.
    GrantRole,
    /// Rules for other servers, reports, closing a conversation, the queue of deliveries.
    Moderate,
    /// Warn, limit, shut out or suspend somebody, or take that back.
    Sanction { oneself: bool, steward: bool },
}

/// Why not. The text is meant for the person who was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotAMember,
    Suspended,
    Disabled,
    Pending,
    Unconfirmed,
    NotYours,
    StewardsOnly,
    NotOneself,
    NotASteward,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAMember => "Only members of this chapter can do this.",
            Self::Suspended => "This account is suspended. The chapter's stewards can tell you why.",
            Self::Disabled => "Your login is currently disabled",
            Self::Pending => "Your login is currently pending approval",
            Self::Unconfirmed => "Your login is missing a confirmed e-mail address",
            Self::NotYours => "This post is not yours.",
            Self::StewardsOnly => "Only the chapter's stewards can do this.",
            Self::NotOneself => "Nobody decides about themselves. Another steward can do this.",
            Self::NotASteward => "This is a steward. Their stewardship has to end first.",
        })
    }
}

/// May somebody with this standing do it? Checks run from the person to the thing, so a refusal reveals no more than
/// the person may know.
pub const fn may(standing: Standing, act: Act) -> Result<(), Refusal> {
    if standing.suspended {
        return Err(Refusal::Suspended);
    }
    if standing.disabled {
        return Err(Refusal::Disabled);
    }
    if standing.unconfirmed {
        return Err(Refusal::Unconfirmed);
    }
    if standing.pending {
        return Err(Refusal::Pending);
    }
    if standing.role.is_none() {
        return Err(Refusal::NotAMember);
    }
    match act {
        Act::LogIn | Act::TakePart => Ok(()),
        Act::ChangePost { own } => {
            if own {
                Ok(())
            } else {
                Err(Refusal::NotYours)
            }
        }
        Act::GrantRole | Act::Moderate => {
            if standing.steward {
                Ok(())
            } else {
                Err(Refusal::StewardsOnly)
            }
        }
        Act::Sanction { oneself, steward } => {
            if !standing.steward {
                Err(Refusal::StewardsOnly)
            } else if oneself {
                Err(Refusal::NotOneself)
            } else if steward {
                Err(Refusal::NotASteward)
            } else {
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Standing =
        Standing { role: None, steward: false, suspended: false, disabled: false, pending: false, unconfirmed: false };
    const SUPPORTER: Standing = Standing { role: Some(Role::Supporter), ..NOBODY };
    const CONNECTOR: Standing = Standing { role: Some(Role::Connector), ..NOBODY };
    const ALUMNI: Standing = Standing { role: Some(Role::Alumni), ..NOBODY };
    const STEWARD: Standing = Standing { steward: true, ..SUPPORTER };
    const DISABLED: Standing = Standing { disabled: true, ..STEWARD };
    const UNCONFIRMED: Standing = Standing { unconfirmed: true, ..PENDING };
    const PENDING: Standing = Standing { pending: true, ..NOBODY };
    const SUSPENDED: Standing = Standing { suspended: true, ..STEWARD };

    #[test]
    fn the_by_laws_on_roles() {
        use Act::*;
        use Refusal::*;
        let table = [
            ("a visitor does not log in", NOBODY, LogIn, Err(NotAMember)),
            ("a visitor does not take part", NOBODY, TakePart, Err(NotAMember)),
            ("a supporter logs in", SUPPORTER, LogIn, Ok(())),
            ("a supporter takes part", SUPPORTER, TakePart, Ok(())),
            ("an alumnus takes part", ALUMNI, TakePart, Ok(())),
            ("a suspended person does not log in", SUSPENDED, LogIn, Err(Suspended)),
            ("being a steward does not lift a suspension", SUSPENDED, GrantRole, Err(Suspended)),
            ("whose log-in is disabled does not log in", DISABLED, LogIn, Err(Disabled)),
            ("who has not shown that the address is theirs does not log in", UNCONFIRMED, LogIn, Err(Unconfirmed)),
            ("who waits to be let in does not log in", PENDING, LogIn, Err(Refusal::Pending)),
            ("a steward limits somebody", STEWARD, Sanction { oneself: false, steward: false }, Ok(())),
            ("a steward does not judge themselves", STEWARD, Sanction { oneself: true, steward: true }, Err(NotOneself)),
            ("a steward does not shut out another", STEWARD, Sanction { oneself: false, steward: true }, Err(NotASteward)),
            ("a Connector sanctions nobody", CONNECTOR, Sanction { oneself: false, steward: false }, Err(StewardsOnly)),
            ("one's own post can be changed", SUPPORTER, ChangePost { own: true }, Ok(())),
            ("a Connector does not rewrite another's post", CONNECTOR, ChangePost { own: false }, Err(NotYours)),
            ("a steward does not rewrite another's post", STEWARD, ChangePost { own: false }, Err(NotYours)),
            ("a Connector does not hand out roles alone", CONNECTOR, GrantRole, Err(StewardsOnly)),
            ("a steward keeps the list of roles", STEWARD, GrantRole, Ok(())),
            ("a Connector does not moderate by that alone", CONNECTOR, Moderate, Err(StewardsOnly)),
            ("a steward moderates", STEWARD, Moderate, Ok(())),
        ];
        for (law, standing, act, expected) in table {
            assert_eq!(may(standing, act), expected, "{law}");
        }
    }

    #[test]
    fn role_names_are_read_back() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("admin".parse::<Role>(), Err(UnknownRole));
    }
}
