//! The time zone a chapter lives in (IANA's names): days begin and hours are told as they are there.

pub use chrono_tz::Tz as Zone;

/// Reads `Europe/Paris`.
pub fn parse(name: &str) -> Option<Zone> {
    name.trim().parse().ok()
}

/// That of this machine, as far as it says; else UTC.
pub fn of_machine() -> Zone {
    iana_time_zone::get_timezone().ok().and_then(|name| parse(&name)).unwrap_or(Zone::UTC)
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
}
