//! What a valid ballot is.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// How far from the status quo, which has 0, a grade on a chapter's ballot may be.
pub const FURTHEST: i64 = 100;

/// A grade for each option: above 0 approves, 0 or none is level with the status quo, below 0 rejects. An empty ballot
/// abstains, and keeps the weight that others gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    pub voter: String,
    #[serde(deserialize_with = "each_once")]
    pub grades: BTreeMap<String, i64>,
}

/// Grades in which no option comes twice: whoever reads such a ballot otherwise would have to guess.
fn each_once<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, i64>, D::Error> {
    struct Grades;

    impl<'de> Visitor<'de> for Grades {
        type Value = BTreeMap<String, i64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number for each option")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Self::Value, M::Error> {
            let mut grades = BTreeMap::new();
            while let Some((option, grade)) = from.next_entry::<String, i64>()? {
                if grades.contains_key(&option) {
                    return Err(M::Error::custom(format_args!("{option:?} is graded twice")));
                }
                grades.insert(option, grade);
            }
            Ok(grades)
        }
    }

    from.deserialize_map(Grades)
}

/// Why a ballot does not count. The text is meant for the voter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoilt {
    UnknownOption(String),
    GradeTooFar(String),
}

impl fmt::Display for Spoilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOption(option) => write!(f, "{option:?} is not on this ballot."),
            Self::GradeTooFar(option) => write!(f, "The grade of {option:?} lies outside -{FURTHEST} to {FURTHEST}."),
        }
    }
}

/// Does it name only what can be voted on, within bounds?
pub fn check(grades: &BTreeMap<String, i64>, options: &[String]) -> Result<(), Spoilt> {
    for (option, grade) in grades {
        if !options.contains(option) {
            return Err(Spoilt::UnknownOption(option.clone()));
        }
        if grade.unsigned_abs() > FURTHEST.unsigned_abs() {
            return Err(Spoilt::GradeTooFar(option.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn nothing_is_graded_twice() {
        let read = |text: &str| serde_json::from_str::<Ballot>(text).map_err(|e| alloc::string::ToString::to_string(&e));
        assert!(read(r#"{"voter": "A", "grades": {"X": 1, "Y": -1}}"#).is_ok());
        assert!(read(r#"{"voter": "A", "grades": {"X": 1, "X": -1}}"#).unwrap_err().contains("\"X\" is graded twice"));
        for wrong in [
            r#"{"voter": "A", "grades": {"X": 1.5}}"#,
            r#"{"voter": "A", "grades": {"X": 99999999999999999999}}"#,
            r#"{"voter": "A"}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_may_be_written_on_a_ballot() {
        let options = vec![String::from("X"), String::from("Y")];
        type Grades = &'static [(&'static str, i64)];
        let table: [(&str, Grades, Result<(), Spoilt>); 7] = [
            ("nothing: an abstention", &[], Ok(())),
            ("one of two", &[("X", 1)], Ok(())),
            ("a rejection", &[("X", -1), ("Y", 2)], Ok(())),
            ("as far as one can", &[("X", 100), ("Y", -100)], Ok(())),
            ("another's option", &[("Z", 1)], Err(Spoilt::UnknownOption("Z".into()))),
            ("too high", &[("X", 101)], Err(Spoilt::GradeTooFar("X".into()))),
            ("the lowest number there is", &[("X", i64::MIN)], Err(Spoilt::GradeTooFar("X".into()))),
        ];
        for (law, grades, expected) in table {
            let grades = grades.iter().map(|(option, grade)| (String::from(*option), *grade)).collect();
            assert_eq!(check(&grades, &options), expected, "{law}");
        }
    }
}
