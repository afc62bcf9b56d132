//! Who may join a chapter, and how: the door is closed, opens to those invited, to those a steward lets in, or to all.

use core::fmt;
use core::str::FromStr;

/// How the door stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// Only stewards make accounts.
    Closed,
    /// Who has an invitation comes in.
    Invitation,
    /// Whoever asks is looked at by a steward.
    Approval,
    Open,
}

impl Door {
    pub const ALL: [Door; 4] = [Self::Closed, Self::Invitation, Self::Approval, Self::Open];

    /// The name on the command line, in settings and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Invitation => "invitation",
            Self::Approval => "approval",
            Self::Open => "open",
        }
    }
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Door {
    type Err = UnknownDoor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|door| door.as_str() == text).ok_or(UnknownDoor)
    }
}

/// The text was none of the four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownDoor;

impl fmt::Display for UnknownDoor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the door is one of: closed, invitation, approval, open")
    }
}

/// What becomes of somebody at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    LetIn,
    /// Until a steward has looked.
    Wait,
    Refuse(NotAdmitted),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    Closed,
    InvitationNeeded,
    /// Who asks to be let in says why.
    ReasonNeeded,
}

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "This chapter does not take sign-ups at the moment. Its stewards can make an account.",
            Self::InvitationNeeded => "An invitation is needed to join this chapter. Every steward can give one.",
            Self::ReasonNeeded => "Say in a few words why you want to join: a steward will read it.",
        })
    }
}

/// A good invitation opens every door but a closed one.
pub const fn admit(door: Door, invited: bool, gives_reason: bool) -> Admission {
    match (door, invited) {
        (Door::Closed, _) => Admission::Refuse(NotAdmitted::Closed),
        (_, true) | (Door::Open, false) => Admission::LetIn,
        (Door::Invitation, false) => Admission::Refuse(NotAdmitted::InvitationNeeded),
        (Door::Approval, false) => {
            if gives_reason {
                Admission::Wait
            } else {
                Admission::Refuse(NotAdmitted::ReasonNeeded)
            }
        }
    }
}

/// Does an invitation still hold?
pub const fn holds(revoked: bool, most_uses: Option<i64>, uses: i64, expires_at: Option<i64>, now: i64) -> bool {
    let used_up = match most_uses {
        Some(most) => uses >= most,
        None => false,
    };
    let expired = match expires_at {
        Some(at) => at <= now,
        None => false,
    };
    !revoked && !used_up && !expired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_by_laws_on_joining() {
        use Admission::*;
        use NotAdmitted::*;
        for (law, door, invited, reason, expected) in [
            ("a closed door is closed to all", Door::Closed, true, true, Refuse(Closed)),
            ("who is invited comes in", Door::Invitation, true, false, LetIn),
            ("who is not stays outside", Door::Invitation, false, true, Refuse(InvitationNeeded)),
            ("who asks waits for a steward", Door::Approval, false, true, Wait),
            ("who asks says why", Door::Approval, false, false, Refuse(ReasonNeeded)),
            ("an invitation spares the waiting", Door::Approval, true, false, LetIn),
            ("an open door is open", Door::Open, false, false, LetIn),
        ] {
            assert_eq!(admit(door, invited, reason), expected, "{law}");
        }
        for door in Door::ALL {
            assert_eq!(door.as_str().parse(), Ok(door));
        }
    }

    #[test]
    fn an_invitation_ends() {
        for (law, invitation, expected) in [
            ("without bounds it holds", (false, None, 99, None), true),
            ("taken back it does not", (true, None, 0, None), false),
            ("its last use is the last", (false, Some(2), 1, None), true),
            ("used up it does not", (false, Some(2), 2, None), false),
            ("until its end it holds", (false, None, 0, Some(11)), true),
            ("at its end it does not", (false, None, 0, Some(10)), false),
        ] {
            let (revoked, most, uses, end) = invitation;
            assert_eq!(holds(revoked, most, uses, end, 10), expected, "{law}");
        }
    }
}
