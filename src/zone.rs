//! The time zone a chapter lives in (IANA's names): days begin and hours are told as they are there.

pub use chrono_tz::Tz as Zone;

/// Reads `Europe/Paris`.
pub fn parse(name: &str) -> Option<Zone> {
    name.trim().parse().ok()
}

/// That of this machine, if it says so and it is a place; else UTC, whatever the machine calls that.
pub fn of_machine() -> Zone {
    let zone = iana_time_zone::get_timezone().ok().and_then(|name| parse(&name));
    zone.filter(|zone| names().any(|name| name == zone.name())).unwrap_or(Zone::UTC)
}

/// Those to choose from, and the one there is, each with whether it is that.
pub fn choices(current: &str) -> Vec<(String, bool)> {
    let known = names().any(|name| name == current);
    let own = (!known && parse(current).is_some()).then(|| (current.to_string(), true));
    own.into_iter().chain(names().map(|name| (name.to_string(), name == current))).collect()
}

/// Those to choose from: one for each place, without names that only stand for others.
pub fn names() -> impl Iterator<Item = &'static str> {
    const PARTS: [&str; 10] =
        ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
    let places = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    places.filter(|name| *name == "UTC" || name.split_once('/').is_some_and(|(part, _)| PARTS.contains(&part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_one_of_those_that_can_be_chosen() {
        for (name, known) in
            [("Europe/Paris", true), (" UTC ", true), ("America/Argentina/Buenos_Aires", true), ("Mars", false), ("", false)]
        {
            assert_eq!(parse(name).is_some(), known, "{name}");
        }
        assert!(
            names().any(|name| name == "UTC")
                && names().any(|name| name == "Europe/Madrid")
                && !names().any(|name| name == "EST")
        );
        assert!(names().all(|name| parse(name).is_some()));
    }

    #[test]
    fn exactly_the_one_there_is_is_chosen() {
        for current in ["UTC", "Etc/UTC", "EST", "Europe/Rome", of_machine().name()] {
            let chosen: Vec<String> = choices(current).into_iter().filter(|(_, chosen)| *chosen).map(|(name, _)| name).collect();
            assert_eq!(chosen, [current]);
        }
        assert!(names().any(|name| name == of_machine().name()));
    }
}
