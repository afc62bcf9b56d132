//! One small living world: three chapters with named people, what they say to each other, and to whom they listen.
//! Fixture, demo and screenshots are all made of it.

use rules::roles::Role;

pub struct Chapter {
    pub slug: &'static str,
    pub time_zone: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    /// What is announced, and in how many days.
    pub dinner: (&'static str, i64),
    /// The first is the steward.
    pub people: &'static [Person],
}

pub struct Person {
    pub name: &'static str,
    pub display_name: &'static str,
    pub role: Role,
    pub posts: &'static [&'static str],
}

const fn person(name: &'static str, display_name: &'static str, role: Role, posts: &'static [&'static str]) -> Person {
    Person { name, display_name, role, posts }
}

pub const CHAPTERS: [Chapter; 3] = [
    Chapter {
        slug: "paris",
        time_zone: "Europe/Paris",
        name: "OuiShare Paris",
        city: "Paris",
        dinner: ("The long table in the courtyard, from seven on. Bring a dish and somebody we have not met.", 13),
        people: &[
            person(
                "ada",
                "Ada Laurent",
                Role::Connector,
                &[
                    "Bonsoir! The long table in the courtyard is ours again on Thursday. Bring a dish, a chair if you have one, and somebody we have not met. #potluck",
                    "Notes from last night: forty people, eleven soups, three new projects. The one about shared tools already has a name.",
                ],
            ),
            person(
                "bruno",
                "Bruno Keita",
                Role::Connector,
                &["The repair café opens at two on Saturday. Bring what is broken; we bring patience and screwdrivers. #repair"],
            ),
            person(
                "celine",
                "Céline Moreau",
                Role::Active,
                &["Je cherche un vélo cargo pour samedi, pour porter les tables. Qui peut prêter le sien ? #resources"],
            ),
            person(
                "driss",
                "Driss Amrani",
                Role::Supporter,
                &["First time at the dinner yesterday. I came for the soup and stayed for the argument about commons."],
            ),
        ],
    },
    Chapter {
        slug: "barcelona",
        time_zone: "Europe/Madrid",
        name: "OuiShare Barcelona",
        city: "Barcelona",
        dinner: ("Arròs for sixty under the arcade. Come hungry, stay for the dishes.", 16),
        people: &[
            person(
                "elena",
                "Elena Puig",
                Role::Connector,
                &[
                    "Sobretaula, the hour after the meal when nobody leaves, is where all our projects begin. This one is on Friday. #potluck",
                ],
            ),
            person(
                "ferran",
                "Ferran Vidal",
                Role::Connector,
                &["We put the accounts of the fest on one page. Questions welcome, also the uncomfortable ones. #transparency"],
            ),
            person(
                "gemma",
                "Gemma Soler",
                Role::Active,
                &["Looking for two people to translate our by-laws into Spanish and French. Paid in paella."],
            ),
        ],
    },
    Chapter {
        slug: "rome",
        time_zone: "Europe/Rome",
        name: "OuiShare Roma",
        city: "Rome",
        dinner: ("Sunday in the garden: pasta by hand. Children roll the dough.", 15),
        people: &[
            person(
                "chiara",
                "Chiara Conti",
                Role::Connector,
                &["The terrace at Pigneto said yes! Next meet-up under the vines, the last Sunday of the month. #potluck"],
            ),
            person(
                "hugo",
                "Hugo Ferri",
                Role::Active,
                &["Who has experience with a shared tool library? We have a room, a ladder and a lot of goodwill. #resources"],
            ),
            person("ines", "Ines Marchetti", Role::Supporter, &["Permanent beta is the only value my sourdough shares with me."]),
        ],
    },
];

/// Who follows whom across cities: (follower, followed), each as `name@slug`.
pub const FOLLOWS: [(&str, &str); 7] = [
    ("ada@paris", "elena@barcelona"),
    ("ada@paris", "rome@rome"),
    ("bruno@paris", "barcelona@barcelona"),
    ("elena@barcelona", "ada@paris"),
    ("ferran@barcelona", "paris@paris"),
    ("chiara@rome", "ada@paris"),
    ("hugo@rome", "barcelona@barcelona"),
];

/// Replies across cities: (who, to whose first post, text).
pub const REPLIES: [(&str, &str, &str); 2] = [
    ("chiara@rome", "ada@paris", "We will set up a screen and eat with you from here. What is the theme?"),
    ("elena@barcelona", "ada@paris", "Eleven soups! Barcelona answers with twelve."),
];

/// The password of everybody in the demo. It is printed; nobody mistakes it for a secret.
pub const PASSWORD: &str = "bread-and-salt";

/// What is being decided in Paris.
pub struct Proposal {
    pub by: &'static str,
    pub process: &'static str,
    pub title: &'static str,
    pub driver: &'static str,
    pub text: &'static str,
    pub topic: &'static str,
    pub budget: &'static str,
    /// Who has endorsed it, where that is the way.
    pub endorsed: &'static [&'static str],
}

pub const PROPOSALS: [Proposal; 2] = [
    Proposal {
        by: "ada@paris",
        process: "consent",
        title: "A key to the courtyard for everybody who cooks",
        driver: "Three Thursdays in a row the cooks stood outside with hot pots until somebody with a key came by.",
        text: "- We have **six more keys** cut.\n- Whoever cooks gets one for the season and leaves 10 € for it.\n- Bruno keeps the list.",
        topic: "courtyard",
        budget: "48 €, from the dinners",
        endorsed: &[],
    },
    Proposal {
        by: "bruno@paris",
        process: "three_connectors",
        title: "The repair café moves to Sundays in December",
        driver: "On Saturdays the hall is taken by the market.",
        text: "From 5 to 20 December the repair café opens on Sundays, from two to six.",
        topic: "repair",
        budget: "",
        endorsed: &["ada@paris"],
    },
];
