//! Of whom a member wants to be told at once, whose notifications wait until asked for, and whose they never see
//! (Mastodon's notification policy).

/// What is done with a notification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    #[default]
    Accept,
    /// Kept apart, to be looked through.
    Filter,
    Drop,
}

impl Treatment {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Filter => "filter",
            Self::Drop => "drop",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Accept, Self::Filter, Self::Drop].into_iter().find(|t| t.as_str() == text)
    }

    const fn weight(self) -> u8 {
        match self {
            Self::Accept => 0,
            Self::Filter => 1,
            Self::Drop => 2,
        }
    }
}

/// What a member wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Of people they do not follow.
    pub not_following: Treatment,
    /// Of people who do not follow them.
    pub not_followers: Treatment,
    /// Of accounts that are younger than a month.
    pub new_accounts: Treatment,
    /// Letters of people they do not follow, unless they answer one of theirs.
    pub private_mentions: Treatment,
    /// Of accounts that the chapter limits.
    pub limited_accounts: Treatment,
}

impl Default for Policy {
    /// Members of a chapter write to each other; whom the chapter limits waits.
    fn default() -> Self {
        Self {
            not_following: Treatment::Accept,
            not_followers: Treatment::Accept,
            new_accounts: Treatment::Accept,
            private_mentions: Treatment::Accept,
            limited_accounts: Treatment::Filter,
        }
    }
}

/// Who it is from, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The member has said that they want to hear of them.
    pub permitted: bool,
    pub followed: bool,
    pub follows: bool,
    pub is_new: bool,
    /// It is a letter that answers none of the member's.
    pub unasked_letter: bool,
    pub limited: bool,
}

/// What is done with a notification of this sender: the strictest of what applies.
pub fn treat(policy: &Policy, sender: &Sender) -> Treatment {
    if sender.permitted || sender.followed {
        return match (sender.permitted, sender.follows) {
            // Whom one follows may still not follow back.
            (false, false) => policy.not_followers,
            _ => Treatment::Accept,
        };
    }
    let applying = [
        (true, policy.not_following),
        (!sender.follows, policy.not_followers),
        (sender.is_new, policy.new_accounts),
        (sender.unasked_letter, policy.private_mentions),
        (sender.limited, policy.limited_accounts),
    ];
    applying.into_iter().filter(|(applies, _)| *applies).map(|(_, t)| t).max_by_key(|t| t.weight()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Treatment::{Accept, Drop, Filter};
    use super::*;

    #[test]
    fn the_strictest_that_applies_decides() {
        let nobody = Sender::default();
        let open = Policy { limited_accounts: Accept, ..Policy::default() };
        for (policy, sender, expected) in [
            (Policy::default(), nobody, Accept),
            (Policy::default(), Sender { limited: true, ..nobody }, Filter),
            (Policy::default(), Sender { limited: true, followed: true, follows: true, ..nobody }, Accept),
            (Policy::default(), Sender { limited: true, permitted: true, ..nobody }, Accept),
            (Policy { not_following: Filter, ..open }, nobody, Filter),
            (Policy { not_following: Filter, ..open }, Sender { followed: true, ..nobody }, Accept),
            (Policy { not_followers: Filter, ..open }, nobody, Filter),
            (Policy { not_followers: Filter, ..open }, Sender { follows: true, ..nobody }, Accept),
            (Policy { not_followers: Drop, ..open }, Sender { followed: true, ..nobody }, Drop),
            (Policy { not_followers: Drop, ..open }, Sender { followed: true, permitted: true, ..nobody }, Accept),
            (Policy { new_accounts: Filter, ..open }, nobody, Accept),
            (Policy { new_accounts: Filter, ..open }, Sender { is_new: true, ..nobody }, Filter),
            (Policy { private_mentions: Drop, ..open }, Sender { unasked_letter: true, ..nobody }, Drop),
            (
                Policy { private_mentions: Drop, ..open },
                Sender { unasked_letter: true, followed: true, follows: true, ..nobody },
                Accept,
            ),
            (
                Policy { new_accounts: Filter, private_mentions: Drop, ..open },
                Sender { is_new: true, unasked_letter: true, ..nobody },
                Drop,
            ),
        ] {
            assert_eq!(treat(&policy, &sender), expected, "{policy:?} {sender:?}");
        }
    }
}
